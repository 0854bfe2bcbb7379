/** Isolated world. What speaks for a captcha's being what it is held to be, gathered from this document each time it is asked. */
import { evidenceOf, oversizedKeySignal, type Signal } from '../core/evidence.ts';
import type { Words } from '../core/phrase.ts';
import type { ProviderMeta } from '../protocol/provider.ts';
import { fieldsOf, type Captcha } from './captcha.ts';

/** Scripts that are looked at; a page with more of them is told of by the first. */
const MOST_SCRIPTS = 300;
/** Places whose text is read by people, not run: markup in them is a sample. */
const SAMPLES = 'pre,code,samp,[contenteditable=""],[contenteditable="true"]';

/** Signals, the strongest first. */
export type SignalsOf = (captcha: Captcha) => Signal[];

/** Typed otherwise it is data: kept back until the visitor agrees (`javascript/blocked`), or meant for a library that runs it elsewhere. */
function isRun({ type, noModule }: HTMLScriptElement): boolean {
  return !noModule && /^(module|(text|application)\/(x-)?(java|ecma)script)?$/i.test(type.trim());
}

/** Firefox brings content scripts into sandboxed frames whose own scripts don't run, such as a mail's preview. */
const canRun = (): boolean => !matchMedia('(scripting: none)').matches;

export function createSeen(metas: Record<string, ProviderMeta>): SignalsOf {
  const runs = canRun();
  let looked = '';
  /** Provider -> the URL of its script. */
  let scripts = new Map<string, string>();

  function look(): void {
    const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const now = `${document.scripts.length} ${loaded.length}`;
    if (now === looked) return;
    looked = now;
    scripts = new Map();
    // A loader may have taken its script element away again.
    const gone = loaded.filter(({ initiatorType }) => initiatorType === 'script').slice(0, MOST_SCRIPTS);
    const present = runs ? [...document.scripts].slice(0, MOST_SCRIPTS).filter(isRun) : [];
    for (const src of [...present.map((script) => script.src), ...gone.map(({ name }) => name)]) {
      if (src)
        for (const { id, scripts: pattern } of Object.values(metas))
          if (!scripts.has(id) && pattern?.test(src)) scripts.set(id, src.slice(0, 300));
    }
  }

  return (captcha) => {
    const { container, facts } = captcha;
    const meta = metas[facts.provider];
    if (!meta) return [];
    look();
    const { id, label, markup, frames, key } = meta;
    const oversizedKey = facts.oversized?.find(({ name }) => name === 'sitekey');
    const signals = evidenceOf({
      label,
      sitekey: captcha.view.sitekey,
      keyShape: oversizedKey ? undefined : key,
      script: scripts.get(id),
      frame:
        frames && container
          ? [...container.querySelectorAll('iframe')].find(({ src }) => frames.test(src))?.src.slice(0, 300)
          : undefined,
      rendered: facts.rendered,
      picture: id === 'image',
      markup: !!markup && !!container && (container.matches(markup) || container.querySelector(markup) !== null),
      fields: fieldsOf(captcha).map((field) => field.getAttribute('name') ?? field.id),
      hidden: !facts.rendered && container?.checkVisibility() === false,
      sample: !facts.rendered && !!container?.closest(SAMPLES),
      others: [...scripts.keys()].filter((other) => other !== id).map((other) => metas[other]!.label),
    }).map((signal) => ({ ...signal, text: clipped(signal.text) }));
    return oversizedKey ? [oversizedKeySignal(oversizedKey.chars, oversizedKey.max), ...signals] : signals;
  };
}

/** A page chooses how long its names are. */
function clipped(words: Words): Words {
  return typeof words === 'string'
    ? words
    : { ...words, with: words.with.map((part) => (typeof part === 'string' ? part.slice(0, 500) : part)) };
}
