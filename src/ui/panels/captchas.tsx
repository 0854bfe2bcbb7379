/** Popup. The captchas of this tab, or why there are none. */
import type { PopupState } from '../../protocol/views.ts';
import type { Connector } from '../connector.ts';
import { tr } from '../tr.ts';
import { CaptchaRow } from './captcha-row.tsx';
import { NothingFound } from './nothing-found.tsx';
import { WallNote } from './wall.tsx';
import { WhyNot } from './why.tsx';

export function Captchas({ state, connector }: { state: PopupState; connector: Connector }) {
  const { captchas, obstacle, wall, mode, leftAlone, site, kindsOff } = state;
  if (obstacle !== 'none') return null;
  return (
    <section aria-labelledby="captchas">
      <h2 id="captchas">{tr('Captchas on this page')}</h2>
      {wall ? <WallNote wall={wall} /> : null}
      {captchas.length ? (
        <ul class="rows">
          {captchas.map((captcha) => (
            <CaptchaRow key={captcha.id} captcha={captcha} state={state} connector={connector} />
          ))}
        </ul>
      ) : null}
      {wall || captchas.length ? null : (
        <NothingFound
          off={mode === 'off'}
          fixed={state.modeFixedBy !== undefined}
          kindsOff={kindsOff}
          connector={connector}
        />
      )}
      <WhyNot leftAlone={leftAlone} site={site} connector={connector} />
    </section>
  );
}
