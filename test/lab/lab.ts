/**
 * The lab: provider look-alikes, ad-hoc pages, demo pages, a verifier and a solving service, all on 127.0.0.1. Node only; wires, nothing else.
 * A browser reaches it by using `proxyUrl` as its proxy and accepting the lab's certificate; nothing leaves the machine.
 */
import type { FetchPage } from './altcha-solver.ts';
import { makeCertificate } from './certificate.ts';
import type { WaitOptions } from './event-log.ts';
import { providerModules, wireNamed } from './parts.ts';
import { demoPages, indexRoute, pageRoutes, type DemoPage } from './pages.ts';
import { startProxy } from './proxy.ts';
import type { LabHandler, LabRoute, TokenIssuer } from './route.ts';
import { Router, type LoggedRequest } from './router.ts';
import type { ServiceBase, StartOptions } from './service-base.ts';
import { LabService, type ServiceOptions } from './service.ts';
import { siteRoutes } from './site-routes.ts';
import { SITEVERIFY_PATHS, type SiteverifyProvider } from './siteverify.ts';
import { Verifier } from './verifier.ts';
import { WireService } from './wires/wire-service.ts';

export interface LabOptions {
  /** Of the solving service, which is the verifier for back ends too, and of the proxy; any that is free by default. */
  port?: number;
  proxyPort?: number;
  service?: ServiceOptions;
  /** ms since the epoch, for tokens and the service; the real clock by default. ALTCHA's library looks at the real one too. */
  now?: () => number;
}

export interface ServeOptions {
  /** `site.test` by default. */
  host?: string;
  /** A path of its own by default. */
  path?: string;
  headers?: Record<string, string>;
}

export interface Lab {
  /** `http://127.0.0.1:PORT`, an HTTP proxy for every scheme. */
  proxyUrl: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  certificateSpki: string;
  /** URL of the list of demo pages. */
  indexUrl: string;
  demoPages: readonly DemoPage[];
  service: LabService;
  /** Where a back end asks after tokens, in the shape of each provider's own siteverify. */
  siteverify: Readonly<Record<SiteverifyProvider, string>>;
  verifier: Verifier;
  /** Every request that came by the proxy, oldest first. */
  requests: readonly LoggedRequest[];
  waitForRequest(matches: (request: LoggedRequest) => boolean, options?: WaitOptions): Promise<LoggedRequest>;
  /** Puts a page up and gives its absolute https URL. */
  serve(content: string | LabHandler, options?: ServeOptions): string;
  /** Adds a route that wins over all present ones; the answer takes it away. */
  route(route: LabRoute): () => void;
  /** A further service with an account of its own, for failover. */
  addService(options?: ServiceOptions): Promise<LabService>;
  /** A service that speaks another wire: the name of a file in test/lab/wires. */
  addWire(name: string, options?: ServiceOptions): Promise<WireService>;
  close(): Promise<void>;
}

/** The default base URL of an account: in the lab it is the service too. */
const SERVICE_HOST = 'api.capzy.ai';

export async function startLab({
  service: serviceOptions,
  port,
  proxyPort,
  now = Date.now,
}: LabOptions = {}): Promise<Lab> {
  const router = new Router();
  const verifier = new Verifier(now);
  const fetchPage: FetchPage = async (url) => {
    const { status = 200, body } = await router.answer({
      method: 'GET',
      url,
      headers: { host: url.host, 'user-agent': 'latchkey-lab-service' },
      body: '',
    });
    return status === 200 ? Buffer.from(body).toString('utf8') : undefined;
  };
  const services: ServiceBase[] = [];
  const addService = async (options: ServiceOptions = {}, start: StartOptions = {}) => {
    const started = await new LabService(verifier, fetchPage, { now, ...options }).start(start);
    services.push(started);
    return started;
  };
  const addWire = async (name: string, options: ServiceOptions = {}) => {
    const started = await new WireService(await wireNamed(name), verifier, fetchPage, { now, ...options }).start();
    services.push(started);
    return started;
  };
  const service = await addService(serviceOptions, { port, before: backEnds(router) });
  for (const { sitekey, taskType } of demoPages) if (sitekey) service.knowSitekey(sitekey, taskType);
  for (const route of [...siteRoutes(verifier), ...(await providerRoutes(verifier)), ...pageRoutes, indexRoute])
    router.add(route);
  const certificate = makeCertificate(['*.test', 'localhost']);
  const proxy = await startProxy(
    certificate,
    (url, request, response) => {
      const target =
        services.find((one) => one.origin === url.origin) ?? (url.hostname === SERVICE_HOST ? service : undefined);
      void (target ? target.handle(request, response) : router.serve(url, request, response));
    },
    proxyPort,
  ).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  const at = (path: string) => service.origin + path;
  let served = 0;
  return {
    proxyUrl: proxy.url,
    certificateSpki: certificate.spki,
    indexUrl: 'https://lab.test/',
    demoPages,
    service,
    siteverify: {
      recaptcha: at(SITEVERIFY_PATHS.recaptcha),
      hcaptcha: at(SITEVERIFY_PATHS.hcaptcha),
      turnstile: at(SITEVERIFY_PATHS.turnstile),
    },
    verifier,
    requests: router.log.entries,
    waitForRequest: (matches, options) => router.log.waitFor(matches, options),
    serve: (content, { host = 'site.test', path = `/page-${(served += 1)}`, headers = {} } = {}) => {
      const handle: LabHandler = typeof content === 'string' ? () => ({ body: content, headers }) : content;
      router.add({ host, path: path.replace(/[?#].*/, ''), handle });
      return new URL(path, `https://${host}`).href;
    },
    route: (route) => router.add(route),
    addService: (options) => addService(options),
    addWire,
    close: async () => {
      await Promise.all([proxy.close(), ...services.map((one) => one.close())]);
    },
  };
}

async function providerRoutes(issuer: TokenIssuer): Promise<LabRoute[]> {
  return (await providerModules()).flatMap(({ routes }) => routes?.(issuer) ?? []);
}

/** What the service's port answers beside the service: siteverify, and a word about itself. */
function backEnds(router: Router): StartOptions['before'] {
  const paths = new Set(['/', ...Object.values(SITEVERIFY_PATHS)]);
  return (request, response) => {
    const whole = `http://127.0.0.1${request.url ?? '/'}`;
    const url = URL.canParse(whole) ? new URL(whole) : undefined;
    if (!url || !paths.has(url.pathname)) return false;
    void router.serve(url, request, response);
    return true;
  };
}
