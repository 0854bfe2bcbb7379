/** Routes of the frame that several look-alikes share, at a provider's host. Node only; imports the lab's types. */
import type { LabRoute, TokenIssuer } from '../../route.ts';
import { asset, bundle, framePage, issueForFrame, json, script } from './serve.ts';

/** The script at `path`, made of the shared part and the provider's `api.js`, and its frame at `frameHost`. */
export function lookAlike(
  id: string,
  issuer: TokenIssuer,
  scripts: { host: LabRoute['host']; path: LabRoute['path'] }[],
  frameHost: string,
  values: Record<string, unknown> = {},
): LabRoute[] {
  return [
    ...scripts.map(({ host, path }): LabRoute => ({
      host,
      path,
      handle: () => script(bundle(['common/widget-frame.js', `${id}/api.js`], values)),
    })),
    { host: frameHost, path: '/lab/widget.html', handle: () => framePage(asset('common/widget-frame.html')) },
    {
      host: frameHost,
      path: '/lab/widget-token',
      handle: (request) => {
        const token = issueForFrame(request, id, issuer);
        return token === null ? json({ error: 'not a lab frame' }, 400) : json({ token });
      },
    },
  ];
}
