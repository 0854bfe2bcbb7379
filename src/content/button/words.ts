/** Isolated world. Every word of the in-page button, learned from the worker in the user's language before the first button is made. */
import type { CaptchaKind, CaptchaState } from '../../core/challenge.ts';
import type { Failure } from '../../core/outcome.ts';
import { marked, say } from '../../core/phrase.ts';
import { askWords } from '../words.ts';

const names: Partial<Record<CaptchaKind, string>> = {
  'recaptcha-v2': 'reCAPTCHA v2',
  'recaptcha-v2-enterprise': 'reCAPTCHA Enterprise',
  hcaptcha: 'hCaptcha',
  turnstile: 'Turnstile',
  altcha: 'ALTCHA',
};

const CAPTCHA = marked('captcha');
const SOLVE = marked('Solve');
const SOLVE_THIS = marked('Solve this $1 with Latchkey');
export const SETTINGS = marked('Settings');
export const RELOAD = marked('Reload page');
export const HIDE = marked('Hide');

/** What the button says and, for those who hear it, what that is about. */
const presses: Record<CaptchaState, readonly [word: string, label: string]> = {
  detected: [SOLVE, SOLVE_THIS],
  solving: [marked('Cancel'), marked('Cancel solving this $1')],
  solved: ['', ''],
  failed: [marked('Retry'), marked('Retry solving this $1 with Latchkey')],
  cancelled: [SOLVE, SOLVE_THIS],
};
const states: Record<CaptchaState, string> = {
  detected: '',
  solving: marked('Solving…'),
  solved: marked('Solved'),
  failed: '',
  cancelled: marked('Cancelled'),
};

export interface ButtonWords {
  /** For `lang`. */
  readonly language: string;
  /** One of the texts above. */
  word(text: string): string;
  kind(kind: CaptchaKind): string;
  /** The button's own word, empty where it has nothing to do, and its whole name. The name has the word in it where the language allows, so that it can be spoken to. */
  press(state: CaptchaState, kind: CaptchaKind): readonly [word: string, name: string];
  status(state: CaptchaState): string;
  /** What happened, and what to do. At once in English, else when the worker has answered. */
  failure(failure: Failure): readonly [string, string] | Promise<readonly [string, string]>;
}

export async function learnWords(): Promise<ButtonWords> {
  const texts = [
    ...new Set([CAPTCHA, SETTINGS, RELOAD, HIDE, ...Object.values(presses).flat(), ...Object.values(states)]),
  ].filter(Boolean);
  const said = await askWords(texts);
  const { language } = said;
  const word = (text: string) => said.texts[texts.indexOf(text)] ?? text;
  const kindName = (kind: CaptchaKind) => names[kind] ?? word(CAPTCHA);
  return {
    language,
    word,
    kind: kindName,
    press: (state, kind) => [
      word(presses[state][0]),
      say({ text: word(presses[state][1]), with: [kindName(kind)] }, () => undefined),
    ],
    status: (state) => word(states[state]),
    failure: ({ message, says, fix }) =>
      language === 'en'
        ? [message, fix]
        : askWords([says ?? message, fix]).then(({ texts: [what = message, how = fix] }) => [what, how] as const),
  };
}
