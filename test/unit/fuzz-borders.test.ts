/** Property-based: every parser at a border of the extension, given garbage and near misses. Never throws, never lets through what it should not. */
import { describe, expect, test, vi } from 'vitest';
import { MAX_CHARS, MAX_WIDGET_ID_CHARS } from '../../src/core/limits.ts';
import { challengeSchema } from '../../src/core/message-schemas.ts';
import { parseProxy, urlForm } from '../../src/core/proxy.ts';
import { modes, parseSettings, parseSettingsText } from '../../src/core/settings.ts';
import { readPageMessage } from '../../src/protocol/read-page-message.ts';
import { requests } from '../../src/protocol/rpc.ts';
import { readOperations } from '../../src/services/protocols/solvium-openapi.ts';
import { send } from '../../src/background/http.ts';
import { wire as solviumWire } from '../lab/wires/solvium.ts';
import { fc, garbage, nearly } from './harness/arbitraries.ts';

const SECRET = 'a-very-secret-key-0123456789';

describe('page to content script', () => {
  const facts = {
    widget: '0',
    provider: 'recaptcha',
    sitekey: 'key',
    invisible: false,
    enterprise: false,
    score: false,
    onDemand: false,
    rendered: true,
  };
  const texts = { action: 'a', cdata: 'c', rqdata: 'r', s: 's', apiDomain: 'd' };
  const known = new Set([...Object.keys(facts), ...Object.keys(texts), 'params', 'oversized']);

  const maxChars = (name: string) =>
    name in MAX_CHARS ? MAX_CHARS[name as keyof typeof MAX_CHARS] : MAX_WIDGET_ID_CHARS;

  test('garbage and near misses: null, or a message of known fields with values of their types', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          garbage,
          nearly({ type: 'widget', facts }),
          nearly({ ...facts, ...texts, params: { blob: 'b' } }).map((one) => ({ type: 'widget', facts: one })),
          nearly({ type: 'demand', provider: 'a', widget: 'b', demand: 1 }),
        ),
        (data) => {
          const message = readPageMessage(data);
          if (!message) return;
          expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
          if (message.type !== 'widget') return;
          for (const [name, value] of Object.entries(message.facts)) {
            expect(known).toContain(name);
            if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(maxChars(name));
            else if (typeof value !== 'boolean') expect(['params', 'oversized']).toContain(name);
          }
        },
      ),
    );
  });
});

describe('content script and pages to worker', () => {
  test('no request schema throws, and none lets an unknown field through', () => {
    fc.assert(
      fc.property(garbage, (data) => {
        for (const schema of Object.values(requests)) {
          const parsed = schema.safeParse(data);
          if (parsed.success)
            for (const name of Object.keys(parsed.data))
              expect(Object.keys((schema as unknown as { def: { shape: object } }).def.shape)).toContain(name);
        }
      }),
    );
  });

  test('a challenge passes only with strings of bearable length and a kind that exists', () => {
    const challenge = {
      challengeId: 'challenge-1',
      kind: 'turnstile',
      sitekey: '0x4',
      action: 'a',
      cdata: 'c',
      rqdata: 'r',
      s: 's',
      apiDomain: 'd',
    };
    expect(challengeSchema.safeParse(challenge).success).toBe(true);
    fc.assert(
      fc.property(nearly(challenge), (data) => {
        const parsed = challengeSchema.safeParse(data);
        if (!parsed.success) return;
        for (const value of Object.values(parsed.data))
          expect(value === undefined || (typeof value === 'string' && value.length <= 20_000)).toBe(true);
        expect(parsed.data.challengeId).toMatch(/^[\w.:-]{8,64}$/);
      }),
    );
  });
});

