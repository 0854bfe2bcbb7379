/**
 * Background. What can be said of a proxy without sending anything through it: an extension can't use one for a single request, and the services use
 * it from where they are. So it is read, and each account's own task table is asked whether it would be told it.
 */
import { captchaKinds } from '../core/challenge.ts';
import type { Challenge } from '../core/message-schemas.ts';
import { failureFor } from '../core/error-catalogue.ts';
import { fail, succeed, type Outcome } from '../core/outcome.ts';
import { isPrivateHost, parseProxy, type Proxy } from '../core/proxy.ts';
import { settingsProblem } from '../core/settings.ts';
import type { ProxyReport } from '../protocol/views.ts';
import { invalid } from './options-actions.ts';
import { services } from './services.ts';
import type { LiveAccount, SettingsStore } from './settings-store.ts';

export async function checkProxy(store: SettingsStore, typed: string | undefined): Promise<Outcome<ProxyReport>> {
  const { settings, accounts } = await store.effective();
  const text = typed ?? settings.proxy;
  if (!text) return fail(failureFor('ERROR_PROXY_REQUIRED'));
  const parsed = parseProxy(text);
  if (!parsed.ok) return invalid(settingsProblem('proxy', parsed.message));
  const { proxy } = parsed;
  const { type, host, port, login, password } = proxy;
  return succeed({
    type,
    host,
    port,
    login: login !== undefined,
    password: password !== undefined,
    unreachable: isPrivateHost(host),
    accounts: await Promise.all(
      accounts.map(async (account) => ({
        label: services[account.service]?.meta.label ?? account.service,
        keyEnd: ((await account.key()) ?? '').slice(-4),
        verdict: verdictOf(account, proxy),
      })),
    ),
  });
}

function verdictOf(
  { service: id, options = {} }: LiveAccount,
  proxy: Proxy,
): ProxyReport['accounts'][number]['verdict'] {
  const service = services[id];
  if (!service) return 'never';
  let taken = false;
  for (const kind of captchaKinds) {
    const challenge: Challenge = { challengeId: 'proxy-check', kind, sitekey: 'proxy-check' };
    const order = { challenge, websiteURL: 'https://example.com/' };
    const through = service.taskFor({ ...order, proxy }, { options });
    if (through === 'PROXY_INVALID') return 'unfit';
    taken ||= JSON.stringify(through) !== JSON.stringify(service.taskFor(order, { options }));
  }
  return taken ? 'takes' : 'never';
}
