/** Waits for what no event tells, by asking again. Node only; for code that runs with and without vitest. */

/**
 * The first answer that is neither undefined, null nor false.
 * @throws Error with `what` after `timeout` ms.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T>,
  timeout = 15_000,
): Promise<Exclude<T, undefined | null | false>> {
  const { promise, resolve, reject } = Promise.withResolvers<Exclude<T, undefined | null | false>>();
  const end = Date.now() + timeout;
  async function ask(): Promise<void> {
    const found = await look();
    if (found !== undefined && found !== null && found !== false)
      resolve(found as Exclude<T, undefined | null | false>);
    else if (Date.now() > end) reject(new Error(`waited ${timeout} ms in vain: ${what}`));
    else setTimeout(() => void ask().catch(reject), 50);
  }
  await ask();
  return promise;
}
