/** Every surface of the extension in every state it can be in, for pictures (`npm run screenshots`) and for accessibility-*.spec.ts. Node only. */
import { actScenes } from './scenes/acts.ts';
import { failureScenes } from './scenes/popup-failures.ts';
import { inPageScenes } from './scenes/in-page.ts';
import { optionsScenes } from './scenes/options.ts';
import { popupScenes } from './scenes/popup.ts';
import type { Scene, Surface } from './scenes/scene.ts';

export type Part = 'popup' | 'popup-failures' | 'in-page' | 'options' | 'history';
export type PanelSurface = Exclude<Surface, 'in-page'>;

const others = [...popupScenes, ...inPageScenes, ...optionsScenes, ...actScenes];
const of = (...surfaces: Surface[]): readonly Scene[] => others.filter(({ surface }) => surfaces.includes(surface));

/** Each is judged by a spec file of its own, accessibility-PART.spec.ts. Scenes are in the order in which they are to be shown. */
export const parts: Record<Part, readonly Scene[]> = {
  popup: of('popup'),
  'popup-failures': failureScenes,
  'in-page': of('in-page'),
  options: of('options'),
  history: of('history', 'welcome'),
};

/** The part that shows all panels of the surface. */
export const partOfPanels: Record<PanelSurface, Part> = {
  popup: 'popup',
  options: 'options',
  history: 'history',
  welcome: 'history',
};

export const scenes: readonly Scene[] = Object.values(parts).flat();
