/** Background. A document with a captcha in it says hello: it gets the rest of the content script and what holds for its site. */
import { failureFor } from '../core/error-catalogue.ts';
import { modeFor } from '../core/mode.ts';
import { phrase } from '../core/phrase.ts';
import type { Request } from '../protocol/rpc.ts';
import type { Welcome } from '../protocol/views.ts';
import { browser } from '../platform/browser.ts';
import button from '../content/button.iife.ts?script&iife';
import more from '../page/more.iife.ts?script&iife';
import session from '../content/session.iife.ts?script&iife';
import { solvesTestKeys } from './services.ts';
import { effectiveMode, type SettingsStore } from './settings-store.ts';
import type { ContentSender } from './sender.ts';

export async function hello(
  store: SettingsStore,
  { attach }: Request<'hello'>,
  sender: ContentSender,
): Promise<Welcome> {
  const [effective] = await Promise.all([store.effective(), attach ? attachTo(sender) : undefined]);
  const { settings, accounts, problems } = effective;
  const [problem] = problems;
  const off = !problem && modeFor(settings, sender.host) === 'off';
  return {
    mode: off ? 'off' : effectiveMode(effective, sender.site),
    button: settings.button,
    events: settings.events,
    proofOfWork: settings.proofOfWork,
    solvesTestKeys: accounts.some(solvesTestKeys),
    kindsOff: settings.kindsOff,
    documentId: sender.document.documentId,
    invalid:
      problem &&
      failureFor('CONFIG_INVALID', { where: phrase('$1 $2.', problem.path, problem.says ?? phrase(problem.message)) }),
  };
}

/** The rest of both sides. The content side starts to talk when it has the answer, so the page side's rest is there by then. */
function attachTo(sender: ContentSender): Promise<unknown> {
  return Promise.all([inject(session, sender), inject(more, sender, 'MAIN')]);
}

export async function mountButton(sender: ContentSender): Promise<void> {
  await inject(button, sender);
}

/** Into the very document that asked where the browser can name it, else into its frame. */
async function inject(
  file: string,
  { document }: ContentSender,
  world: 'ISOLATED' | 'MAIN' = 'ISOLATED',
): Promise<void> {
  const { tabId, frameId } = document;
  await browser.scripting.executeScript({
    target: { tabId, frameIds: [frameId] },
    files: [file.replace(/^\/?/, '/')],
    injectImmediately: true,
    world,
  });
}
