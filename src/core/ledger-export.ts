/**
 * The ledger as a file: CSV for spreadsheets (RFC 4180), JSON for programs. Pure.
 * Each writes named fields only, never an object as it stands.
 */
import { stringifyJson } from './json.ts';
import { ledgerRow, type LedgerEntry } from './ledger.ts';

const ledgerFormats = ['csv', 'json'] as const;
export type LedgerFormat = (typeof ledgerFormats)[number];

/** A file to be saved. */
export interface LedgerFile {
  name: string;
  /** MIME type. */
  type: string;
  text: string;
}

/** Of the JSON file's shape; goes up when a reader would have to change. */
const JSON_VERSION = 1;

/** Spreadsheets run a cell that begins so as a formula, some of them past leading blanks (OWASP, CSV Injection). */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

type Cell = string | number | null | undefined;

const columns: readonly (readonly [name: string, cell: (entry: LedgerEntry) => Cell])[] = [
  ['time', ({ at }) => isoTime(at)],
  ['site', ({ site }) => site],
  ['kind', ({ kind }) => kind],
  ['service', ({ service }) => service],
  ['account', ({ accountId }) => accountId],
  ['task_type', ({ taskType }) => taskType],
  ['task_id', ({ taskId }) => (typeof taskId === 'object' ? taskId.digits : taskId)],
  ['cost_usd', ({ cost }) => cost],
  ['charged', ({ charged }) => charged],
  ['duration_ms', ({ ms }) => ms],
  ['outcome', ({ outcome }) => outcome],
  ['code', ({ code }) => code],
  ['report', ({ report }) => report],
  ['attempt', ({ attempt }) => attempt],
  ['challenge', ({ challengeId }) => challengeId],
];

/** @param now epoch ms, for the file's name and its `exportedAt`. */
export function ledgerFile(format: LedgerFormat, entries: readonly LedgerEntry[], now: number): LedgerFile {
  const name = `latchkey-history-${isoTime(now).slice(0, 10)}.${format}`;
  if (format === 'csv') return { name, type: 'text/csv;charset=utf-8', text: ledgerCsv(entries) };
  return { name, type: 'application/json', text: ledgerJson(entries, now) };
}

/** A header row and one row per entry, each ended by CRLF; times are ISO 8601 in UTC, what is not known is empty. */
export function ledgerCsv(entries: readonly LedgerEntry[]): string {
  const rows = [
    columns.map(([name]) => name),
    ...entries.map((entry) => columns.map(([, cell]) => csvCell(cell(entry)))),
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

/** `{ exportedAt, version, entries }`, entries as in core/ledger.ts. */
export function ledgerJson(entries: readonly LedgerEntry[], now: number): string {
  return `${stringifyJson({ exportedAt: isoTime(now), version: JSON_VERSION, entries: entries.map(ledgerRow) }, 2)}\n`;
}

function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'number' ? decimal(value) : value;
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Without an exponent, which not every reader of CSV takes: 1e-7 is 0.0000001. */
function decimal(value: number): string {
  const text = String(value);
  return /e-/.test(text) ? value.toFixed(12).replace(/0+$/, '').replace(/\.$/, '') : text;
}

function isoTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
