/** Node. The blocks of errors.md: every code, gathered where several mean the same. */
import { helperErrors } from '../../../src/automation/helper-errors.ts';
import * as found from '../../../src/content/failures.ts';
import { accountCodes } from '../../../src/core/error-catalogue-account.ts';
import { ownCodes } from '../../../src/core/error-catalogue-own.ts';
import { requestCodes } from '../../../src/core/error-catalogue-request.ts';
import { solveCodes } from '../../../src/core/error-catalogue-solve.ts';
import { entryFor, type CatalogueEntry, type Codes } from '../../../src/core/error-catalogue.ts';
import type { Charged } from '../../../src/core/outcome.ts';
import { code, codes, table, type Blocks } from './blocks.ts';
import { ownCosts, ownDoings } from './own-codes.ts';
import { services } from './service-list.ts';

/** Codes after which the same is to be done. */
interface Group {
  names: string[];
  /** Of the first of them. */
  entry: CatalogueEntry;
}

const COSTS: Readonly<Record<Charged, string>> = {
  no: 'Nothing.',
  yes: 'A task was paid for.',
  unknown: 'A task may have been paid for.',
};

export function errorBlocks(): Blocks {
  const own = Object.entries(ownCodes);
  const account = groupsOf(accountCodes);
  const request = groupsOf(requestCodes);
  const isAccount = ({ entry }: Group) => entry.stops === 'account' || entry.action === 'copy-report';
  const isProxy = ({ entry }: Group) => entry.action === 'set-proxy';
  const isPicture = ({ names }: Group) =>
    names.some((name) => /IMAGE|IMG|FILESIZE|FILE_EXTENSION/.test(name) && !/PROXY/.test(name));
  const isUnsold = ({ entry }: Group) => entry.action === 'pick-service';
  const byCharge = (before: boolean) =>
    own
      .filter(([name, { charged }]) => (charged === 'no' && !Object.hasOwn(ownCosts, name)) === before)
      .map(([name, entry]) => ownPart(name, entry));
  return {
    helper: Object.entries(helperErrors)
      .map(([name, { from, message, fix }]) =>
        part(code(name), [
          `Thrown by: \`${from}\``,
          `What happened: ${message.replaceAll(/\$\d/g, '…')}`,
          `What to do: ${fix}`,
        ]),
      )
      .join('\n\n'),
    'own-before': byCharge(true).join('\n\n'),
    'own-after': byCharge(false).join('\n\n'),
    'own-page': Object.values(found)
      .toSorted((a, b) => a.code.localeCompare(b.code, 'en'))
      .filter((failure) => !Object.hasOwn(ownCodes, failure.code))
      .map((failure) => ownPart(failure.code, failure))
      .join('\n\n'),
    account: parts(account.filter(isAccount)),
    capacity: parts(account.filter((group) => !isAccount(group))),
    request: parts(request.filter((group) => !isProxy(group) && !isPicture(group) && !isUnsold(group))),
    unsold: parts(request.filter((group) => isUnsold(group) && !isProxy(group) && !isPicture(group))),
    proxy: parts(request.filter(isProxy)),
    picture: parts(request.filter((group) => isPicture(group) && !isProxy(group))),
    solve: parts(groupsOf(solveCodes)),
  };
}

