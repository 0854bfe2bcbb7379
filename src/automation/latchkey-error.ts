/** Node and tests. What the automation helper throws: a code to tell failures apart by, a sentence, and what to do. */

export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError';
  /** Latchkey's own code (`CONFIG_INVALID`, `NO_EVENT`) or the one that the service gave (`ERROR_ZERO_BALANCE`). */
  readonly code: string;
  /** What to do about it, one sentence. */
  readonly fix: string;
  /** The wrong field of the configuration, e.g. `accounts[0].key`. */
  readonly path: string | undefined;

  constructor({ code, message, fix, path }: { code: string; message: string; fix: string; path?: string }) {
    super(`${message} ${fix} (${code})`);
    this.code = code;
    this.fix = fix;
    this.path = path;
  }
}
