/** Popup. What was seen after a token was delivered. What could not be seen is not shown, and neither is what only the site's server knows. */
import { ticks, type LocatedCaptcha } from '../../core/captcha-view.ts';
import { tr } from '../tr.ts';
import { tickWords } from '../words.ts';
import { CheckIcon } from './popup-icons.tsx';

export function Ticks({ captcha }: { captcha: LocatedCaptcha }) {
  const seen = captcha.state === 'solved' && captcha.ticks ? ticks.filter((tick) => captcha.ticks?.includes(tick)) : [];
  if (seen.length === 0) return null;
  return (
    <ul class="ticks" aria-label={tr('Seen on the page')}>
      {seen.map((tick) => (
        <li key={tick} data-tick={tick}>
          <CheckIcon /> {tickWords(tick)}
        </li>
      ))}
    </ul>
  );
}
