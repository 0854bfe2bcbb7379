/** Popup. How a solve went, line by line: which accounts were asked, what they said, what was done about it. */
import type { TimelineLine } from '../../core/timeline.ts';
import { tr, trWords } from '../tr.ts';
import { seconds } from '../words.ts';

export function Timeline({ lines }: { lines: readonly TimelineLine[] }) {
  return (
    <details class="more timeline">
      <summary>{tr('How it went')}</summary>
      <ol>
        {lines.map(({ after, text }, index) => (
          <li key={index}>
            <span class="quiet">{seconds(after)}</span> <bdi>{trWords(text)}</bdi>
          </li>
        ))}
      </ol>
    </details>
  );
}
