/** Which icons there are. Node only; shared by the script that draws them and the test that looks for them. */

/** File names in src/icons. `icon` is Latchkey's own; the others are states of the toolbar button. */
export const states = ['icon', 'found', 'solving', 'off', 'trouble'] as const;

/** Pixels. Toolbars at 100, 125, 150 and 200 %, extension lists, stores. */
export const SIZES = [16, 20, 24, 32, 48, 64, 96, 128] as const;
/** Pixels. What toolbars show. */
export const STATE_SIZES = [16, 20, 24, 32] as const;
/** Drawn with a margin. */
export const STORE_SIZE = 128;

/** Path inside the extension. */
export const iconFile = (state: (typeof states)[number], size: number): string => `icons/${state}-${size}.png`;
