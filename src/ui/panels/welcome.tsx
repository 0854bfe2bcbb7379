/** First-run page. What Latchkey does, what it sends and costs, and the one next step. Says all of it before the background has answered. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { speak } from '../speak.ts';
import { tr } from '../tr.ts';
import { money } from '../words.ts';

/** No tab: only accounts, budget and shortcut are asked for. */
const NO_TAB = -1;

export function Welcome({ connector }: { connector: Connector }) {
  const [state, setState] = useState<PopupState | null>(null);
  const [allowed, setAllowed] = useState(true);
  const refresh = useCallback(async () => {
    setAllowed(await connector.hasAllSites());
    const next = await connector.ask('popupState', { tabId: NO_TAB }).catch(() => null);
    if (next) await speak(next.language);
    document.title = tr('Welcome to Latchkey');
    setState(next);
  }, [connector]);
  useEffect(() => {
    document.title = tr('Welcome to Latchkey');
    void refresh();
    return connector.onStored(() => void refresh());
  }, [connector, refresh]);
  return (
    <main>
      <header>
        <h1>
          <img src="/icons/icon-96.png" alt="" width={48} height={48} /> {tr('Welcome to Latchkey')}
        </h1>
        <p>
          {tr(
            'Latchkey sees which captcha is on the page you are on, has it solved by a service that you have an account with, and puts the answer into the page.',
          )}
        </p>
      </header>
      {allowed ? null : <Withheld connector={connector} onAllowed={() => setAllowed(true)} />}
      <NextStep hasAccount={Boolean(state?.accounts.length)} connector={connector} />
      <section aria-labelledby="how">
        <h2 id="how">{tr('How a solve goes')}</h2>
        <p>{tr('Nothing is solved until you ask for it. You can switch single sites to automatic in the settings.')}</p>
        <ul>
          <li>{tr('Click Solve beside the captcha.')}</li>
          <li>
            {state?.shortcut
              ? tr('Press $1: it solves the first captcha of the page.', state.shortcut)
              : tr('Set a keyboard shortcut on your browser’s page for extensions, and press it.')}
          </li>
          <li>{tr('Click Latchkey in the toolbar. There you also see what is left on your account.')}</li>
        </ul>
      </section>
      <section aria-labelledby="leaves">
        <h2 id="leaves">{tr('What leaves this computer')}</h2>
        <p>{tr('Only what a solve needs goes out, and only to the service that you choose:')}</p>
        <ul>
          <li>{tr('The captcha’s public key and its own parameters.')}</li>
          <li>{tr('The address of the page, without the part after #.')}</li>
          <li>{tr('The name and version of your browser.')}</li>
          <li>{tr('The picture, where the captcha is a picture that you had read.')}</li>
          <li>{tr('The key of your account there, and your proxy where you have set one.')}</li>
        </ul>
        <p>{tr('Nothing goes to the makers of Latchkey. There are no statistics and no advertising.')}</p>
      </section>
      <section aria-labelledby="costs">
        <h2 id="costs">{tr('What it costs')}</h2>
        <p>
          {tr(
            'Latchkey is free. Your service takes its own price for each solve, from the money on your account there.',
          )}
        </p>
        <p>{state ? budgetText(state.perDay) : null}</p>
      </section>
      <section aria-labelledby="may">
        <h2 id="may">{tr('Where you may use it')}</h2>
        <p>
          {tr(
            'Use Latchkey only on sites that are yours, or where you may solve captchas this way. What you do with it is your responsibility.',
          )}
        </p>
      </section>
    </main>
  );
}

function budgetText(perDay: number | null): string {
  if (perDay === null) return tr('There is no limit for a day. You can set one in the settings.');
  return tr('Latchkey spends at most $1 a day. You can change that in the settings.', money(perDay));
}

function NextStep({ hasAccount, connector }: { hasAccount: boolean; connector: Connector }) {
  return (
    <section class="step" aria-labelledby="next">
      <h2 id="next">{hasAccount ? tr('You are set up') : tr('Your next step')}</h2>
      <p>
        {hasAccount
          ? tr('An account is set up. Open a page with a captcha and click Solve.')
          : tr('Add your account at a solving service: choose the service and paste its key.')}
      </p>
      <button
        type="button"
        class={hasAccount ? '' : 'primary'}
        onClick={() => void connector.openOptions(hasAccount ? undefined : 'add')}
      >
        {hasAccount ? tr('Settings') : tr('Add an account')}
      </button>
    </section>
  );
}

function Withheld({ connector, onAllowed }: { connector: Connector; onAllowed: () => void }) {
  const allow = async () => {
    if (await connector.requestAllSites().catch(() => false)) onAllowed();
  };
  return (
    <section class="note note-bad" aria-labelledby="withheld" data-withheld>
      <h2 id="withheld">{tr('Your browser withholds access to sites')}</h2>
      <p>{tr('Without it Latchkey sees no captcha and reaches no service.')}</p>
      <button type="button" class="primary" onClick={() => void allow()}>
        {tr('Allow access')}
      </button>
    </section>
  );
}
