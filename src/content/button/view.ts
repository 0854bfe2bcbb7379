/**
 * Isolated world. The button itself, in a closed shadow root. Styled by properties only: a page's CSP can forbid style sheets.
 * Only a person can press it: scripted clicks don't count, nor does a click while something else covers or hides it.
 */
import type { CaptchaView } from '../../core/captcha-view.ts';

export interface SolveButton {
  show(view: CaptchaView): void;
  /** Document coordinates of its upper left corner; null hides it. */
  place(at: { x: number; y: number } | null): void;
  size(): { width: number; height: number };
  remove(): void;
}

const words = {
  detected: { button: 'Solve', status: '' },
  solving: { button: 'Cancel', status: 'Solving …' },
  solved: { button: '', status: 'Solved' },
  failed: { button: 'Retry', status: '' },
  cancelled: { button: 'Retry', status: 'Cancelled' },
} as const;

const look = {
  host: { all: 'initial', position: 'absolute', 'z-index': '2147483647', display: 'block', 'color-scheme': 'light dark', 'pointer-events': 'auto' },
  card: {
    font: '14px/1.4 system-ui, sans-serif', display: 'flex', 'flex-wrap': 'wrap', gap: '8px', 'align-items': 'center', 'max-width': '260px',
    'box-sizing': 'border-box', padding: '4px', 'border-radius': '10px', background: 'light-dark(#fff, #222836)', color: 'light-dark(#1b2130, #e8ecf4)',
    border: '1px solid light-dark(#d5dae4, #3b4356)',
  },
  button: {
    font: '600 14px/1.2 system-ui, sans-serif', 'min-height': '34px', padding: '6px 16px', 'border-radius': '8px', border: '1px solid transparent',
    background: 'light-dark(#2456c7, #8db1ff)', color: 'light-dark(#fff, #10203f)', cursor: 'pointer',
  },
  text: { padding: '0 6px', 'overflow-wrap': 'anywhere' },
} as const;

function styled<T extends HTMLElement>(element: T, properties: Record<string, string>): T {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value, 'important');
  return element;
}

export function createButton(actions: { solve(): void; cancel(): void }): SolveButton {
  const host = styled(document.createElement('div'), look.host);
  const root = host.attachShadow({ mode: 'closed' });
  const card = styled(document.createElement('div'), look.card);
  const button = styled(document.createElement('button'), look.button);
  const status = styled(document.createElement('span'), look.text);
  button.type = 'button';
  status.setAttribute('role', 'status');
  card.append(button, status);
  root.append(card);
  let state: CaptchaView['state'] = 'detected';
  let shown = '';

  button.addEventListener('click', (event) => {
    if (!event.isTrusted || isCovered(event)) return;
    if (state === 'solving') actions.cancel();
    else actions.solve();
  });

  /** A press by keyboard has no place; one by pointer must have landed on the button that the user sees. */
  function isCovered(event: MouseEvent): boolean {
    const visible = host.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return !visible || (event.detail > 0 && document.elementFromPoint(event.clientX, event.clientY) !== host);
  }

  return {
    show(view) {
      ({ state } = view);
      const { button: name, status: word } = words[state];
      const text = state === 'failed' && view.failure ? `${view.failure.message} ${view.failure.fix}` : word;
      if (shown !== `${state} ${text}`) {
        shown = `${state} ${text}`;
        button.textContent = name;
        button.setAttribute('aria-label', `${name} this ${view.kind} captcha with Latchkey`);
        styled(button, { display: name ? 'inline-block' : 'none' });
        status.textContent = text;
        styled(status, { display: text ? 'inline' : 'none' });
      }
      if (!host.isConnected) document.documentElement.append(host);
    },
    place(at) {
      styled(host, at ? { display: 'block', left: `${at.x}px`, top: `${at.y}px` } : { display: 'none' });
    },
    size: () => ({ width: card.offsetWidth, height: card.offsetHeight }),
    remove: () => host.remove(),
  };
}
