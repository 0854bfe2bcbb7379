/**
 * Isolated world entry, at document_start in every frame. It only listens: the rest (session.iife.js) is injected by the worker
 * once the page side has seen a provider's script, so a page without a captcha pays for a few hundred bytes and wakes nobody.
 */
import { readContentCommand } from '../protocol/content-command.ts';
import { askUntilAnswered, onCommand } from './ask.ts';
import { shared } from './handover.ts';
import { openLink } from './link.ts';
import type { Session } from './session.ts';

let session: Session | undefined;
/** What the page side said before the session was there. */
let early: unknown[] | undefined;

const link = openLink((data) => {
  if (session) return session.receive(data);
  if (!early) {
    early = [];
    void attach();
  }
  if (early.length < 2000) early.push(data);
});

async function attach(): Promise<void> {
  await activation();
  const welcome = await askUntilAnswered('hello', { attach: true }, new AbortController().signal, 5).catch(() => null);
  if (!welcome || !shared.__latchkeyStart) return;
  session = shared.__latchkeyStart(link, welcome);
  for (const data of early ?? []) session.receive(data);
}

/** A prerendered page is not the page the user is on, perhaps never. */
function activation(): Promise<unknown> | undefined {
  if (!(document as Document & { prerendering?: boolean }).prerendering) return undefined;
  return new Promise((resolve) => document.addEventListener('prerenderingchange', resolve, { once: true }));
}

onCommand((message) => {
  const command = readContentCommand(message);
  if (!command) return undefined;
  if (session) return session.command(command.command, command.captchaId, command.documentId);
  return command.command === 'ping' ? { alive: true, captchas: 0 } : undefined;
});

// document.open erases document listeners; it also replaces the root element, which is all this sees.
new MutationObserver(() => link.rearm()).observe(document, { childList: true });
