/** One page with every picture that was taken, to look through. Node only. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Picture {
  surface: string;
  scene: string;
  variant: string;
  /** Relative to the sheet. */
  file: string;
}

const STYLE = `:root { color-scheme: light dark; } body { font: 14px/1.4 system-ui, sans-serif; margin: 24px; }
.scene { display: flex; gap: 12px; align-items: start; overflow-x: auto; padding-block-end: 24px; }
figure { margin: 0; flex: none; } img { display: block; border: 1px solid #8888; max-height: 900px; max-width: 420px; } .popup img { max-width: 360px; }`;

/** @returns the path of the sheet. Scenes come in the order of `order`. */
export function writeContactSheet(
  folder: string,
  pictures: readonly Picture[],
  order: readonly { surface: string; name: string }[],
): string {
  const parts: string[] = [];
  let last = '';
  for (const { surface, name } of order) {
    const own = pictures.filter((one) => one.surface === surface && one.scene === name);
    if (own.length === 0) continue;
    if (surface !== last) parts.push(`<h2>${surface}</h2>`);
    last = surface;
    const figures = own.map(
      ({ file, variant }) =>
        `<figure><figcaption>${variant}</figcaption><a href="${file}"><img loading="lazy" src="${file}" alt="${surface} ${name} ${variant}"></a></figure>`,
    );
    parts.push(`<h3>${name}</h3><div class="scene ${surface}">${figures.join('')}</div>`);
  }
  const path = resolve(folder, 'index.html');
  writeFileSync(
    path,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Latchkey: every surface in every state</title><style>${STYLE}</style><h1>Every surface in every state</h1>${parts.join('\n')}`,
  );
  return path;
}
