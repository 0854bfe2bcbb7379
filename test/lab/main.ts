#!/usr/bin/env node
/**
 * The command `latchkey-lab`, and in a checkout `npm run lab`: starts the lab and says what to point a browser, an account and a back end at.
 * Node only; wires, nothing else.
 */
import { HELP, parseArguments, readyFacts, readyText, startProblem, tooOld, type CliOptions } from './cli.ts';
import { startCommandLab } from './command-lab.ts';

/** Ends with 2 where the command line is wrong, with 1 where the lab can't start. */
function giveUp(message: string, status: 1 | 2): never {
  console.error(`latchkey-lab: ${message}.${status === 2 ? ' "latchkey-lab --help" lists the options.' : ''}`);
  process.exit(status);
}

function optionsOf(args: readonly string[]): CliOptions {
  try {
    return parseArguments(args);
  } catch (error) {
    return giveUp((error as Error).message, 2);
  }
}

async function run(options: CliOptions): Promise<void> {
  const lab = await startCommandLab(options).catch((error: unknown) => giveUp(startProblem(error, options), 1));
  let ending: Promise<void> | undefined;
  const end = () => void (ending ??= lab.close().then(() => process.exit(0)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Cap's library ends the process by itself, with what it was doing cut.
    process.removeAllListeners(signal);
    process.on(signal, end);
  }
  if (options.untilInputEnds) process.stdin.once('end', end).resume();
  const facts = readyFacts(lab);
  lab.route({
    host: '127.0.0.1',
    path: '/',
    handle: () => ({ type: 'text/plain; charset=utf-8', body: readyText(facts) }),
  });
  process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : readyText(facts));
}

const old = tooOld(process.versions.node);
if (old) giveUp(old, 1);
const options = optionsOf(process.argv.slice(2));
if (options.help) process.stdout.write(HELP);
else await run(options);
