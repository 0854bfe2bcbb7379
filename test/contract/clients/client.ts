/**
 * What a client of a service is made to do, and with which facts: the same that Latchkey gets. Node only; no client is loaded here.
 */
import { createRequire } from 'node:module';
import type { CaptchaKind } from '../../../src/core/challenge.ts';
import type { Challenge } from '../../../src/core/message-schemas.ts';

/** Without the types of the packages: what is run is what they send, their declarations lag behind. */
type Call = (...given: unknown[]) => Promise<unknown>;
export type Client = Readonly<Record<string, Call>>;
export const load = createRequire(import.meta.url) as (
  name: string,
) => Record<string, new (...given: unknown[]) => unknown>;

export const PAGE = 'https://site.test/login';
/** Of the proxied runs, and as the services' fields have it. */
export const PROXY = 'http://user:pass@203.0.113.7:8080';
export const proxyFields = {
  proxyType: 'http',
  proxyAddress: '203.0.113.7',
  proxyPort: 8080,
  proxyLogin: 'user',
  proxyPassword: 'pass',
};
export const proxyList = Object.values(proxyFields);
export const formProxy = { proxy: 'user:pass@203.0.113.7:8080', proxytype: 'HTTP' };
export const USER_AGENT = 'Test/1';

export interface ClientRun {
  kind: CaptchaKind;
  /** Facts beside those that every test has of the kind. */
  more?: Partial<Challenge>;
  proxied?: true;
  /** Resolves with what the client hands to its user. */
  solve(challenge: Challenge): Promise<unknown>;
}

export interface OfficialClient {
  /** Of the npm package. */
  name: string;
  /** The lab's wire and Latchkey's service. */
  service: string;
  host: string;
  runs: readonly ClientRun[];
  /** USD. */
  balance?(): Promise<number>;
  /** Verdict -> how it is told of the last task, whose id is given. */
  reports?: Readonly<Partial<Record<'good' | 'bad', (id: string) => Promise<unknown>>>>;
}

export type ClientFactory = (key: string) => OfficialClient;
