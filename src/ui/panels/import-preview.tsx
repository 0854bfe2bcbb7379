/** Options. What a file of settings would change, or everything that is wrong with it. */
import { useEffect, useRef } from 'preact/hooks';
import type { ImportPreview } from '../../protocol/views.ts';
import { tr, trWords } from '../tr.ts';

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
      <div ref={note} class="note note-bad" role="group" tabIndex={-1} aria-label={tr('What is wrong with the file')} data-import-problems>
        <p>{tr('$1 has mistakes, so nothing was changed:', name)}</p>
        <ul>
          {problems.map(({ path, message, says }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> <bdi>{trWords(says ?? message)}</bdi>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const same = !changes.length && accounts.every(({ fate }) => fate === 'kept');
  return (
    <div ref={note} class="note" role="group" tabIndex={-1} aria-label={tr('What the file would change')} data-import-preview>
      <p>{same ? tr('$1 has the settings that are in force already.', name) : tr('$1 replaces everything that was set on this page:', name)}</p>
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
            {changes.map(({ path, before, after }) => (
              <tr key={path} data-change={path}>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td>
                  <bdi>{before ?? tr('not set')}</bdi>
                </td>
                <td>
                  <bdi>{after ?? tr('not set')}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <ul>
        {accounts.map(({ label, endpoint, fate }, index) => (
          <li key={`${index} ${fate}`} data-fate={fate}>
            {fateText(`${label} (${endpoint})`, fate)}
          </li>
        ))}
      </ul>
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
    </div>
  );
}

function fateText(account: string, fate: ImportPreview['accounts'][number]['fate']): string {
  if (fate === 'kept') return tr('$1 stays, with its key.', account);
  if (fate === 'new') return tr('$1 is added.', account);
  return fate === 'goes' ? tr('$1 is removed, with its key.', account) : tr('$1 is added and needs its key, which is not in the file.', account);
}