function groupsOf(list: Codes): Group[] {
  const groups = new Map<string, Group>();
  for (const [name, entry] of Object.entries(list)) {
    const { message: _differs, stopSeconds: _longer, ...same } = entry;
    const key = JSON.stringify([Object.entries(same).sort(), entry.stopSeconds !== undefined, isReport(name)]);
    const group = groups.get(key) ?? { names: [], entry };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const parts = (groups: readonly Group[]): string => groups.map(serviceGroup).join('\n\n');

function part(heading: string, lines: readonly string[], before = ''): string {
  return [`### ${heading}`, before, lines.map((line) => `- ${line.replace(/^([^:]+:)/, '**$1**')}`).join('\n')]
    .filter(Boolean)
    .join('\n\n');
}

function ownPart(name: string, { message, fix, charged }: { message: string; fix: string; charged: Charged }): string {
  const does = ownDoings[name];
  if (!does) throw new Error(`test/run/docs/own-codes.ts says nothing of ${name}`);
  return part(code(name), [
    `What happened: ${message}`,
    `What to do: ${fix}`,
    `What Latchkey does: ${does}`,
    `Cost: ${ownCosts[name] ?? COSTS[charged]}`,
  ]);
}

function serviceGroup({ names, entry }: Group): string {
  const messages = [...new Set(names.map((name) => entryFor(name)?.message ?? ''))];
  const said = messages.map((message) => [codes(names.filter((name) => entryFor(name)?.message === message)), message]);
  return part(
    entry.message.replace(/\.$/, ''),
    [
      `What to do: ${entry.fix}`,
      `What Latchkey does: ${doings(names, entry)}`,
      `Cost: ${entry.charged === 'unknown' ? 'A task may have been paid for; nothing where the service refused before it made one.' : COSTS[entry.charged]}`,
      ...names.flatMap(particulars),
    ],
    messages.length > 1 ? table(['code', 'what happened'], said) : codes(names),
  );
}

/** What a code means elsewhere, where one service means another thing by it. */
function particulars(name: string): string[] {
  const usual = entryFor(name);
  return services.flatMap(({ meta }) => {
    const entry = entryFor(name, meta.id);
    if (!usual || !entry || entry === usual) return [];
    return [
      `At ${meta.label}, after ${code(name)}: ${entry.message === usual.message ? '' : `${entry.message} `}${entry.fix}${entry.charged === usual.charged ? '' : ` Cost: ${COSTS[entry.charged]}`}`,
    ];
  });
}

const isReport = (name: string): boolean => /REPORT/.test(name) || name === 'ERROR_TASK_NOT_READY';

/** `10`, or `5 to 60` where it differs by the code. */
function minutes(names: readonly string[]): string {
  const all = names.map((name) => (entryFor(name)?.stopSeconds ?? 0) / 60);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** By the rules of background/recover.ts. */
function doings(
  names: readonly string[],
  { retry, stops, stopSeconds, next, charged, action }: CatalogueEntry,
): string {
  // Only the popup's report buttons meet these.
  if (names.every(isReport)) return 'Nothing: it is the answer to a report, the captcha is solved already.';
  const said: string[] = [];
  if (action === 'switch-type')
    said.push('Where the service names the right type: sends that one, and remembers it for the sitekey.');
  if (retry === 'again')
    said.push(
      'Sends the request again after a pause, up to four times; if another account can be asked, once, and not at all if the pause is 15 seconds or more. A running task is kept and polled again.',
    );
  if (retry === 'flip-invisible') said.push('Sends it once more as the other one.');
  if (retry === 'fresh') said.push('Where a task ended so: makes one more at the same account.');
  if (stops === 'account')
    said.push(
      stopSeconds === undefined
        ? 'Asks nothing more of this account until a person changes it, refreshes its balance or says that it is mended.'
        : `Asks nothing more of this account for ${minutes(names)} minutes, or as long as the service says. A running task is kept, and polled at most every 10 seconds.`,
    );
  if (stops === 'kind') said.push('Does not ask this account for this kind of captcha again for a day.');
  if (stops === 'account' && stopSeconds === undefined && action !== 'add-credits')
    said.push('A running task may be charged, so Latchkey creates no second one by itself.');
  if (next)
    said.push(
      charged === 'no'
        ? `${said.length ? 'Then asks' : 'Asks'} the next account.`
        : 'Asks the next account where the service refused before it made a task; else makes no second task by itself.',
    );
  else if (retry !== 'again')
    said.push(
      charged === 'no' ? 'Asks no other account, which would be told the same.' : 'Makes no second task by itself.',
    );
  return said.join(' ');
}
