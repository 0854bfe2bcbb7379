/*
 * Latchkey lab: a page of React (StrictMode) whose own component draws Friendly Captcha's widget from npm: no script of the provider's, no global of it.
 * Page world; built by wrappers.ts.
 */
import { createElement as h, StrictMode, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { WidgetInstance } from 'friendly-challenge';

function Friendly() {
  const place = useRef(null);
  const widget = useRef(null);
  const [token, setToken] = useState('');
  useEffect(() => {
    // Mounted twice, it is made once: the widget's own destroy() would take the place away.
    widget.current ??= new WidgetInstance(place.current, {
      sitekey: window.keys.frc,
      startMode: 'none',
      puzzleEndpoint: `${location.origin}/lab/friendly/puzzle`,
      doneCallback: setToken,
    });
    return () => widget.current.reset();
  }, []);
  return h(
    'section',
    null,
    h('div', { ref: place, className: 'frc-captcha', 'data-sitekey': window.keys.frc }),
    h('output', { id: 'frc' }, token),
  );
}

createRoot(document.getElementById('root')).render(h(StrictMode, null, h(Friendly)));
