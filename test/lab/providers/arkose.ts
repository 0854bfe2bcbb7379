/** Look-alike of Arkose Labs (FunCaptcha) at its real URLs. Node only; imports the lab's types and the files of `arkose/`. */
import type { LabRequest, LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  const hosted = {
    host: 'iframe.arkoselabs.com',
    path: /^\/[0-9A-F-]{36}\/index\.html$/,
    handle: ({ url }: LabRequest) => ({ body: hostedPage(url.pathname.split('/')[1] ?? '') }),
  };
  return [
    hosted,
    ...lookAlike(
      'arkose',
      issuer,
      [
        { host: ['client-api.arkoselabs.com', 'arkoselabs.site.test'], path: /^\/v2\/[0-9A-F-]{36}\/api\.js$/ },
        { host: 'client-api.arkoselabs.com', path: '/fc/api/' },
      ],
      'client-api.arkoselabs.com',
    ),
  ];
}

/** The page that Arkose hosts for sites that put nothing of it into their own; what it tells its parent is public, how it is made is an assumption. */
function hostedPage(key: string): string {
  return `<!doctype html><title>Latchkey lab</title><div id="challenge"></div><script>function setup(enforcement) {
    enforcement.setConfig({ selector: '#challenge', mode: 'inline', onCompleted: ({ token }) => parent.postMessage(JSON.stringify({ eventId: 'challenge-complete', publicKey: '${key}', payload: { sessionToken: token } }), '*') });
  }</script><script src="https://client-api.arkoselabs.com/v2/${key}/api.js" data-callback="setup" async defer></script>`;
}
