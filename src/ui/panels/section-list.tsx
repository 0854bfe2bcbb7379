/** Options. The list of sections: beside the page, above it where that is narrow. */
import { tr } from '../tr.ts';

export function SectionList({ canAdd }: { canAdd: boolean }) {
  const sections: [id: string, title: string][] = [
    ['accounts', tr('Accounts')],
    ...(canAdd ? [['add', tr('Add an account')] as [string, string]] : []),
    ['sites', tr('Sites')],
    ['budget', tr('Budget')],
    ['proxy', tr('Proxy')],
    ['kinds', tr('Kinds of captcha')],
    ['pages', tr('In pages')],
    ['toolbar', tr('Toolbar and notifications')],
    ['shortcuts', tr('Shortcuts')],
    ['language', tr('Language')],
    ['transfer', tr('Export and import')],
    ['reset', tr('Reset')],
    ['diagnostics', tr('Diagnostics')],
    ['history', tr('History and costs')],
  ];
  return (
    <nav aria-label={tr('Sections')}>
      <ul>
        {sections.map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
