/**
 * Isolated world. How the button looks. The host's own properties are set inline and important, which no style sheet of the page outranks;
 * the rest is a constructed style sheet, which a page's CSP does not judge.
 */

const CSS = `
.card{--ink:#1b2130;--paper:#fff;--line:#bfc7d6;--accent:#2456c7;--good:#17683d;--bad:#a2231c;display:flex;flex-wrap:wrap;align-items:center;gap:6px;
box-sizing:border-box;width:max-content;max-width:min(272px,100vw - 16px);padding:4px;border:1px solid var(--line);border-radius:12px;
background:var(--paper);color:var(--ink);box-shadow:0 1px 3px #0003;font:14px/1.4 system-ui,sans-serif;overflow-wrap:anywhere}
.status,button{display:flex;align-items:center;gap:7px;padding:5px 9px}
.status:empty,[hidden]{display:none}
.solved .status{color:var(--good);font-weight:600}
.failed{padding:6px;border-color:var(--bad)}
.failed .status{display:block;flex:1 0 0;min-width:min(190px,100%)}
strong{display:block;color:var(--bad)}
button{box-sizing:border-box;min-height:34px;margin:0;padding:5px 14px;border:1px solid var(--line);border-radius:9px;background:none;color:var(--ink);
font:600 14px/1.2 system-ui,sans-serif;cursor:pointer}
button:hover{border-color:var(--accent)}
button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.main{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.main:hover{filter:brightness(1.15)}
.solving .main,.elsewhere .main{background:none;border-color:var(--line);color:var(--ink)}
.elsewhere .other{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.hide{align-self:start;padding:5px;min-height:0;border-color:#0000}
svg{width:16px;height:16px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
.solving svg{animation:turn 1s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){svg{animation:none!important}}
@media (prefers-color-scheme:dark){.card{--ink:#e8ecf4;--paper:#171b24;--line:#4a546a;--accent:#8db1ff;--good:#7fdba6;--bad:#ffb3ab}}
@media print{.card{display:none}}`;

/** Outlines in a box of 16, drawn with the text's colour. */
const drawings = {
  key: 'M9.2 9.2l5.3 5.3M11 11l2-2M5.5 2a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7',
  solving: 'M8 2a6 6 0 1 1-6 6',
  solved: 'M2.5 8.5l3.5 3.5l7.5-8',
  hide: 'M4 4l8 8M12 4l-8 8',
} as const;

export function drawing(name: keyof typeof drawings): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', drawings[name]);
  svg.append(path);
  return svg;
}

export function dress(root: ShadowRoot): void {
  // By way of `window`: in Firefox the bare name is the isolated world's own, whose sheets no document takes.
  const sheet = new (window as unknown as typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
}

/** `all` outranks whatever the page's style sheets say, for every property but these. */
export const hostStyle = {
  all: 'initial',
  'z-index': '2147483647',
  display: 'block',
  direction: 'ltr',
  'unicode-bidi': 'isolate',
  'color-scheme': 'light dark',
};

/** Rewrites the whole style attribute: whatever the page wrote there is gone. */
export function setStyle(element: HTMLElement, properties: Record<string, string>): void {
  element.removeAttribute('style');
  for (const name in properties) element.style.setProperty(name, properties[name]!, 'important');
}
