/** What `latchkey-lab` is told on its command line, and what it says. Node only; strings in, strings out. Imports types alone, so that a Node too old gets as far as hearing so. */
import type { Lab } from './lab.ts';

/** Fixed, so that they can stand in a configuration; src/services/lab.ts has the first as its address. */
export const PORT = 8917;
export const PROXY_PORT = 8918;
export const KEY = 'lab';
/** Major version. */
const OLDEST_NODE = 20;

export interface CliOptions {
  port: number;
  proxyPort: number;
  key: string;
  json: boolean;
  /** It ends when its input does: with whoever started it. */
  untilInputEnds: boolean;
  help: boolean;
}

export const HELP = `latchkey-lab: a captcha lab on this machine for the tests of your own site. Nothing in it is real: look-alike captchas, a solving
service that costs nothing, and a verifier that takes its tokens. It asks nobody on the network.

  --port N         port of the solving service and of the verifier, ${PORT} by default; 0: any that is free
  --proxy-port N   port of the proxy behind which the look-alikes are, ${PROXY_PORT} by default; 0: any that is free
  --key K          key of the service's one account, "${KEY}" by default
  --json           print one line of JSON when it is ready, and nothing else
  --until-input-ends  end when the standard input does, as it does when the program ends that started the lab with a pipe to it
  --help           print this

It listens on 127.0.0.1 alone and ends at SIGINT (Ctrl+C) or SIGTERM.
`;

/** @throws Error with what is wrong, for whoever typed it */
export function parseArguments(args: readonly string[]): CliOptions {
  const options: CliOptions = {
    port: PORT,
    proxyPort: PROXY_PORT,
    key: KEY,
    json: false,
    untilInputEnds: false,
    help: false,
  };
  const rest = args.flatMap((text) =>
    /^--[\w-]+=/.test(text) ? [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] : [text],
  );
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '--json') options.json = true;
    else if (name === '--until-input-ends') options.untilInputEnds = true;
    else if (name === '--help' || name === '-h') options.help = true;
    else if (name === '--port') options.port = portIn(name, rest.shift());
    else if (name === '--proxy-port') options.proxyPort = portIn(name, rest.shift());
    else if (name === '--key') options.key = keyIn(rest.shift());
    else throw new Error(`there is no option "${name}"`);
  }
  if (options.port !== 0 && options.port === options.proxyPort)
    throw new Error(`--port and --proxy-port can't both be ${options.port}`);
  return options;
}

function portIn(name: string, text: string | undefined): number {
  if (text === undefined) throw new Error(`${name} needs a number`);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new Error(`${name} must be a number from 0 to 65535, not "${text}"`);
  return port;
}

function keyIn(text: string | undefined): string {
  if (!text || !/^[\w.:-]{1,200}$/.test(text)) throw new Error('--key needs a key of letters, figures and _ . : -');
  return text;
}

/** Undefined where it is new enough. */
export function tooOld(version: string): string | undefined {
  return Number(version.split('.')[0]) < OLDEST_NODE
    ? `Node ${OLDEST_NODE} or newer is needed; this is ${version}`
    : undefined;
}

/** Words for an error of startLab. */
export function startProblem(error: unknown, { port }: CliOptions): string {
  const { code, port: wanted } = error as { code?: unknown; port?: unknown };
  const option = wanted === port ? '--port' : '--proxy-port';
  if (code === 'EADDRINUSE')
    return `port ${String(wanted)} is taken, perhaps by another lab; choose another one with ${option}`;
  if (code === 'EACCES') return `port ${String(wanted)} is not allowed to you; choose another one with ${option}`;
  return error instanceof Error ? error.message : String(error);
}

/** What a program that started the lab wants to know: the one line of `--json`. */
export interface Ready {
  lab: string;
  /** For `accounts` of latchkey.json. */
  account: { service: 'lab'; key: string; endpoint: string };
  siteverify: Lab['siteverify'];
  proxy: string;
  certificateSpki: string;
  /** Switches that point Chromium at the proxy; sites on localhost go past it by themselves. */
  chromiumArgs: string[];
  /** The same for Firefox, which also has to be told to accept insecure certificates. */
  firefoxPrefs: Record<string, string | number | boolean>;
  pages: { kind: string; url: string; sitekey: string; demand: string }[];
}

export function readyFacts({
  service,
  siteverify,
  proxyUrl,
  certificateSpki,
  demoPages,
}: Pick<Lab, 'siteverify' | 'proxyUrl' | 'certificateSpki' | 'demoPages'> & {
  service: { url: string; key: string };
}): Ready {
  return {
    lab: 'Latchkey lab: for tests only, nothing in it is real',
    account: { service: 'lab', key: service.key, endpoint: service.url },
    siteverify,
    proxy: proxyUrl,
    certificateSpki,
    firefoxPrefs: firefoxPrefs(proxyUrl),
    chromiumArgs: [`--proxy-server=${proxyUrl}`, `--ignore-certificate-errors-spki-list=${certificateSpki}`],
    pages: demoPages.map(({ kind, url, sitekey, demand }) => ({ kind, url, sitekey, demand })),
  };
}

/** What points Firefox at the lab's proxy. */
export function firefoxPrefs(proxyUrl: string): Ready['firefoxPrefs'] {
  const { hostname, port } = new URL(proxyUrl);
  return {
    'network.proxy.type': 1,
    'network.proxy.http': hostname,
    'network.proxy.http_port': Number(port),
    'network.proxy.ssl': hostname,
    'network.proxy.ssl_port': Number(port),
    // Firefox knows the real certificates of some of the hosts that the lab plays.
    'network.stricttransportsecurity.preloadlist': false,
    'security.cert_pinning.enforcement_level': 0,
    'network.http.http3.enable': false,
  };
}

export function readyText({ account, siteverify, proxy, chromiumArgs, firefoxPrefs, pages }: Ready): string {
  return `Latchkey lab: for tests only, nothing in it is real.

An account for latchkey.json:
  { "accounts": [${JSON.stringify(account)}] }

Where your site's back end asks after tokens, instead of at the provider's:
  reCAPTCHA   ${siteverify.recaptcha}
  hCaptcha    ${siteverify.hcaptcha}
  Turnstile   ${siteverify.turnstile}
Any secret is taken. As the secret, lab:SITEKEY takes tokens of that sitekey alone; the providers' public test secrets answer as documented.

The proxy for the browser, ${proxy}: behind it the providers' scripts are look-alikes, and nothing else is there. Sites on localhost
go past it; name others in --proxy-bypass-list. Chromium, Chrome and Edge:
  ${chromiumArgs.join(' \\\n  ')}
Firefox, which must accept insecure certificates (acceptInsecureCerts) and have these preferences:
${Object.entries(firefoxPrefs)
  .map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`)
  .join('\n')}
The certificate is made anew at every start.

Pages to try, through the proxy (all of them: https://lab.test/):
${pages.map(({ kind, url }) => `  ${kind.padEnd(34)} ${url}`).join('\n')}

Ctrl+C ends it.
`;
}
