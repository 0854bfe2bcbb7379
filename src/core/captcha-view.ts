/** One captcha as the popup, the badge and the in-page button show it. Pure. Holds no token. */
import type * as z from 'zod/mini';
import type { captchaViewSchema, leftAloneSchema } from './message-schemas.ts';

/** What was seen of a delivery: the token is in the page's field, the site's callback was called, the provider's API answers with it, the page's own request was answered, the page's form was sent. */
export const ticks = ['field', 'callback', 'api', 'request', 'sent'] as const;
export type Tick = (typeof ticks)[number];

export type CaptchaView = z.output<typeof captchaViewSchema>;

/** A captcha with the address that commands to it need. */
export interface LocatedCaptcha extends CaptchaView {
  frameId: number;
  documentId: string;
  /** Host name of the frame, for display. */
  host: string;
}

export type LeftAlone = z.output<typeof leftAloneSchema>;
