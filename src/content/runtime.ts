/**
 * Isolated world. The browser's own messaging, without the polyfill, which would cost every page 3 kB.
 */
import type { Envelope, Method } from '../protocol/rpc.ts';

interface Runtime {
  /** Gone once the extension was updated or removed: this script is then an orphan. */
  id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  onMessage: {
    addListener(listener: (message: unknown, sender: unknown, respond: (answer: unknown) => void) => void): void;
  };
}

const scope = globalThis as { __latchkeyNonce?: string; browser?: { runtime: Runtime }; chrome?: { runtime: Runtime } };

export const runtime = (scope.browser ?? scope.chrome)!.runtime;

/** Random id of this document, for browsers that give the worker no documentId. One for both scripts of this world. */
const nonce = (scope.__latchkeyNonce ??= crypto.getRandomValues(new Uint32Array(4)).join('-'));

/** Rejects, throws, or resolves with undefined where nobody answers. */
export function send(method: Method, request: object): Promise<unknown> {
  return runtime.sendMessage({ method, request: { nonce, ...request } } as Envelope);
}
