/** Each group of errors in the popup: its sentence, what to do, whether it cost anything, and its one button. Node, in both browsers. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { faults, type Fault } from '../lab/service-faults.ts';
import { askWorker } from './harness/ask-worker.ts';
import { screenshot, useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();
let accountId = '';

beforeAll(async () => {
  const page = await latchkey.extensionTab();
  accountId = (await askWorker(page, 'optionsState', {})).accounts[0]?.accountId ?? '';
});
afterEach(async () => {
  latchkey.lab.service.clearFaults();
  const page = await latchkey.extensionTab();
  await askWorker(page, 'clearBreaker', { accountId });
});

interface Group {
  group: string;
  fault: Fault | string;
  times?: number;
  endpoint?: 'createTask' | 'getTaskResult';
  code: string;
  says: string;
  button: string | null;
  charged?: string;
}

const groups: Group[] = [
  {
    group: 'key',
    fault: 'ERROR_KEY_DOES_NOT_EXIST',
    code: 'ERROR_KEY_DOES_NOT_EXIST',
    says: 'The service does not know this key.',
    button: 'Check the key',
  },
  {
    group: 'money',
    fault: 'ERROR_ZERO_BALANCE',
    code: 'ERROR_ZERO_BALANCE',
    says: 'The account has no money left.',
    button: 'Add credits',
  },
  {
    group: 'ban',
    fault: 'ERROR_IP_BLOCKED',
    code: 'ERROR_IP_BLOCKED',
    says: 'has banned this connection for a while',
    button: null,
  },
  {
    group: 'allow-list',
    fault: 'ERROR_IP_NOT_ALLOWED',
    code: 'ERROR_IP_NOT_ALLOWED',
    says: 'not on the key’s list',
    button: 'Check the key',
  },
  {
    group: 'maintenance',
    fault: 'ERROR_SYSTEM_MAINTENANCE',
    code: 'ERROR_SYSTEM_MAINTENANCE',
    says: 'is being maintained',
    button: 'Add another service',
  },
  {
    group: 'request',
    fault: 'ERROR_INVALID_PARAMS',
    code: 'ERROR_INVALID_PARAMS',
    says: 'found the request wrong',
    button: 'Copy report',
  },
  {
    group: 'sitekey',
    fault: 'ERROR_BAD_SITEKEY',
    code: 'ERROR_BAD_SITEKEY',
    says: 'does not know this sitekey',
    button: 'Reload the page',
  },
  {
    group: 'type',
    fault: 'ERROR_WRONG_TASK_TYPE',
    code: 'ERROR_WRONG_TASK_TYPE',
    says: 'belongs to another kind of captcha',
    button: 'Try as the other type',
  },
  {
    group: 'not-sold',
    fault: 'ERROR_TASK_TYPE_DISABLED',
    code: 'ERROR_TASK_TYPE_DISABLED',
    says: 'does not sell it',
    button: 'Add another service',
  },
  {
    group: 'proxy-needed',
    fault: 'ERROR_PROXY_REQUIRED',
    code: 'ERROR_PROXY_REQUIRED',
    says: 'needs a proxy',
    button: 'Set a proxy',
  },
  {
    group: 'proxy-dead',
    fault: 'ERROR_PROXY_CONNECT_REFUSED',
    code: 'ERROR_PROXY_CONNECT_REFUSED',
    says: 'refused the service’s connection',
    button: 'Set a proxy',
  },
  {
    group: 'unsolvable',
    endpoint: 'getTaskResult',
    fault: faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'),
    times: 2,
    code: 'ERROR_CAPTCHA_UNSOLVABLE',
    says: 'gave up on this captcha',
    button: 'Reload the page',
  },
  {
    group: 'lost',
    endpoint: 'getTaskResult',
    fault: 'ERROR_TASK_NOT_FOUND',
    code: 'ERROR_TASK_NOT_FOUND',
    says: 'no longer knows the task',
    button: null,
    charged: 'It may have been charged.',
  },
  {
    group: 'paid-without-token',
    endpoint: 'getTaskResult',
    fault: faults.json({ errorId: 0, status: 'ready', solution: { userAgent: 'Mozilla/5.0 (X)' } }),
    code: 'PAID_WITHOUT_TOKEN',
    says: 'sent no token that Latchkey knows. It sent: userAgent.',
    button: 'Copy report',
    charged: 'It was charged.',
  },
  {
    group: 'payment-required',
    fault: faults.status(402),
    code: 'HTTP_PAYMENT_REQUIRED',
    says: 'The account has no money left.',
    button: 'Add credits',
  },
  {
    group: 'garbage',
    fault: faults.html(),
    code: 'ANSWER_NOT_JSON',
    says: 'was not its protocol',
    button: null,
    charged: 'It may have been charged.',
  },
  {
    group: 'ambiguous',
    fault: faults.drop(),
    code: 'AMBIGUOUS_REQUEST',
    says: 'its answer was lost',
    button: null,
    charged: 'It may have been charged.',
  },
  {
    group: 'unknown',
    fault: 'ERROR_NEW_AND_STRANGE',
    code: 'ERROR_NEW_AND_STRANGE',
    says: 'a code that Latchkey does not know: ERROR_NEW_AND_STRANGE',
    button: 'Copy report',
  },
];

test.each(groups)(
  '$group',
  async ({
    group,
    endpoint = 'createTask',
    fault,
    times = 1,
    code,
    says,
    button,
    charged = 'Nothing was charged.',
  }) => {
    // Browsers send a request again by themselves where a connection that they had kept open is cut: each group begins with new ones.
    await latchkey.lab.service.refuse();
    await latchkey.lab.service.accept();
    latchkey.lab.service.fault(endpoint, fault, { times });
    const page = await latchkey.openPage(turnstilePage(), { host: `${group}.test` });
    const failed = await waitForState(page, 'failed');
    expect(failed.error?.code).toBe(code);
    const popup = await popupFor(latchkey, page);
    await popup.setViewport({ width: 380, height: 720 });
    const note = `[data-captcha] [data-error="${code}"]`;
    await seen(popup, `document.querySelector('${note}')`);
    expect(await text(popup, note)).toContain(says);
    expect(await text(popup, note)).toContain(charged);
    expect(await text(popup, `${note} button`)).toBe(button ?? '');
    if (button === null) expect(await text(popup, '[data-command="solve"]')).toBe('Retry');
    await screenshot(popup, `failure-${group}`);
  },
);

test('“Set a proxy” leads to the proxy setting, and “Try as the other type” sells it as that', async () => {
  latchkey.lab.service.fault('createTask', 'ERROR_PROXY_REQUIRED');
  const page = await latchkey.openPage(turnstilePage(), { host: 'fix.test' });
  await waitForState(page, 'failed');
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-action="set-proxy"]')`);
  await press(popup, '[data-action="set-proxy"]');
  const addresses = () =>
    inExtension(latchkey.launched, async (api) =>
      (await (api as unknown as { tabs: { query(q: object): Promise<{ url?: string }[]> } }).tabs.query({})).map(
        ({ url }) => url ?? '',
      ),
    );
  await expect.poll(addresses, { timeout: 10_000 }).toContainEqual(expect.stringMatching(/options\.html#proxy$/));

  const key = '6LdLabAAAAAAKv2lookalikeButScoreKeyOnly9';
  latchkey.lab.service.fault('createTask', 'ERROR_WRONG_TASK_TYPE');
  const other = await latchkey.openPage(
    `<script src="https://www.google.com/recaptcha/api.js" async></script><div class="g-recaptcha" data-sitekey="${key}"></div>`,
    { host: 'other.test' },
  );
  await waitForState(other, 'failed');
  const before = latchkey.lab.service.tasks.length;
  const again = await popupFor(latchkey, other);
  await seen(again, `document.querySelector('[data-action="switch-type"]')`);
  await press(again, '[data-action="switch-type"]');
  await waitForState(other, 'solved');
  expect(latchkey.lab.service.tasks.slice(before).map(({ type }) => type)).toEqual([
    'ReCaptchaV2EnterpriseTaskProxyLess',
  ]);
});
