/**
 * Isolated world entry, at document_start in every frame. It only listens: the rest (session.iife.js) is injected by the worker
 * once the page side has seen a provider's script, so a page without a captcha pays for a few hundred bytes and wakes nobody.
 */
import { readContentCommand } from '../protocol/content-command.ts';
import type { Welcome } from '../protocol/views.ts';
import { shared } from './handover.ts';
import { openLink } from './link.ts';
import { runtime, send } from './runtime.ts';
import type { Session } from './session.ts';

let session: Session | undefined;
/** What the page side said before the session was there. */
const early: unknown[] = [];
let attaching: Promise<void> | undefined;

const link = openLink((data) => {
  if (session) return session.receive(data);
  if (early.length < 2000) early.push(data);
  void attach();
});

/** Once, however often it is called. */
function attach(): Promise<void> {
  return (attaching ??= start());
}

async function start(): Promise<void> {
  await activation();
  for (let attempt = 0; attempt < 5 && !session; attempt++) {
    try {
      const welcome = (await send('hello', { attach: true })) as Welcome | undefined;
      if (welcome) session = shared.__latchkeyStart?.(link, welcome);
    } catch {
      // The worker ended before it answered, and asking again starts a new one; or this script is an orphan, and nobody will.
    }
  }
  for (const data of early) session?.receive(data);
}

/** A prerendered page is not the page the user is on, perhaps never. */
function activation(): Promise<unknown> | undefined {
  if (!(document as Document & { prerendering?: boolean }).prerendering) return undefined;
  return new Promise((resolve) => document.addEventListener('prerenderingchange', resolve, { once: true }));
}

runtime?.onMessage.addListener((message, _sender, respond) => {
  const command = readContentCommand(message);
  if (session && command) respond(session.command(command));
  else if (command?.command === 'ping') respond({ alive: true, captchas: 0 });
  else if (command?.attach) void attach().then(() => session?.command(command));
});

// No script betrays a picture captcha, nor Friendly Captcha in a site's own bundle. What comes later than the page is looked for when a field is used.
// Which pictures are ones is judged by picture-rules.ts: here the name of a captcha (or kaptcha) is enough anywhere, and in a form that of any code.
const places =
  'img:is([src*=aptcha i],[id*=aptcha i],[class*=aptcha i],[alt*=aptcha i],form [src*=code i],form [id*=code i],form [class*=code i]),.frc-captcha';
for (const type of ['load', 'focusin']) {
  addEventListener(type, () => document.querySelector(places) && attach());
}

// A test suite wants to know whether anybody is here (src/automation).
addEventListener('latchkey-ask', attach, true);

// document.open erases document listeners; it also replaces the root element, which is all this sees.
new MutationObserver(() => link.rearm()).observe(document, { childList: true });
