/** The packed package in an empty folder: every example runs from it, against the lab. Node, Chromium, Firefox, chromedriver. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseSettingsText } from '../../src/core/settings.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { findBrowser } from '../setup/browsers.ts';
import { startChromedriver } from './harness/chromedriver.ts';
import { compiles, installPacked, startPackedLab, type Consumer } from './harness/consumer.ts';

interface Compose {
  services: Record<string, { volumes?: string[] }>;
}

interface Manifest {
  metadata: { name: string };
  stringData?: Record<string, string>;
  spec?: { template: { spec: { containers: { env: { name: string; valueFrom?: { secretKeyRef: object } }[] }[] } } };
}

const TYPED = `import { LatchkeyError, launchArgs, prepareExtension, waitForSolved, type AutomationConfig, type SolvedDetail } from 'latchkey';
import type { Page } from 'puppeteer-core';
export async function solved(page: Page): Promise<string> {
  const config: AutomationConfig = { accounts: [{ service: 'lab', key: 'lab' }], mode: 'auto' };
  const args: string[] = launchArgs('chromium', prepareExtension(config, { browser: 'chromium' }));
  try {
    const detail: SolvedDetail = await waitForSolved(page, { kind: 'turnstile', timeout: 5000 });
    return detail.kind + args.length;
  } catch (error) {
    return error instanceof LatchkeyError ? error.code + error.fix + error.path : '';
  }
}
`;

let lab: Lab;
let consumer: Consumer;

beforeAll(async () => {
  [lab, consumer] = await Promise.all([startLab(), installPacked()]);
});
afterAll(() => Promise.all([lab?.close(), consumer?.remove()]));

/** What a person writes into setting.mjs, or sets. Selenium's own search for drivers would ask the network. */
const settings = (): Record<string, string> => ({
  LAB_SERVICE: lab.service.url,
  LAB_KEY: lab.service.key,
  LAB_PROXY: lab.proxyUrl,
  CHROMIUM: findBrowser('chromium') ?? '',
  FIREFOX: findBrowser('firefox') ?? '',
  SE_CHROMEDRIVER: findBrowser('chromedriver') ?? '',
});

/** Runs it; every token that it says was solved must be one that the lab's service sold for that page. */
async function runs(file: string, solves: number, more: Record<string, string> = {}): Promise<string> {
  const before = lab.service.charges;
  const { code, output } = await consumer.node(file, { ...settings(), ...more });
  expect(output.match(/turnstile solved by \w+ in \d+\.\d s/g) ?? [], output).toHaveLength(solves);
  expect(code).toBe(0);
  expect(lab.service.charges - before).toBe(solves);
  return output;
}

test('the package holds what it needs to run, and nothing of the tests', () => {
  const names = readdirSync(consumer.package, { recursive: true, encoding: 'utf8' });
  for (const name of [
    'dist/chrome/manifest.json',
    'dist/firefox/manifest.json',
    'dist/automation/automation/automation.d.ts',
    'README.md',
    'LICENSE',
  ])
    expect(names).toContain(join(name));
  const strange = /^(test|node_modules|\.|src\/(?!automation))|^dist\/.*latchkey\.json$|\.map$/;
  expect(names.map((name) => name.replaceAll('\\', '/')).filter((name) => strange.test(name))).toEqual([]);
  const { dependencies } = JSON.parse(readFileSync(join(consumer.package, 'package.json'), 'utf8')) as {
    dependencies: object;
  };
  expect(Object.keys(dependencies)).toEqual(['zod']);
});

test('Puppeteer with Chromium', () => runs('puppeteer.mjs', 1));
test('Puppeteer with Firefox', () => runs('puppeteer-firefox.mjs', 1));
test('Playwright with Chromium', () => runs('playwright.mjs', 1));
test('Selenium with chromedriver', () => runs('selenium.mjs', 1));
test('three profiles at once', async () => {
  const output = await runs('parallel-profiles.mjs', 3);
  for (const profile of [1, 2, 3]) expect(output).toContain(`profile ${profile}: `);
});

test('Selenium Grid: a browser elsewhere, with the extension and its configuration there', async () => {
  const folder = join(consumer.folder, 'node');
  cpSync(join(consumer.package, 'dist/chrome'), folder, { recursive: true });
  const config = JSON.parse(
    readFileSync(join(consumer.package, 'src/automation/examples/grid/latchkey.json'), 'utf8'),
  ) as object;
  const ofTheLab = {
    accounts: [{ service: 'lab', key: lab.service.key, endpoint: lab.service.url }],
    sites: { 'lab.test': 'auto' },
  };
  writeFileSync(join(folder, 'latchkey.json'), JSON.stringify({ ...config, ...ofTheLab }));
  // What a hub passes on to its node, without the hub.
  const node = await startChromedriver();
  try {
    await runs('selenium-grid.mjs', 1, {
      GRID: node.url,
      NODE_EXTENSION: folder,
      NODE_CHROMIUM: findBrowser('chromium') ?? '',
    });
  } finally {
    await node.end();
  }
});

