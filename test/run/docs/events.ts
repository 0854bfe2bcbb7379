/** Node. The blocks of events.md: the kinds, and the fields of an event's detail. */
import { captchaKinds } from '../../../src/core/challenge.ts';
import type { SolvedDetail } from '../../../src/automation/in-page.ts';
import { code, table, type Blocks } from './blocks.ts';
import { providers } from './provider-list.ts';

/** Of `detail`, in the order in which it is told. */
export const detailFields: Readonly<Record<keyof SolvedDetail, { type: string; there: string; means: string }>> = {
  id: {
    type: 'text',
    there: 'always',
    means: 'Names the captcha in this document, as long as it is there. Not the same after a reload.',
  },
  state: { type: 'see above', there: 'always', means: 'How it stands now.' },
  kind: { type: 'see below', there: 'always', means: 'Which captcha it is. Never changes for an `id`.' },
  sitekey: {
    type: 'text',
    there: 'always',
    means:
      'The provider’s public key of the site, as rendered; empty for captchas that have none (ALTCHA, pictures). Never changes for an `id`.',
  },
  action: {
    type: 'text',
    there: 'where the page names one',
    means: 'The action of reCAPTCHA v3, reCAPTCHA Enterprise or Turnstile.',
  },
  service: {
    type: 'text',
    there: 'once a service has solved it',
    means: 'The service that solved it last, by its name in `latchkey.json`.',
  },
  error: {
    type: '`{ code, message, fix }`',
    there: 'with `failed`',
    means: 'What went wrong and what to do, in English; the codes are in [errors.md](errors.md).',
  },
  ms: {
    type: 'number',
    there: 'with `solved`, where Latchkey has solved it',
    means: 'Milliseconds of Latchkey’s last solve, from its start to the answer being in the page.',
  },
};

export function eventsBlocks(): Blocks {
  const rows = captchaKinds.map((kind) => [code(kind), labelOf(kind)]);
  return {
    fields: table(
      ['field', 'type', 'there', 'meaning'],
      Object.entries(detailFields).map(([name, { type, there, means }]) => [code(name), type, there, means]),
    ),
    kinds: table([code('kind'), 'captcha'], rows),
  };
}

const PICTURE = 'A picture with letters or figures to type off';

function labelOf(kind: (typeof captchaKinds)[number]): string {
  if (kind === 'image') return PICTURE;
  const label = providers.find(({ kinds }) => kinds.includes(kind))?.label;
  if (!label) throw new Error(`no provider has the kind ${kind}`);
  const parts = kind.split('-');
  const version = parts.find((part) => /^v\d$/.test(part));
  return [
    label,
    label.includes(version ?? label) ? '' : version,
    parts.includes('enterprise') ? 'Enterprise' : '',
    parts.includes('invisible') ? '(invisible)' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
