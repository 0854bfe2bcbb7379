/** Popup. No captcha is shown: what that means, and what can be done where the user sees one all the same. */
import type { CaptchaKind } from '../../core/challenge.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { kindName } from '../words.ts';

interface Props {
  /** Latchkey is switched off for the site, so it has not looked. */
  off: boolean;
  /** That can't be changed here. */
  fixed: boolean;
  kindsOff: readonly CaptchaKind[];
  connector: Connector;
}

export function NothingFound({ off, fixed, kindsOff, connector }: Props) {
  if (off) {
    return (
      <div class="empty">
        <p>{tr('Latchkey is switched off for this site, so it does not look for captchas here.')}</p>
        {fixed ? null : <p>{tr('Choose Ask below to switch it on.')}</p>}
      </div>
    );
  }
  return (
    <div class="empty">
      <p>{tr('None found.')}</p>
      {kindsOff.length ? (
        <>
          <p data-kinds-off>{tr('Switched off in the settings: $1', kindsOff.map(kindName).join(', '))}</p>
          <button type="button" class="small" onClick={() => void connector.openOptions('kinds')}>
            {tr('Open settings')}
          </button>
        </>
      ) : null}
      <details class="more">
        <summary>{tr('You see one?')}</summary>
        <ul>
          <li>{tr('Many come only after a click or when a form is sent. They show up here by themselves.')}</li>
          <li>{tr('A picture with letters to type: right-click it and choose “Read this picture”.')}</li>
          <li>{tr('Anything else: reload the page once.')}</li>
        </ul>
      </details>
    </div>
  );
}