describe('files for a grid and for Kubernetes', () => {
  const file = (name: string) => readFileSync(join(consumer.package, 'src/automation/examples', name), 'utf8');

  test('the configuration that is mounted is a right one, but for its key', () => {
    expect(parseSettingsText(file('grid/latchkey.json'))).toMatchObject({ ok: true });
    expect((parse(file('grid/compose.yaml')) as Compose).services['node']?.volumes).toEqual([
      './latchkey.json:/opt/latchkey/latchkey.json:ro',
    ]);
  });

  test('what is copied into images is in the package', () => {
    const copied = [...file('grid/Dockerfile').matchAll(/^COPY node_modules\/latchkey\/(\S+)/gm)].map(
      ([, path = '']) => path,
    );
    expect(copied).toEqual(['dist/chrome']);
    for (const path of copied) expect(existsSync(join(consumer.package, path))).toBe(true);
    for (const name of ['grid', 'kubernetes'])
      expect(file(`${name}/Dockerfile`)).toContain(`node_modules/latchkey/src/automation/examples/${name}/Dockerfile`);
  });

  test('the job sets only what the example that it runs reads, and takes the key from the secret', () => {
    const [secret, job] = parseAllDocuments(file('kubernetes/job.yaml')).map((document) => document.toJS() as Manifest);
    const [container] = job?.spec?.template.spec.containers ?? [];
    for (const { name } of container?.env ?? []) expect(file('setting.mjs')).toMatch(new RegExp(`\\b${name}\\b`));
    const key = container?.env.find(({ name }) => name === 'LATCHKEY_KEY')?.valueFrom?.secretKeyRef;
    expect(key).toEqual({ name: secret?.metadata.name, key: Object.keys(secret?.stringData ?? {})[0] });
    expect(file('kubernetes/Dockerfile')).toContain('"puppeteer.mjs"');
  });
});

test('the lab of the package, in place of the one of the checkout', async () => {
  const packed = await startPackedLab(consumer);
  try {
    const { code, output } = await consumer.node('puppeteer.mjs', { ...settings(), ...packed.settings });
    expect(output).toMatch(/^turnstile solved by lab in \d+\.\d s$/m);
    expect(code).toBe(0);
  } finally {
    expect(await packed.end()).toBe(0);
  }
});

test('startLab: a lab that solves, ends when it is told to, keeps no process from ending, and is gone when its process was killed', async () => {
  const file = (name: string, source: string) => {
    writeFileSync(join(consumer.folder, name), `import { startLab } from 'latchkey';\n${source}`);
    return name;
  };
  const asks = `const answers = async (lab) => fetch(lab.account.endpoint + '/getBalance', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ clientKey: lab.account.key }) }).then((answer) => answer.json(), () => 'nobody');`;
  const stopped = await consumer.node(
    file(
      'stopped.mjs',
      `${asks} const lab = await startLab({ key: 'own-key' }); console.log((await answers(lab)).errorId); await lab.stop(); console.log(await answers(lab));`,
    ),
  );
  expect(stopped).toEqual({ code: 0, output: '0\nnobody\n' });
  const left = await consumer.node(
    file('left.mjs', `const lab = await startLab(); console.log(lab.account.endpoint);`),
  );
  expect(left.code).toBe(0);
  const isGone = (address: string) =>
    expect
      .poll(() =>
        fetch(address).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
  await isGone(left.output.trim());
  const killed = await consumer.node(
    file(
      'killed.mjs',
      `const lab = await startLab(); process.stdout.write(lab.account.endpoint + '\\n', () => process.kill(process.pid, 'SIGKILL'));`,
    ),
  );
  await isGone(killed.output.trim());
});

test('startLab says why a lab does not start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  writeFileSync(
    join(consumer.folder, 'taken.mjs'),
    `import { startLab } from 'latchkey';\nawait startLab({ port: ${port} }).catch(({ code, message }) => console.log(code, message));`,
  );
  const { code, output } = await consumer.node('taken.mjs');
  expect(output).toContain(`LAB_FAILED The lab did not start: latchkey-lab: port ${port} is taken`);
  expect(code).toBe(0);
  taken.close();
});

test('types are found by those who write TypeScript, and a wrong configuration is told by the compiler', async () => {
  expect(await compiles(consumer, TYPED)).toEqual([]);
  expect((await compiles(consumer, TYPED.replace("mode: 'auto'", "mode: 'always'"))).join('\n')).toContain(
    '\'"always"\' is not assignable',
  );
});

test('every example is run here', () => {
  const tried = readFileSync(import.meta.filename, 'utf8');
  const files = readdirSync(join(consumer.package, 'src/automation/examples')).filter(
    (name) => name.endsWith('.mjs') && name !== 'setting.mjs',
  );
  expect(files.length).toBeGreaterThan(4);
  expect(files.filter((name) => !tried.includes(`runs('${name}'`))).toEqual([]);
});
