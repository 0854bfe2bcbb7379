/** Isolated world. What a person does to the captchas of this document: by the popup, the menu, the shortcut (the worker's commands) and the in-page button. */
import { otherType, type CaptchaKind, type Trigger } from '../core/challenge.ts';
import type { ContentCommand } from '../protocol/content-command.ts';
import type { Captcha } from './captcha.ts';
import type { Pictures } from './pictures.ts';
import type { Solver } from './solver.ts';

export interface ActsHost {
  captchas: ReadonlyMap<string, Captcha>;
  start(captcha: Captcha, trigger: Trigger, as?: CaptchaKind): void;
  solver: Solver;
  pictures: Pictures;
  /** Looks for what no script betrays. */
  look(): void;
  /** Asks how this site is treated now. */
  refresh(): void;
}

export interface Acts {
  solve(id: string | undefined, asOther?: boolean): void;
  cancel(id: string | undefined): void;
  obey(command: ContentCommand): void;
}

export function createActs({ captchas, start, solver, pictures, look, refresh }: ActsHost): Acts {
  const where = (matches: (captcha: Captcha) => unknown) => [...captchas.values()].find(matches);

  function solve(id: string | undefined, asOther = false): void {
    const captcha = where(({ view }) => view.id === id);
    if (captcha) start(captcha, 'person', asOther ? otherType(captcha.view.kind) : undefined);
  }

  function cancel(id: string | undefined): void {
    const captcha = where(({ view }) => view.id === id);
    if (captcha) solver.cancel(captcha);
  }

  /** One that is told already is read now, any other as soon as it is told. */
  async function read(address: string): Promise<void> {
    const picture = await pictures.choose(address);
    const told = picture && where(({ container }) => container === picture);
    if (told && pictures.isWished(picture)) start(told, 'person');
  }

  return {
    solve,
    cancel,
    obey({ command, captchaId, picture }) {
      if (command === 'settings') refresh();
      else if (command === 'solve') solve(captchaId);
      else if (command === 'solve-other') solve(captchaId, true);
      else if (command === 'cancel') cancel(captchaId);
      else if (command === 'look') look();
      else if (command === 'picture' && picture) void read(picture);
      else if (command === 'solve-first') solve(where(({ view }) => view.state !== 'solved' && !view.testKey)?.view.id);
    },
  };
}
