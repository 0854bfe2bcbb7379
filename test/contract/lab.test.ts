/**
 * dist/lab as a site's CI gets it: copied to an empty folder where no package can be found, started as a command, asked over HTTP, ended by a signal. Node only.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ready } from '../lab/cli.ts';
import { packageFiles } from '../lab/package-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { bin } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const COMMAND = 'latchkey-lab.mjs';

let folder = '';
const started: ChildProcess[] = [];
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'latchkey-lab-')));
  cpSync(resolve(ROOT, 'dist/lab'), folder, { recursive: true });
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** Exit code and what was printed to stderr. */
  ended: Promise<[number | null, string]>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {},
  });
  started.push(child);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += String(chunk)));
  return { child, ended: new Promise((done) => child.on('close', (code) => done([code, said]))) };
}

/** The first line, and those after it. */
async function firstLine({ stdout }: ChildProcess, more: string[] = []): Promise<string> {
  if (!stdout) throw new Error('no output');
  const lines = createInterface({ input: stdout });
  lines.on('line', (line) => more.push(line));
  return new Promise((done) => lines.once('line', done));
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

/** By plain http through the proxy, which plays every host. */
function throughProxy(proxy: string, url: string): Promise<{ status: number; body: Buffer }> {
  const { hostname, port } = new URL(proxy);
  return new Promise((done, fail) => {
    request({ host: hostname, port, path: url, headers: { host: new URL(url).host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    })
      .on('error', fail)
      .end();
  });
}

test('the package’s command is there, and says how it is run', () => {
  expect(bin).toEqual({ 'latchkey-lab': `dist/lab/${COMMAND}` });
  expect(readFileSync(join(folder, COMMAND), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('no package can be found from where it runs, and it asks for none', () => {
  for (let at = folder; at !== dirname(at); at = dirname(at))
    expect(existsSync(join(at, 'node_modules')), at).toBe(false);
  const asked = [
    ...readFileSync(join(folder, COMMAND), 'utf8').matchAll(
      /^\s*(?:import|export)\b[^'"\n]*?\bfrom\s*["']([^"']+)["']|\b(?:require|import)\(["']([^"']+)["']\)/gm,
    ),
  ].map(([, one, other]) => one ?? other ?? '');
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !isBuiltin(name))).toEqual([]);
});

test('it uses nothing that Node 20 lacks', () => {
  // What came with 22 and later, as far as the lab or its libraries ever used it; builds change syntax only.
  expect(readFileSync(join(folder, COMMAND), 'utf8')).not.toMatch(
    /withResolvers|URL\.parse\(|import\.meta\.(main|dirname|filename)|Object\.groupBy|Array\.fromAsync|Iterator\.from/,
  );
});

test('each package that is in it is named with its licence', () => {
  const licences = readFileSync(join(folder, 'LICENSES.txt'), 'utf8');
  const names = Object.values(packageFiles).map((file) =>
    file
      .split('/')
      .slice(0, file.startsWith('@') ? 2 : 1)
      .join('/'),
  );
  for (const name of [...names, 'altcha-lib', '@cap.js/server', '@noble/hashes', 'pngjs'])
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+ \\([\\w.-]+\\)$`, 'm'));
  expect(licences).not.toContain('undefined');
});

test('it sells, verifies and serves, and ends with 0 at SIGTERM', async () => {
  const { child, ended } = run('--json', '--port', '0', '--proxy-port=0', '--key', 'ci');
  const lines: string[] = [];
  const facts = JSON.parse(await firstLine(child, lines)) as Ready;
  const { account, siteverify, proxy } = facts;
  expect(account).toMatchObject({ service: 'lab', key: 'ci' });
  const solve = async (task: object): Promise<Record<string, unknown>> => {
    const { taskId } = await post(`${account.endpoint}/createTask`, { clientKey: account.key, task });
    return post(`${account.endpoint}/getTaskResult`, { clientKey: account.key, taskId });
  };
  const websiteURL = 'http://localhost:3000/login';
  const turnstile = await solve({
    type: 'AntiTurnstileTaskProxyLess',
    websiteURL,
    websiteKey: '0x4AAAAAAALatchkeyLab001',
    action: 'login',
  });
  expect(turnstile).toMatchObject({ errorId: 0, status: 'ready', cost: 0 });
  const { token } = turnstile['solution'] as { token: string };
  expect(await post(siteverify.turnstile, { secret: 'my-secret', response: token })).toMatchObject({
    success: true,
    hostname: 'localhost',
    action: 'login',
  });
  expect(await post(siteverify.turnstile, { secret: 'my-secret', response: token })).toMatchObject({
    success: false,
    'error-codes': ['timeout-or-duplicate'],
  });
  // What the service that it plays refuses, a lab sells.
  const hcaptcha = await solve({
    type: 'HCaptchaTaskProxyLess',
    websiteURL,
    websiteKey: '10000000-ffff-ffff-ffff-000000000001',
  });
  expect(hcaptcha).toMatchObject({ solution: { gRecaptchaResponse: '10000000-aaaa-bbbb-cccc-000000000001' } });
  expect(
    await solve({ type: 'AntiTurnstileTaskProxyLess', websiteURL, websiteKey: '2x00000000000000000000AB' }),
  ).toMatchObject({ status: 'failed', errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' });
  expect(await solve({ type: 'AltchaTaskProxyLess', websiteURL: 'https://lab.test/altcha' })).toMatchObject({
    status: 'ready',
    solution: { payload: expect.any(String) as string },
  });
  const own = await fetch(`${account.endpoint}/`);
  expect(await own.text()).toContain('for tests only');
  // Through the proxy: a page, and of each look-alike and each real widget a file.
  expect((await throughProxy(proxy, 'http://lab.test/turnstile')).body.toString()).toContain('Latchkey lab');
  for (const url of [
    'http://www.google.com/recaptcha/api.js',
    'http://js.hcaptcha.com/1/api.js',
    'http://challenges.cloudflare.com/turnstile/v0/api.js',
    'http://static.geetest.com/v4/gt4.js',
    'http://site.test/lab/altcha.js',
    'http://site.test/lab/cap.js',
    'http://site.test/lab/friendly-challenge.js',
    'http://site.test/lab/picture?session=1',
  ]) {
    const { status, body } = await throughProxy(proxy, url);
    expect([url, status], body.toString().slice(0, 200)).toEqual([url, 200]);
    expect(body.length).toBeGreaterThan(200);
  }
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, '']);
  expect(lines).toHaveLength(1);
});

test('every file of the look-alikes and of the widgets came along', () => {
  const lookAlikes = globSync('**/*.{js,html}', { cwd: resolve(ROOT, 'test/lab/providers') });
  expect(lookAlikes.length).toBeGreaterThan(20);
  for (const file of lookAlikes) expect(existsSync(join(folder, 'providers', file)), file).toBe(true);
  for (const file of Object.values(packageFiles)) expect(existsSync(join(folder, 'packages', file)), file).toBe(true);
});

test('for people it says what to put where, and ends with 0 at SIGINT', async () => {
  const { child, ended } = run('--port', '0', '--proxy-port', '0');
  const lines: string[] = [];
  await firstLine(child, lines);
  await expect.poll(() => lines.join('\n')).toContain('Ctrl+C ends it.');
  expect(lines.join('\n')).toMatch(
    /"service":"lab","key":"lab","endpoint":"http:\/\/127\.0\.0\.1:\d+"[^]*--proxy-server=/,
  );
  child.kill('SIGINT');
  expect(await ended).toEqual([0, '']);
});

test('a wrong option and a port that is taken are told in one sentence', async () => {
  expect(await run('--prot', '1').ended).toEqual([
    2,
    'latchkey-lab: there is no option "--prot". "latchkey-lab --help" lists the options.\n',
  ]);
  const first = run('--json', '--port', '0', '--proxy-port', '0');
  const { account } = JSON.parse(await firstLine(first.child)) as Ready;
  const { port } = new URL(account.endpoint);
  expect(await run('--port', port, '--proxy-port', '0').ended).toEqual([
    1,
    `latchkey-lab: port ${port} is taken, perhaps by another lab; choose another one with --port.\n`,
  ]);
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual([0, '']);
});
