/**
 * Look-alike of reCAPTCHA v2, v3 and Enterprise at Google's real URLs. Node only; imports the lab's types and the files
 * of `recaptcha/`. Options of the loader's query (or, but for `lab-build`, of
 * the page's URL):
 *   lab-build=2019|2021|2024|2025   which build's minified letters (default 2025)
 *   lab-native=pass                 execute() is answered by the widget itself; without it, execute stays pending
 *   lab-anchor=dead                 the anchor frame never answers and the widget times out after 20 s, as offline
 *   lab-life=<ms>                   life of a token that the widget got itself (default 120000)
 */
import type { LabRequest, LabResponse, LabRoute, TokenIssuer } from '../route.ts';
import { asset, bundle, framePage, issueForFrame, json, labOptions, script } from './common/serve.ts';

interface Build {
  release: string;
  /** `clients[id][outer][inner]` holds the parameters. */
  outer: string;
  inner: string;
  /** The client's two Element properties: container and the node that the widget is built in. */
  container: string;
  root: string;
  /** `clients[id][frame[0]][frame[1]]` is the anchor iframe. */
  frame: readonly [string, string];
  /** Names of the main script's own keys in `___grecaptcha_cfg`; 2019 minified them. */
  count: string;
  isReady: string;
  /** What `render.length` is in that build. */
  length: number;
  enterprise: boolean;
  pageId: boolean;
}

const readable = { count: 'count', isReady: 'isReady', enterprise: true };
const builds: Record<string, Build> = {
  '2019': {
    release: 'v1559000000lab',
    outer: 'oX',
    inner: 'o',
    container: 'Ud',
    root: 'Hb',
    frame: ['Rc', 'Gb'],
    count: 'Wd',
    isReady: 'Vd',
    length: 16,
    enterprise: false,
    pageId: false,
  },
  '2021': {
    ...readable,
    release: 'Lab2021LookAlikeRelease0',
    outer: 'O',
    inner: 'O',
    container: 'P',
    root: 'V',
    frame: ['I', 'W'],
    length: 16,
    pageId: false,
  },
  '2024': {
    ...readable,
    release: 'Lab2024LookAlikeRelease0',
    outer: 'S',
    inner: 'S',
    container: 'X',
    root: 'D',
    frame: ['U', 'G'],
    length: 27,
    pageId: false,
  },
  '2025': {
    ...readable,
    release: 'Lab2025LookAlikeRelease0',
    outer: 'L',
    inner: 'L',
    container: 'B',
    root: 'K',
    frame: ['H', 'Z'],
    length: 29,
    pageId: true,
  },
};

const hosts = ['www.google.com', 'google.com', 'www.recaptcha.net', 'recaptcha.net', 'recaptcha.google.cn'];

export function routes(issuer: TokenIssuer): LabRoute[] {
  return [
    { host: hosts, path: /^\/recaptcha\/(api|enterprise)\.js$/, handle: loader },
    {
      host: ['www.gstatic.com', 'www.gstatic.cn'],
      path: /^\/recaptcha\/releases\/[^/]+\/recaptcha__[\w-]+\.js$/,
      handle: mainScript,
    },
    {
      host: hosts,
      path: /^\/recaptcha\/(api2|enterprise)\/anchor$/,
      handle: () => framePage(asset('recaptcha/anchor.html')),
    },
    {
      host: hosts,
      path: /^\/recaptcha\/(api2|enterprise)\/bframe$/,
      handle: () => framePage(asset('recaptcha/bframe.html')),
    },
    { host: hosts, path: '/recaptcha/lab/userverify', handle: (request) => userverify(request, issuer) },
  ];
}

function loader({ url }: LabRequest): LabResponse {
  const options = labOptions(url);
  const build = builds[options['lab-build'] ?? '2025'];
  const enterprise = url.pathname === '/recaptcha/enterprise.js';
  if (!build || (enterprise && !build.enterprise)) return { status: 404, body: 'Latchkey lab: no such build.' };
  const origin = url.hostname.endsWith('recaptcha.net') ? 'https://www.recaptcha.net' : 'https://www.google.com';
  const wanted = url.searchParams.get('hl') ?? 'en';
  const main = new URL(
    `https://www.gstatic.com/recaptcha/releases/${build.release}/recaptcha__${/^[\w-]{1,12}$/.test(wanted) ? wanted : 'en'}.js`,
  );
  for (const [name, value] of Object.entries(options)) if (name !== 'lab-build') main.searchParams.set(name, value);
  return script(
    asset('recaptcha/api.js', {
      LAB: {
        enterprise,
        api: `${origin}/recaptcha/${enterprise ? 'enterprise' : 'api2'}/`,
        render: url.searchParams.get('render') ?? 'onload',
        onload: url.searchParams.get('onload'),
        main: main.href,
      },
    }),
  );
}

function mainScript({ url }: LabRequest): LabResponse {
  const build = Object.values(builds).find(({ release }) => release === url.pathname.split('/')[3]);
  if (!build) return { status: 404, body: 'Latchkey lab: no such release.' };
  const hl = /recaptcha__([\w-]+)\.js$/.exec(url.pathname)?.[1] ?? 'en';
  return script(
    bundle(['recaptcha/widget.js', 'recaptcha/main.js'], { LAB: { ...build, hl, options: labOptions(url) } }),
  );
}

function userverify(request: LabRequest, issuer: TokenIssuer): LabResponse {
  const token = issueForFrame(request, 'recaptcha', issuer);
  return token === null ? json({ error: 'not a lab frame' }, 400) : json({ token });
}
