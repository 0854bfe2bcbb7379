/** Popup. The captchas of this tab, each with its state and what can be done. */
import { useEffect, useState } from 'preact/hooks';
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import type { PopupState } from '../../protocol/rpc.ts';
import type { Connector } from '../connector.ts';
import { runFix } from '../fix.ts';
import { kindName, seconds, stateWords } from '../words.ts';
import { FailureNote } from './failure-note.tsx';

interface Props {
  state: PopupState;
  connector: Connector;
}

export function Captchas({ state, connector }: Props) {
  const { captchas, obstacle } = state;
  if (obstacle !== 'none') return null;
  return (
    <section aria-labelledby="captchas">
      <h2 id="captchas">Captchas on this page</h2>
      {captchas.length === 0 ? (
        <p class="quiet">None found. A captcha shows up here as soon as the page loads it.</p>
      ) : (
        <ul class="rows" aria-live="polite">
          {captchas.map((captcha) => (
            <Row key={captcha.id} captcha={captcha} state={state} connector={connector} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ captcha, state, connector }: Props & { captcha: LocatedCaptcha }) {
  const { id, kind, frameId, documentId, host } = captcha;
  const [gone, setGone] = useState(false);
  const command = async (what: 'solve' | 'cancel') => {
    const answer = await connector.ask('command', { tabId: state.tabId, frameId, documentId, captchaId: id, command: what });
    setGone(!answer.ok);
  };
  const { failure } = captcha;
  const retries = failure?.action === 'retry' || failure?.action === 'wait';
  return (
    <li class={`row state-${captcha.state}`} data-captcha={id} data-kind={kind} data-state={captcha.state}>
      <div class="row-head">
        <div>
          <strong>{kindName(kind)}</strong>
          {host && host !== state.site ? (
            <span class="quiet">
              {' '}
              in <bdi>{host}</bdi>
            </span>
          ) : null}
          <p class="status">
            {stateWords(captcha)}
            <Elapsed captcha={captcha} />
          </p>
        </div>
        <Buttons captcha={captcha} onCommand={(what) => void command(what)} />
      </div>
      {captcha.demandDriven && captcha.state === 'detected' && !captcha.testKey ? (
        <p class="quiet">Asked for by the page itself. A token that is solved now is kept for its next request.</p>
      ) : null}
      {captcha.state === 'failed' && failure ? (
        <FailureNote failure={failure} onAction={retries ? undefined : () => void runFix(failure, connector, state.tabId, state.accounts[0])} />
      ) : null}
      {gone ? <p class="note">The page changed meanwhile: reload it.</p> : null}
    </li>
  );
}

function Buttons({ captcha, onCommand }: { captcha: LocatedCaptcha; onCommand: (what: 'solve' | 'cancel') => void }) {
  const { state, testKey, kind } = captcha;
  if (state === 'solving') {
    return (
      <button type="button" data-command="cancel" aria-label={`Cancel ${kindName(kind)}`} onClick={() => onCommand('cancel')}>
        Cancel
      </button>
    );
  }
  if (testKey || state === 'solved') return null;
  const word = state === 'failed' || state === 'cancelled' ? 'Retry' : 'Solve';
  return (
    <button type="button" class="primary" data-command="solve" aria-label={`${word} ${kindName(kind)}`} onClick={() => onCommand('solve')}>
      {word}
    </button>
  );
}

/** Counts while a solve runs. Not announced: a number that changes ten times a second is noise. */
function Elapsed({ captcha }: { captcha: LocatedCaptcha }) {
  const [now, setNow] = useState(Date.now());
  const running = captcha.state === 'solving';
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [running]);
  return running && captcha.startedAt ? (
    <span class="quiet" aria-hidden="true">
      {' '}
      {seconds(Math.max(0, now - captcha.startedAt))}
    </span>
  ) : null;
}
