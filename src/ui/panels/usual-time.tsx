/** Popup. Before a solve: how long one of this kind usually takes this user. */
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import { tr } from '../tr.ts';
import { duration } from '../words.ts';

export function UsualTime({
  captcha: { state, testKey },
  usual,
}: {
  captcha: LocatedCaptcha;
  usual: number | undefined;
}) {
  if (usual === undefined || testKey || state !== 'detected') return null;
  return (
    <span class="quiet" data-usual={usual}>
      {tr('usually about $1', duration(usual))}
    </span>
  );
}
