/** Popup. The captchas of this tab, each with its state and what can be done. */
import { useEffect, useState } from 'preact/hooks';
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import type { Failure } from '../../core/outcome.ts';
import type { AccountView, PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { runFix } from '../fix.ts';
import { kindName, seconds, stateWords } from '../words.ts';
import { FailureNote } from './failure-note.tsx';
import { Life } from './life.tsx';
import { Report } from './report.tsx';
import { Timeline } from './timeline.tsx';
import { WallNote } from './wall.tsx';
import { Why, WhyNot } from './why.tsx';

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
      {state.wall ? <WallNote wall={state.wall} /> : null}
      {state.wall ? null : captchas.length === 0 ? (
        <p class="quiet">None found. A captcha shows up here as soon as the page loads it.</p>
      ) : (
        <ul class="rows" aria-live="polite">
          {captchas.map((captcha) => (
            <Row key={captcha.id} captcha={captcha} state={state} connector={connector} />
          ))}
        </ul>
      )}
      <WhyNot leftAlone={state.leftAlone} site={state.site} connector={connector} />
    </section>
  );
}

function Row({ captcha, state, connector }: Props & { captcha: LocatedCaptcha }) {
  const { id, kind, frameId, documentId, host } = captcha;
  const details = state.details[id];
  const [gone, setGone] = useState(false);
  const command = async (what: 'solve' | 'solve-other' | 'cancel') => {
    const answer = await connector.ask('command', { tabId: state.tabId, frameId, documentId, captchaId: id, command: what });
    setGone(!answer.ok);
  };
  const { failure } = captcha;
  const act = () => {
    if (failure?.action === 'switch-type') void command('solve-other');
    else if (failure) void runFix(failure, connector, state.tabId, failing(failure, state));
  };
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
            <Life until={captcha.expiresAt} />
          </p>
        </div>
        <Buttons captcha={captcha} offered={details?.offer !== undefined} onCommand={(what) => void command(what)} />
      </div>
      {captcha.demandDriven && captcha.state === 'detected' && !captcha.testKey ? (
        <p class="quiet">Asked for by the page itself. A token that is solved now is kept for its next request.</p>
      ) : null}
      {captcha.state === 'failed' && failure ? (
        <FailureNote failure={failure} onAction={retries ? undefined : act} />
      ) : null}
      {details?.offer ? (
        <p class="note">
          <span>
            The token of the earlier task has come after all: use it without paying again
            <Life until={details.offer.until} />.
          </span>
        </p>
      ) : null}
      {details?.report ? <Report key={details.report.attempt} report={details.report} connector={connector} /> : null}
      <Why captcha={captcha} connector={connector} />
      {details?.timeline.length ? <Timeline lines={details.timeline} /> : null}
      {gone ? <p class="note">The page changed meanwhile: reload it.</p> : null}
    </li>
  );
}

function Buttons({ captcha, offered, onCommand }: { captcha: LocatedCaptcha; offered: boolean; onCommand: (what: 'solve' | 'cancel') => void }) {
  const { state, testKey, kind } = captcha;
  if (state === 'solving') {
    return (
      <button type="button" data-command="cancel" aria-label={`Cancel ${kindName(kind)}`} onClick={() => onCommand('cancel')}>
        Cancel
      </button>
    );
  }
  if (testKey || state === 'solved') return null;
  const word = offered ? 'Use token' : state === 'failed' || state === 'cancelled' ? 'Retry' : 'Solve';
  return (
    <button type="button" class="primary" data-command="solve" aria-label={`${word} ${kindName(kind)}`} onClick={() => onCommand('solve')}>
      {word}
    </button>
  );
}

/** The account that a failure is about: the one that is stopped for it, else the first. */
function failing({ code, because }: Failure, { accounts }: PopupState): AccountView | undefined {
  return accounts.find(({ failure }) => failure && (failure.code === code || failure.code === because)) ?? accounts[0];
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
