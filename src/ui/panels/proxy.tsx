/** Options. The proxy that services are told. What can be checked of it is checked; what can't is said. The password is never shown again. */
import { useState } from 'preact/hooks';
import { MAX_ADDRESS_CHARS } from '../../core/limits.ts';
import { parseProxy } from '../../core/proxy.ts';
import type { Failure } from '../../core/outcome.ts';
import type { OptionsState, ProxyReport } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr, trWords } from '../tr.ts';
import { useSaver } from '../use-saver.ts';
import { failureText } from '../words.ts';
import { Section } from './section.tsx';
import { TextSetting } from './setting-fields.tsx';

export function ProxyPanel({ state, connector }: { state: OptionsState; connector: Connector }) {
  const {
    settings: { proxy = '', proxyLogin },
    fixed,
  } = state;
  const saver = useSaver(connector);
  const [draft, setDraft] = useState(proxy);
  const [answer, setAnswer] = useState<{ report: ProxyReport } | { failure: Failure } | null>(null);
  const wrong = (text: string) => {
    const parsed = parseProxy(text);
    return text === '' || parsed.ok ? undefined : tr('Not saved: the address $1.', trWords(parsed.message));
  };
  const check = async () => {
    const text = draft.trim();
    const asked = await connector.ask('checkProxy', text && text !== proxy ? { proxy: text } : {}).catch(() => null);
    if (asked) setAnswer(asked.ok ? { report: asked.value } : { failure: asked.failure });
  };
  const save = async (text: string) => {
    setAnswer(null);
    return saver.save('proxy', { proxy: text });
  };
  return (
    <Section
      id="proxy"
      title={tr('Proxy')}
      by={fixed['proxy']}
      about={tr(
        'The service solves from this address, where its task type takes a proxy. It helps only where your browser goes out through the same one.',
      )}
    >
      <div class="line top">
        <TextSetting
          name="proxy"
          label={tr('Address and login')}
          value={proxy}
          placeholder="http://user:password@host:8080"
          maxLength={MAX_ADDRESS_CHARS}
          saver={saver}
          disabled={fixed['proxy'] !== undefined}
          check={wrong}
          onSave={save}
          onDraft={setDraft}
        />
        <button
          type="button"
          class="beside"
          data-check-proxy
          disabled={!draft.trim() && !proxy}
          onClick={() => void check()}
        >
          {tr('Check')}
        </button>
      </div>
      {proxyLogin ? (
        <p class="quiet">
          {tr('Its user name and password are kept and not shown. Type them again whenever you change the address.')}
        </p>
      ) : null}
      <div role="status" data-proxy-report>
        {answer ? (
          'report' in answer ? (
            <Report report={answer.report} />
          ) : (
            <p class="said said-bad">{failureText(answer.failure)}</p>
          )
        ) : null}
      </div>
    </Section>
  );
}

function Report({ report }: { report: ProxyReport }) {
  const { type, host, port, login, password, unreachable, accounts } = report;
  return (
    <div class="note">
      <dl class="facts">
        <dt>{tr('Type')}</dt>
        <dd>{type}</dd>
        <dt>{tr('Host')}</dt>
        <dd>
          <bdi>{host}</bdi>
        </dd>
        <dt>{tr('Port')}</dt>
        <dd>{port}</dd>
        <dt>{tr('Login')}</dt>
        <dd>
          {login
            ? tr(password ? 'user name and password' : 'user name, no password')
            : tr(password ? 'password, no user name' : 'none')}
        </dd>
      </dl>
      {unreachable ? (
        <p class="warn">{tr('This address is on your own machine or network: services can’t reach it.')}</p>
      ) : null}
      {accounts.length ? (
        <ul>
          {accounts.map(({ label, keyEnd, verdict }) => (
            <li key={`${label} ${keyEnd}`} data-verdict={verdict}>
              {verdictText(`${label} …${keyEnd}`, verdict)}
            </li>
          ))}
        </ul>
      ) : null}
      <p>{tr('Only a solve shows whether the proxy lets the service through: Latchkey can’t try it from here.')}</p>
    </div>
  );
}

function verdictText(name: string, verdict: ProxyReport['accounts'][number]['verdict']): string {
  if (verdict === 'takes') return tr('$1 is told this proxy, for the kinds of captcha that take one.', name);
  if (verdict === 'never') return tr('$1 takes no proxy: it solves without.', name);
  return tr('$1 can’t be told this proxy: it takes another type, or an IP address in place of the name.', name);
}
