/** Popup. What a captcha was recognised by, or why something is held to be none, and a report of it to copy. Nothing in it is secret. */
import { useState } from 'preact/hooks';
import type { LeftAlone, LocatedCaptcha } from '../../core/captcha-view.ts';
import type { Signal } from '../../core/evidence.ts';
import { inEnglish } from '../../core/phrase.ts';
import { tr, trWords } from '../tr.ts';
import type { Connector } from '../connector.ts';
import { kindName } from '../words.ts';

export function Why({
  captcha: { kind, host, why = [] },
  connector,
}: {
  captcha: LocatedCaptcha;
  connector: Connector;
}) {
  if (why.length === 0) return null;
  return (
    <details class="more why" data-why>
      <summary>{tr('Why $1?', kindName(kind))}</summary>
      <Signals signals={why} />
      <Copy text={report(`${kind} on ${host}`, why)} connector={connector} />
    </details>
  );
}

/** What looked like a captcha: a site's own developer wants to know why it is none. */
export function WhyNot({
  leftAlone,
  site,
  connector,
}: {
  leftAlone: readonly LeftAlone[];
  site: string;
  connector: Connector;
}) {
  if (leftAlone.length === 0) return null;
  return (
    <details class="more why" data-why-not>
      <summary>{tr('Looks like a captcha, but left alone: $1', leftAlone.length)}</summary>
      {leftAlone.map(({ kind, why }, index) => (
        <section key={`${index} ${kind}`}>
          <h3>{tr('Not $1:', kindName(kind))}</h3>
          <Signals signals={why} />
        </section>
      ))}
      <Copy
        text={leftAlone.map(({ kind, why }) => report(`no ${kind} on ${site}`, why)).join('\n')}
        connector={connector}
      />
    </details>
  );
}

function Signals({ signals }: { signals: readonly Signal[] }) {
  return (
    <ol>
      {signals.map(({ id, text }) => (
        <li key={id}>
          <bdi>{trWords(text)}</bdi>
        </li>
      ))}
    </ol>
  );
}

function Copy({ text, connector }: { text: string; connector: Connector }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await connector.copy(text);
    setCopied(true);
  };
  return (
    <p>
      <button type="button" class="small" onClick={() => void copy()}>
        {tr('Copy')}
      </button>{' '}
      <span role="status" class="quiet">
        {copied ? tr('Copied') : ''}
      </span>
    </p>
  );
}

const report = (head: string, signals: readonly Signal[]) =>
  [
    `Latchkey: ${head}`,
    ...signals.map(({ id, weight, text }) => `- ${weight > 0 ? '+' : ''}${weight} ${id}: ${inEnglish(text)}`),
  ].join('\n');
