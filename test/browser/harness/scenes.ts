/** Every surface of the extension in every state it can be in, for pictures (`npm run screenshots`) and for accessibility.spec.ts. Node only. */
import { actScenes } from './scenes/acts.ts';
import { failureScenes } from './scenes/popup-failures.ts';
import { inPageScenes } from './scenes/in-page.ts';
import { optionsScenes } from './scenes/options.ts';
import { popupScenes } from './scenes/popup.ts';
import type { Scene } from './scenes/scene.ts';

/** In the order in which they are to be shown; within a group each leaves the browser as the next one needs it. */
export const scenes: readonly Scene[] = [
  ...popupScenes,
  ...failureScenes,
  ...inPageScenes,
  ...optionsScenes,
  ...actScenes,
];
