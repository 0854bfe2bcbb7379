/** Popup. What a captcha was recognised by, and a report of it to copy. Nothing in it is secret. */
import { useState } from 'preact/hooks';
import type { LocatedCaptcha } from '../../core/captcha-view.ts';
import type { Connector } from '../connector.ts';
import { kindName } from '../words.ts';

export function Why({ captcha, connector }: { captcha: LocatedCaptcha; connector: Connector }) {
  const { kind, host, why = [] } = captcha;
  const [copied, setCopied] = useState(false);
  if (why.length === 0) return null;
  const copy = async () => {
    await connector.copy([`Latchkey: ${kindName(kind)} (${kind}) on ${host}`, ...why.map((line) => `- ${line}`)].join('\n'));
    setCopied(true);
  };
  return (
    <details class="why" data-why>
      <summary>Why {kindName(kind)}?</summary>
      <ol>
        {why.map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ol>
      <p>
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>{' '}
        <span role="status" class="quiet">
          {copied ? 'Copied' : ''}
        </span>
      </p>
    </details>
  );
}