describe('configuration', () => {
  const whole = {
    accounts: [{ service: 'capzy', key: SECRET, endpoint: 'https://api.test' }],
    mode: 'auto',
    sites: { 'example.com': 'off' },
    budget: { perDay: 5, perSitePerHour: 60 },
    proofOfWork: 'free',
    proxy: 'http://user:a-very-secret-word@host.test:8080',
    button: true,
    events: false,
    reportResets: false,
  };

  test('any text and any value: settings, or problems that each have a path; never a throw', () => {
    expect(parseSettings(whole).ok).toBe(true);
    fc.assert(
      fc.property(
        fc.oneof(
          garbage,
          nearly(whole),
          nearly(whole.accounts[0] ?? {}).map((account) => ({ accounts: [account] })),
        ),
        (value) => {
          const parsed = parseSettings(value);
          if (parsed.ok) expect(modes).toContain(parsed.settings.mode);
          else {
            expect(parsed.problems.length).toBeGreaterThan(0);
            for (const { path, message } of parsed.problems) {
              expect(path).not.toBe('');
              expect(message).not.toBe('');
            }
          }
        },
      ),
    );
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => void parseSettingsText(text)));
  });

  test('no problem repeats a key or a password', () => {
    fc.assert(
      fc.property(nearly(whole), fc.integer({ min: 0, max: 400 }), (value, cut) => {
        const text =
          JSON.stringify(value, (_name, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? '';
        for (const parsed of [
          parseSettings(value),
          parseSettingsText(text.slice(0, cut)),
          parseSettingsText(`${text.slice(0, cut)}}`),
        ]) {
          const told = JSON.stringify(parsed.ok ? [] : parsed.problems);
          expect(told).not.toContain(SECRET);
          expect(told).not.toContain('a-very-secret-word');
        }
      }),
    );
  });
});

describe('proxy', () => {
  const proxies = fc.record({
    type: fc.constantFrom('http' as const, 'https' as const, 'socks4' as const, 'socks5' as const),
    host: fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().filter((address) => !/[.%]/.test(address)),
    ),
    port: fc.integer({ min: 1, max: 65_535 }),
    login: fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: undefined }),
    password: fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: undefined }),
  });

  test('what is said as a URL reads back as the same proxy', () => {
    fc.assert(
      fc.property(proxies, (proxy) => {
        const parsed = parseProxy(urlForm(proxy));
        if (!parsed.ok) throw new Error(`${urlForm(proxy)} ${parsed.message}`);
        const { login, password, ...address } = parsed.proxy;
        expect({ ...address, login, password }).toEqual({ ...proxy, host: proxy.host.toLowerCase() });
      }),
    );
  });

  test('any text: a proxy with a port, or what is wrong', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `http://${text}@h.test:1`),
        ),
        (text) => {
          const parsed = parseProxy(text);
          if (parsed.ok) expect(parsed.proxy.port).toBeGreaterThan(0);
          else expect(parsed.message).not.toBe('');
        },
      ),
    );
  });
});

describe('a service’s OpenAPI document', () => {
  const document = solviumWire.spec?.().body as Record<string, unknown>;

  test('garbage and near misses: null, or operations below /v2/ that have a field for the address', () => {
    expect(readOperations(document)).not.toBeNull();
    const schemas = (document['components'] as { schemas: Record<string, unknown> }).schemas;
    const broken = nearly(schemas).map((some) => ({ ...document, components: { schemas: some } }));
    fc.assert(
      fc.property(
        fc.oneof(
          garbage,
          nearly(document),
          broken,
          nearly(document['paths'] as Record<string, unknown>).map((paths) => ({ ...document, paths })),
        ),
        (value) => {
          for (const operation of Object.values(readOperations(value) ?? {})) {
            expect(operation.path).toMatch(/^\/v2\/[\w/.-]+$/);
            expect(operation.url).toMatch(/url$/i);
          }
        },
      ),
    );
  });
});

describe('HTTP', () => {
  test('any body, status and Retry-After: an exchange, never a throw, never more than it may be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant('x'.repeat(300_000))),
        fc.integer({ min: 200, max: 599 }),
        fc.oneof(
          fc.string(),
          fc.integer().map(String),
          fc.constantFrom('Wed, 21 Oct 2015 07:28:00 GMT', '1e9', '-5', ' 7 '),
        ),
        async (body, status, retryAfter) => {
          vi.stubGlobal('fetch', async () => {
            const headers = new Headers();
            try {
              headers.set('retry-after', retryAfter);
            } catch {
              // No server can send such a header.
            }
            return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
          });
          const exchange = await send({ method: 'POST', url: 'https://service.test/', json: {}, timeoutMs: 1000 });
          vi.unstubAllGlobals();
          if ('retryAfter' in exchange && exchange.retryAfter !== undefined) {
            expect(exchange.retryAfter).toBeGreaterThanOrEqual(0);
            expect(exchange.retryAfter).toBeLessThanOrEqual(86_400);
          }
          if (body.length > 262_144 && ![204, 205, 304].includes(status)) expect(exchange.kind).toBe('too-large');
        },
      ),
      { numRuns: 150 },
    );
  });
});
