/**
 * The list of providers and of services is their folder: everything that belongs to one is there, or the failure says what is missing. Node only.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { captchaKinds } from '../../src/core/challenge.ts';
import type {
  ProviderFrame,
  ProviderHooks,
  ProviderMeta,
  ProviderPage,
  ProviderTrace,
} from '../../src/protocol/provider.ts';
import type { SolvingService } from '../../src/protocol/service.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Names of the files right in a folder, without their ending; helpers that several share live in a folder below. */
function idsIn(folder: string): string[] {
  return globSync('*.ts', { cwd: resolve(ROOT, folder) })
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

async function load(file: string): Promise<Record<string, unknown>> {
  return (await import(/* @vite-ignore */ pathToFileURL(resolve(ROOT, file)).href)) as Record<string, unknown>;
}

/** npm packages with the provider's name in theirs: `altcha`, `@cap.js/widget`, `friendly-challenge`. */
function widgetPackages(id: string): string[] {
  const { devDependencies } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const word = id.split('-')[0] ?? id;
  return Object.keys(devDependencies).filter((name) => name.split(/[@/.-]/).includes(word));
}

const providers = idsIn('src/providers');
const services = idsIn('src/services');

test('there are providers and services to look at', () => {
  expect(providers, 'src/providers').not.toEqual([]);
  expect(services, 'src/services').not.toEqual([]);
});

describe.each(providers)('provider %s', (id) => {
  test('exports meta, either hooks or a trace unless it is shown, and page or frame, all with its own id', async () => {
    const { meta, hooks, trace, page, frame, ...rest } = (await load(`src/providers/${id}.ts`)) as Partial<{
      meta: ProviderMeta;
      hooks: ProviderHooks;
      trace: ProviderTrace;
      page: ProviderPage;
      frame: ProviderFrame;
    }>;
    expect(meta?.id, `src/providers/${id}.ts: meta.id`).toBe(id);
    expect(meta?.label, `src/providers/${id}.ts: meta.label`).toBeTruthy();
    expect(
      [hooks, trace, frame?.shown].filter(Boolean),
      `src/providers/${id}.ts: hooks (and named in page.iife.ts), trace, or frame.shown`,
    ).toHaveLength(1);
    expect(page ?? frame, `src/providers/${id}.ts: page or frame`).toBeDefined();
    for (const part of [hooks, page, frame]) if (part) expect(part.id).toBe(id);
    expect(Object.keys(rest), `src/providers/${id}.ts: exports that no bundle asks for`).toEqual([]);
  });

  test('names kinds that exist', async () => {
    const { meta } = (await load(`src/providers/${id}.ts`)) as { meta?: ProviderMeta };
    expect(meta?.kinds, `src/providers/${id}.ts: meta.kinds`).not.toEqual([]);
    for (const kind of meta?.kinds ?? []) expect(captchaKinds).toContain(kind);
  });

  test('has a widget to be tried on', () => {
    const lookAlike = `test/lab/providers/${id}.ts`;
    const found = existsSync(resolve(ROOT, lookAlike)) || widgetPackages(id).length > 0;
    expect(found, `${lookAlike}, or the provider's real widget among the devDependencies`).toBe(true);
  });
});

test('no two providers claim one kind', async () => {
  const claims = await Promise.all(
    providers.map(async (id) => ((await load(`src/providers/${id}.ts`)) as { meta?: ProviderMeta }).meta?.kinds ?? []),
  );
  const kinds = claims.flat();
  expect(kinds.filter((kind, index) => kinds.indexOf(kind) !== index)).toEqual([]);
});

describe.each(services)('service %s', (id) => {
  test('exports itself under its own id', async () => {
    const { service, ...rest } = (await load(`src/services/${id}.ts`)) as { service?: SolvingService };
    expect(service?.meta.id, `src/services/${id}.ts: service.meta.id`).toBe(id);
    expect(Object.keys(rest), `src/services/${id}.ts: exports that nobody asks for`).toEqual([]);
  });

  test('has fixtures of what it really answers', () => {
    const file = `test/fixtures/services/${id}.json`;
    expect(existsSync(resolve(ROOT, file)), file).toBe(true);
    expect(Object.keys(JSON.parse(readFileSync(resolve(ROOT, file), 'utf8')) as object), file).not.toEqual([]);
  });
});
