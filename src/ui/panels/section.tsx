/** Options. One card of the page, with the heading that the list of sections leads to. */
import type { ComponentChildren } from 'preact';
import { FixedBy } from './fixed-by.tsx';

interface Props {
  id: string;
  title: string;
  /** A sentence or two on what this is for. */
  about?: string;
  by?: 'file' | 'policy';
  children: ComponentChildren;
}

export function Section({ id, title, about, by, children }: Props) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {about ? <p class="quiet">{about}</p> : null}
      <FixedBy by={by} />
      {children}
    </section>
  );
}
