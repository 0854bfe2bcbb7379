/** Background. 2Captcha, version 2 of its API. Version 1 is the service `legacy`. */
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { reportPaths } from './protocols/create-task-reports.ts';
import { tasksFrom } from './protocols/task-table.ts';
import { twoCaptchaTable } from './protocols/two-captcha-table.ts';

export const service: SolvingService = {
  meta: {
    id: 'two-captcha',
    label: '2Captcha',
    endpoint: 'https://api.2captcha.com',
    keyHint: '32 hexadecimal digits',
    keysPage: 'https://2captcha.com/enterpage',
    creditsPage: 'https://2captcha.com/pay',
  },
  limits: { concurrent: 30, perSecond: 10 },
  pace: { first: 5000, every: 5000, deadline: 180_000 },
  taskFor: tasksFrom(twoCaptchaTable, { host: 'any', https: 'http' }),
  ...createTaskClient(),
  ...reportPaths(() => ({ bad: 'reportIncorrect', good: 'reportCorrect' })),
};
