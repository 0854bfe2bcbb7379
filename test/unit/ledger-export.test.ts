/** core/ledger-export.ts: the files that leave the browser. Pure. The CSV is read back by a parser written from RFC 4180. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captchaKinds } from '../../src/core/challenge.ts';
import type { LedgerEntry } from '../../src/core/ledger.ts';
import { ledgerCsv, ledgerFile, ledgerJson } from '../../src/core/ledger-export.ts';
import { ledgerEntry } from './ledger-entry.ts';

const NOW = Date.UTC(2026, 0, 31, 23, 59, 59);

const entry = (change: Partial<LedgerEntry> = {}) =>
  ledgerEntry('challenge-1', { at: Date.UTC(2026, 0, 2, 3, 4, 5, 6), ...change });

/** RFC 4180 §2: records end in CRLF; a field in quotes may hold anything, a quote doubled; one without may hold no quote, comma or line break. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let rest = text;
  while (rest) {
    const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!found) throw new Error(`no CSV from here: ${rest.slice(0, 40)}`);
    const [whole, quoted, plain = '', end] = found;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      records.push(record);
      record = [];
    }
    rest = rest.slice(whole.length);
  }
  if (record.length) throw new Error('the last record has no end');
  return records;
}

function columnOf(name: string, change: Partial<LedgerEntry>): string | undefined {
  const [header = [], row = []] = parseCsv(ledgerCsv([entry(change)]));
  return row[header.indexOf(name)];
}

describe('CSV', () => {
  test('has a header row, the rows in the order given, and CRLF after each', () => {
    expect(
      ledgerCsv([
        entry(),
        entry({
          attempt: 2,
          taskId: 17,
          cost: null,
          charged: 'unknown',
          ms: null,
          outcome: 'failed',
          code: 'ERROR_X',
          report: 'bad',
        }),
      ]),
    ).toBe(
      'time,site,kind,service,account,task_type,task_id,cost_usd,charged,duration_ms,outcome,code,report,attempt,challenge\r\n' +
        '2026-01-02T03:04:05.006Z,site.test,turnstile,capzy,account-1,AntiTurnstileTaskProxyLess,task-1,0.001,yes,4000,solved,,,1,challenge-1\r\n' +
        '2026-01-02T03:04:05.006Z,site.test,turnstile,capzy,account-1,AntiTurnstileTaskProxyLess,17,,unknown,,failed,ERROR_X,bad,2,challenge-1\r\n',
    );
  });

  test('is a header alone where there is nothing', () => {
    expect(parseCsv(ledgerCsv([]))).toHaveLength(1);
  });

  test.each(['a,b', 'say "yes"', 'two\nlines', 'two\r\nlines', ',', '"', '""'])('reads back %j as it was', (text) => {
    expect(columnOf('code', { code: text })).toBe(text);
  });

  test.each([
    '=HYPERLINK("https://evil.test","x")',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    ' =1',
    '＝1',
  ])('a spreadsheet does not run %j', (text) => {
    expect(columnOf('code', { code: text })).toBe(`'${text}`);
  });

  test.each(['a=1', 'a-b', 'user@host', '1+1', "'quoted"])('leaves %j alone', (text) => {
    expect(columnOf('code', { code: text })).toBe(text);
  });

  test('guards a task id that is a negative number, and keeps a zero', () => {
    expect(columnOf('task_id', { taskId: -5 })).toBe("'-5");
    expect(columnOf('task_id', { taskId: 0 })).toBe('0');
    expect(columnOf('task_id', { taskId: { digits: '9007199254740993' } })).toBe('9007199254740993');
  });

  test.each([
    [0, '0'],
    [1e-7, '0.0000001'],
    [1.5e-9, '0.0000000015'],
    [12, '12'],
    [0.0025, '0.0025'],
  ])('writes the cost %s without an exponent', (cost, text) => {
    expect(columnOf('cost_usd', { cost })).toBe(text);
  });

  test('a time that no date can say is empty', () => {
    expect(columnOf('time', { at: NaN })).toBe('');
    expect(columnOf('time', { at: 9e15 })).toBe('');
  });

  test('whatever the texts: as many records and fields as there should be, no cell a formula, every text there', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '"', ',', ';', "'"),
        fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
      ),
    });
    const entries = fc.record({
      site: texts,
      service: texts,
      taskType: texts,
      taskId: fc.oneof(texts, fc.integer()),
      code: texts,
      kind: fc.constantFrom(...captchaKinds),
    });
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 5 }), (changes) => {
        const [header = [], ...rows] = parseCsv(ledgerCsv(changes.map(entry)));
        expect(rows).toHaveLength(changes.length);
        rows.forEach((row, index) => {
          expect(row).toHaveLength(header.length);
          for (const cell of row) expect(cell).not.toMatch(/^(?:\s*[=+\-@]|[\t\r\n])/);
          const cell = row[header.indexOf('code')];
          const { code } = changes[index] ?? {};
          expect([code, `'${code}`]).toContain(cell);
        });
      }),
    );
  });
});

describe('JSON', () => {
  test('says when and in which shape it was made, and reads back', () => {
    const entries = [entry(), entry({ attempt: 2, code: 'ERROR_X', taskId: 7 })];
    expect(JSON.parse(ledgerJson(entries, NOW))).toEqual({
      exportedAt: '2026-01-31T23:59:59.000Z',
      version: 1,
      entries,
    });
  });
});

describe('a file', () => {
  test('is named for its day and format', () => {
    expect(ledgerFile('csv', [], NOW)).toMatchObject({
      name: 'latchkey-history-2026-01-31.csv',
      type: 'text/csv;charset=utf-8',
    });
    expect(ledgerFile('json', [], NOW)).toMatchObject({
      name: 'latchkey-history-2026-01-31.json',
      type: 'application/json',
    });
  });

  test.each(['csv', 'json'] as const)('never has a key or a token in it (%s)', (format) => {
    const careless = { ...entry(), key: 'capzy_secret', solution: { token: '0.secret' }, proxy: 'http://u:secret@h:1' };
    expect(ledgerFile(format, [careless], NOW).text).not.toContain('secret');
  });
});
