/** Counts the background's requests that are under way, for a clock that stands meanwhile. Node only; without imports, so that a mock of http.ts can use it. */
import type { Send } from '../../../src/protocol/service.ts';

let open = 0;

/** Returns whether a request is on its way, or its answer is being read. */
export const isUnderWay = (): boolean => open > 0;

/** What stands in for http.ts. */
export function countExchanges({ send }: { send: Send }): { send: Send } {
  return {
    send: async (request) => {
      open += 1;
      try {
        return await send(request);
      } finally {
        open -= 1;
      }
    },
  };
}
