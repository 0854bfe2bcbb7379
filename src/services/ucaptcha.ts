/**
 * Background. uCaptcha, a router that promises to take what 2Captcha takes.
 * Of its task types only reCAPTCHA v2 and ImageToText are documented; the others follow that promise. A failed task is answered with
 * `errorId: 0`. Its other protocols are the services `legacy`, `death-by-captcha` and `riskbypass` with uCaptcha's address.
 */
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { feedbackTask } from './protocols/create-task-reports.ts';
import { chosen } from './protocols/options.ts';
import { tasksFrom } from './protocols/task-table.ts';
import { twoCaptchaTable } from './protocols/two-captcha-table.ts';

const MODES = ['autoCheapest', 'autoFastest', 'autoMostReliable', 'priority'] as const;

export const service: SolvingService = {
  meta: {
    id: 'ucaptcha',
    label: 'uCaptcha',
    endpoint: 'https://api.ucaptcha.net',
    keyHint: 'from the dashboard or the Telegram app',
    keysPage: 'https://ucaptcha.net/dashboard',
    creditsPage: 'https://ucaptcha.net/dashboard',
    options: [
      {
        name: 'selectionMode',
        label: 'Choose the solver by',
        choices: MODES,
        hint: 'Where empty, your key’s own setting holds.',
      },
      {
        name: 'provider',
        label: 'Always use this provider',
        hint: 'For example capsolver; overrides the choice above.',
      },
    ],
  },
  limits: { concurrent: 30, perSecond: 30 },
  pace: { first: 3000, every: 5000, deadline: 300_000 },
  taskFor: tasksFrom(twoCaptchaTable, 'url'),
  ...createTaskClient({ settings: (options) => chosen(options, ['selectionMode', 'provider']) }),
  ...feedbackTask,
};
