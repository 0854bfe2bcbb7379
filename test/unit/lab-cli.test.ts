/** What `latchkey-lab` understands on its command line, and what it says. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { service } from '../../src/services/lab.ts';
import {
  HELP,
  KEY,
  parseArguments,
  PORT,
  PROXY_PORT,
  readyFacts,
  readyText,
  startProblem,
  tooOld,
} from '../lab/cli.ts';
import { startLab } from '../lab/lab.ts';

const usual = { port: PORT, proxyPort: PROXY_PORT, key: KEY, json: false, untilInputEnds: false, help: false };

describe('options', () => {
  test('without any, the addresses are the fixed ones, and the account’s is the preset’s', () => {
    expect(parseArguments([])).toEqual(usual);
    expect(service.meta.endpoint).toBe(`http://127.0.0.1:${PORT}`);
    expect(HELP).toContain(`${PORT} by default`);
    expect(HELP).toContain(`${PROXY_PORT} by default`);
  });

  test.each([
    [
      ['--port', '9000', '--proxy-port', '9001', '--key', 'ci-key', '--json'],
      { ...usual, port: 9000, proxyPort: 9001, key: 'ci-key', json: true },
    ],
    [['--port=0', '--proxy-port=0'], { ...usual, port: 0, proxyPort: 0 }],
    [['--key=a:b.c-d_e'], { ...usual, key: 'a:b.c-d_e' }],
    [['--json', '--until-input-ends'], { ...usual, json: true, untilInputEnds: true }],
    [['-h'], { ...usual, help: true }],
  ])('%j', (args, options) => {
    expect(parseArguments(args)).toEqual(options);
  });

  test.each([
    [['--prot', '1'], 'there is no option "--prot"'],
    [['8917'], 'there is no option "8917"'],
    [['--port'], '--port needs a number'],
    [['--port', 'lab'], '--port must be a number from 0 to 65535, not "lab"'],
    [['--proxy-port', '65536'], '--proxy-port must be a number from 0 to 65535, not "65536"'],
    [['--port=-1'], '--port must be a number from 0 to 65535, not "-1"'],
    [['--port', '1.5'], '--port must be a number from 0 to 65535, not "1.5"'],
    [['--port', '9000', '--proxy-port', '9000'], "--port and --proxy-port can't both be 9000"],
    [['--key'], '--key needs a key of letters, figures and _ . : -'],
    [['--key', 'a b'], '--key needs a key of letters, figures and _ . : -'],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});

test('a Node that is too old hears which one is needed', () => {
  expect(tooOld('18.20.4')).toBe('Node 20 or newer is needed; this is 18.20.4');
  expect([tooOld('20.19.0'), tooOld('26.1.0')]).toEqual([undefined, undefined]);
});

test.each([
  ['port', '--port'],
  ['proxyPort', '--proxy-port'],
] as const)('a %s that is taken is named with its option, and nothing stays open', async (name, option) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const options = { ...usual, port: 0, proxyPort: 0, [name]: port };
  const error: unknown = await startLab(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(startProblem(error, options)).toBe(
    `port ${port} is taken, perhaps by another lab; choose another one with ${option}`,
  );
  other.close();
});

test('what it says has the account, each siteverify, the proxy’s switches and the pages, and that it is a lab', async () => {
  const lab = await startLab({ service: { key: 'lab' } });
  const facts = readyFacts(lab);
  const text = readyText(facts);
  await lab.close();
  expect(facts.account).toEqual({
    service: 'lab',
    key: 'lab',
    endpoint: lab.siteverify.hcaptcha.replace('/siteverify', ''),
  });
  for (const said of [
    JSON.stringify(facts.account),
    ...Object.values(lab.siteverify),
    ...facts.chromiumArgs,
    ...lab.demoPages.map(({ url }) => url),
  ])
    expect(text).toContain(said);
  expect(facts.chromiumArgs).toEqual([
    `--proxy-server=${lab.proxyUrl}`,
    `--ignore-certificate-errors-spki-list=${lab.certificateSpki}`,
  ]);
  for (const said of [text, facts.lab, HELP]) expect(said).toMatch(/lab.*test|test.*lab/i);
  expect(JSON.stringify(facts)).not.toMatch(/PRIVATE KEY/);
});
