/** Isolated world. How content.iife.js hands its link to session.iife.js: through this world's global, which no page can see. */
import type { Rejection } from '../protocol/rejection.ts';
import type { Welcome } from '../protocol/views.ts';
import type { ContentLink } from './link.ts';
import type { Session } from './session.ts';

interface SharedGlobal {
  /** Set by session.iife.js when it is injected. Undefined if the worker rejected the question. */
  __latchkeyStart?: (link: ContentLink, welcome: Welcome | Rejection) => Session | undefined;
  /** The running session, for button.iife.js. */
  __latchkeySession?: Session;
  /** Set once button.iife.js runs. */
  __latchkeyButton?: true;
}

export const shared = globalThis as SharedGlobal;
