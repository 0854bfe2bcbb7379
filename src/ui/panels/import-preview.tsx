/** Options. What a file of settings would change, or everything that is wrong with it. */
import { useEffect, useRef } from 'preact/hooks';
import type { ImportPreview } from '../../protocol/views.ts';
import { languageTag, tr, trWords } from '../tr.ts';

/** Lines and characters that are shown; a file of a million characters may be anything. */
const LINES = 50;
const CHARACTERS = 200;

const short = (text: string): string => (text.length > CHARACTERS ? `${text.slice(0, CHARACTERS)}…` : text);

/** How many lines there are beyond those shown. */
function More({ all }: { all: number }) {
  return all > LINES ? <p data-more>{`… +${new Intl.NumberFormat(languageTag()).format(all - LINES)}`}</p> : null;
}

interface Props {
  name: string;
  preview: ImportPreview;
  onTake: () => void;
  onCancel: () => void;
}

export function Preview({ name, preview: { problems, changes, accounts }, onTake, onCancel }: Props) {
  const note = useRef<HTMLDivElement>(null);
  // Read out from its beginning, and its buttons are next.
  useEffect(() => note.current?.focus(), []);
  if (problems.length) {
    return (
      <div
        ref={note}
        class="note note-bad"
        role="group"
        tabIndex={-1}
        aria-label={tr('What is wrong with the file')}
        data-import-problems
      >
        <p>{tr('$1 has mistakes, so nothing was changed:', name)}</p>
        <ul>
          {problems.slice(0, LINES).map(({ path, message, says }) => (
            <li key={`${path} ${message}`}>
              <code>{short(path)}</code> <bdi>{trWords(says ?? message)}</bdi>
            </li>
          ))}
        </ul>
        <More all={problems.length} />
      </div>
    );
  }
  const same = !changes.length && accounts.every(({ fate }) => fate === 'kept');
  return (
    <div
      ref={note}
      class="note"
      role="group"
      tabIndex={-1}
      aria-label={tr('What the file would change')}
      data-import-preview
    >
      <p>
        {same
          ? tr('$1 has the settings that are in force already.', name)
          : tr('$1 replaces everything that was set on this page:', name)}
      </p>
      <div class="tools">
        <button type="button" data-cancel-import onClick={onCancel}>
          {tr('Cancel')}
        </button>
        {same ? null : (
          <button type="button" class="primary" data-take-import onClick={onTake}>
            {tr('Replace everything')}
          </button>
        )}
      </div>
      <ul>
        {accounts.map(({ label, endpoint, fate }, index) => (
          <li key={`${index} ${fate}`} data-fate={fate}>
            {fateText(`${label} (${endpoint})`, fate)}
          </li>
        ))}
      </ul>
      {changes.length ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{tr('Setting')}</th>
              <th scope="col">{tr('Now')}</th>
              <th scope="col">{tr('In the file')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, LINES).map(({ path, before, after }) => (
              <tr key={path} data-change={path}>
                <th scope="row">
                  <code>{short(path)}</code>
                </th>
                <td>
                  <bdi>{before === undefined ? tr('not set') : short(before)}</bdi>
                </td>
                <td>
                  <bdi>{after === undefined ? tr('not set') : short(after)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <More all={changes.length} />
    </div>
  );
}

function fateText(account: string, fate: ImportPreview['accounts'][number]['fate']): string {
  if (fate === 'kept') return tr('$1 stays, with its key.', account);
  if (fate === 'new') return tr('$1 is added.', account);
  return fate === 'goes'
    ? tr('$1 is removed, with its key.', account)
    : tr('$1 is added and needs its key, which is not in the file.', account);
}
