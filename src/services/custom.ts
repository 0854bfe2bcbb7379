/**
 * Background. Any other endpoint that speaks one of the known protocols: a gateway, a reseller, a server of one's own. Task names, fields and
 * answers are those of the chosen dialect; only the address is the user's.
 */
import { marked } from '../core/phrase.ts';
import type { Caller, SolvingService } from '../protocol/service.ts';
import { service as antiCaptcha } from './anti-captcha.ts';
import { service as anysolver } from './anysolver.ts';
import { service as capmonster } from './capmonster.ts';
import { service as capsolver } from './capsolver.ts';
import { service as capzy } from './capzy.ts';
import { service as deathByCaptcha } from './death-by-captcha.ts';
import { service as ezCaptcha } from './ez-captcha.ts';
import { service as legacy } from './legacy.ts';
import { service as nextcaptcha } from './nextcaptcha.ts';
import { service as riskbypass } from './riskbypass.ts';
import { service as solvium } from './solvium.ts';
import { service as twoCaptcha } from './two-captcha.ts';
import { service as ucaptcha } from './ucaptcha.ts';
import { service as yescaptcha } from './yescaptcha.ts';

const dialects: Readonly<Record<string, SolvingService>> = Object.fromEntries(
  [
    twoCaptcha,
    antiCaptcha,
    capsolver,
    capmonster,
    capzy,
    ucaptcha,
    anysolver,
    ezCaptcha,
    yescaptcha,
    nextcaptcha,
    legacy,
    deathByCaptcha,
    riskbypass,
    solvium,
  ].map((service) => [service.meta.id, service]),
);

const dialectOf = ({ options }: Pick<Caller, 'options'>): SolvingService =>
  dialects[String(options['dialect'])] ?? twoCaptcha;

export const service: SolvingService = {
  meta: {
    id: 'custom',
    label: marked('Other service'),
    endpoint: '',
    keyHint: 'as the service gives it',
    options: [
      {
        name: 'dialect',
        label: 'Speaks like',
        choices: Object.keys(dialects),
        required: true,
        hint: 'The service whose documentation it follows.',
      },
    ],
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 3000, every: 3000, deadline: 180_000 },
  taskFor: (order, caller) => dialectOf(caller).taskFor(order, caller),
  submit: (caller, task) => dialectOf(caller).submit(caller, task),
  poll: (caller, taskId, type) => dialectOf(caller).poll(caller, taskId, type),
  balance: (caller) => dialectOf(caller).balance(caller),
  async health(caller) {
    const dialect = dialectOf(caller);
    if (dialect.health) return dialect.health(caller);
    const balance = await dialect.balance(caller);
    return balance.kind === 'refused' && balance.refusal.code === 'NETWORK_REFUSED' ? 'unreachable' : 'up';
  },
  verdicts: (kind, caller) => dialectOf(caller).verdicts(kind, caller),
  report: (caller, report) =>
    dialectOf(caller).report?.(caller, report) ??
    Promise.resolve({ kind: 'refused', refusal: { code: 'REPORT_NOT_TAKEN' } }),
  learn: (caller) => dialectOf(caller).learn?.(caller) ?? Promise.resolve(null),
};
