/** Popup. One captcha: its state and what can be done. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import type { Failure } from '../../core/outcome.ts';
import type { PopupState } from '../../protocol/views.ts';
import { findAccount } from '../account-failures.ts';
import type { Connector } from '../connector.ts';
import { runFix } from '../fix.ts';
import { tr } from '../tr.ts';
import { failureText, kindName, stateWords } from '../words.ts';
import { FailureNote } from './failure-note.tsx';
import { Life } from './life.tsx';
import { CheckIcon, CrossIcon } from './popup-icons.tsx';
import { Progress } from './progress.tsx';
import { Report } from './report.tsx';
import { SolveButton, type RowCommand } from './solve-button.tsx';
import { Ticks } from './ticks.tsx';
import { Timeline } from './timeline.tsx';
import { UsualTime } from './usual-time.tsx';
import { Why } from './why.tsx';

interface Props {
  captcha: LocatedCaptcha;
  state: PopupState;
  connector: Connector;
}

export function CaptchaRow({ captcha, state, connector }: Props) {
  const { id, kind, frameId, documentId, host, failure } = captcha;
  const details = state.details[id];
  const usual = state.usual[kind];
  const [refusal, setRefusal] = useState<Failure | null>(null);
  const command = async (what: RowCommand) => {
    const answer = await connector.ask('command', {
      tabId: state.tabId,
      frameId,
      documentId,
      captchaId: id,
      command: what,
    });
    setRefusal(answer.ok ? null : answer.failure);
  };
  const act = () => {
    if (failure?.action === 'switch-type') void command('solve-other');
    else if (failure) void runFix(failure, connector, state.tabId, findAccount(failure, state.accounts));
  };
  // The button that had the focus may be gone with the state it was for.
  const inside = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) heading.current?.focus();
  }, [captcha.state]);
  const retries = failure?.action === 'retry' || failure?.action === 'wait';
  return (
    <li
      class={`row state-${captcha.state}`}
      data-captcha={id}
      data-kind={kind}
      data-state={captcha.state}
      onFocusIn={() => {
        inside.current = true;
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget) inside.current = false;
      }}
    >
      <div class="captcha-head">
        <div>
          <h3 tabIndex={-1} ref={heading}>
            {kindName(kind)}
          </h3>
          {host && host !== state.site ? <p class="quiet">{tr('In a frame of $1', host)}</p> : null}
          <p class="status">
            {captcha.state === 'solved' ? <CheckIcon /> : captcha.state === 'failed' ? <CrossIcon /> : null}
            <span>{stateWords(captcha)}</span>
            <UsualTime captcha={captcha} usual={usual} />
          </p>
        </div>
        <SolveButton
          captcha={captcha}
          offered={details?.offer !== undefined}
          onCommand={(what) => void command(what)}
        />
      </div>
      {captcha.state === 'solving' && captcha.startedAt ? (
        <Progress startedAt={captcha.startedAt} usual={usual} />
      ) : null}
      <Ticks captcha={captcha} />
      <Life until={captcha.expiresAt} />
      {captcha.demandDriven && captcha.state === 'detected' && !captcha.testKey ? (
        <p class="quiet">
          {tr('The page asks for it by itself. A token that is solved now is kept for its next request.')}
        </p>
      ) : null}
      {captcha.state === 'failed' && failure ? (
        <FailureNote announced failure={failure} onAction={retries ? undefined : act} />
      ) : null}
      {details?.offer ? (
        <div class="note">
          <p>{tr('The token of the earlier task has come after all: use it without paying again.')}</p>
          <Life until={details.offer.until} />
        </div>
      ) : null}
      {refusal ? (
        <p class="note">
          {refusal.code === 'DOCUMENT_GONE' ? tr('The page changed meanwhile: reload it.') : failureText(refusal)}
        </p>
      ) : null}
      {details?.report ? <Report key={details.report.attempt} report={details.report} connector={connector} /> : null}
      <div class="more-of-it">
        <Why captcha={captcha} connector={connector} />
        {details?.timeline.length ? <Timeline lines={details.timeline} /> : null}
      </div>
    </li>
  );
}
