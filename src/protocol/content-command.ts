/** What the worker sends to content scripts, and its guard. Hand-written: it runs in the script that every page gets. */

/** Worker to content script: addressed to a frame, obeyed only where `documentId` is the receiver's. */
export interface ContentCommand {
  to: 'content';
  documentId?: string;
  captchaId?: string;
  /** solve-other: as the kind it may be taken for. ping: are you there? settings: ask `hello` again. look: are there picture captchas? picture: ask for the field, then read it. */
  command: 'solve' | 'solve-other' | 'solve-first' | 'cancel' | 'ping' | 'settings' | 'look' | 'picture';
  /** A document in which nothing has betrayed a captcha gets the rest of the content script for it. */
  attach?: true;
  /** With `picture`: the address of the picture that is to be read. */
  picture?: string;
}

export function readContentCommand(message: unknown): ContentCommand | null {
  if (typeof message !== 'object' || message === null) return null;
  const command = message as Partial<ContentCommand>;
  return command.to === 'content' && typeof command.command === 'string' ? (command as ContentCommand) : null;
}
