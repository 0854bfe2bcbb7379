/**
 * Background. How much of a tab's reports is kept. All tabs share the 10 MB of storage.session with the records of running solves, so a page with
 * many frames full of made-up captchas must not fill it. The largest frames are cut, and what explains a captcha goes before the captcha. Pure.
 */
import type { LeftAlone, LocatedCaptcha } from '../core/captcha-view.ts';

export interface Frame {
  documentId: string;
  host: string;
  captchas: LocatedCaptcha[];
  leftAlone: LeftAlone[];
}
/** By frame id. */
export type Frames = Record<string, Frame>;

/** Characters of JSON, at most three bytes each. A page with a dozen captchas has some 20,000. */
export const MAX_TAB_CHARS = 1_000_000;

/** Returns the frames, cut to MAX_TAB_CHARS. */
export function fitFrames(frames: Frames): Frames {
  const fitted = { ...frames };
  const chars = new Map(Object.entries(frames).map(([id, frame]) => [id, countChars(frame)]));
  let total = [...chars.values()].reduce((sum, count) => sum + count, 0);
  while (total > MAX_TAB_CHARS) {
    const [id, count] = [...chars].reduce((largest, one) => (one[1] >= largest[1] ? one : largest));
    const smaller = cut(fitted[id]!);
    if (smaller) fitted[id] = smaller;
    else delete fitted[id];
    const left = smaller ? countChars(smaller) : 0;
    if (smaller) chars.set(id, left);
    else chars.delete(id);
    total += left - count;
  }
  return fitted;
}

const countChars = (frame: Frame): number => JSON.stringify(frame).length;

/** Null if nothing is left of it. */
function cut(frame: Frame): Frame | null {
  const { captchas, leftAlone } = frame;
  if (leftAlone.length || captchas.some(({ why }) => why))
    return { ...frame, leftAlone: [], captchas: captchas.map((captcha) => ({ ...captcha, why: undefined })) };
  const kept = captchas.slice(0, Math.floor(captchas.length / 2));
  return kept.length ? { ...frame, captchas: kept } : null;
}
