/** MAIN world. May use the kit only, like every provider's page part. */
import type { Callable, PageKit } from '../../protocol/provider.ts';

/** Whether the API that the page has now answers `getResponse` with the token: asked as the site would, since the page may have another in its place. */
export function apiAnswers(kit: PageKit, api: unknown, widget: unknown, token: string): boolean {
  let same = false;
  kit.quietly(() => {
    const getResponse = (api as { getResponse?: unknown }).getResponse;
    same = typeof getResponse === 'function' && kit.safe.apply(getResponse as Callable, api, [widget]) === token;
  });
  return same;
}
