/** A promise that is settled from outside. Node only; `Promise.withResolvers` came with Node 22, and the lab runs in 20. */

export interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
}

export function deferred<T>(): Deferred<T> & { reject: (reason: Error) => void } {
  let settle!: Omit<ReturnType<typeof deferred<T>>, 'promise'>;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}
