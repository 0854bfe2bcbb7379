/** Runs axe-core in a page. Node only: a driver's scripts are not under the page's own policy against scripts. */
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Place {
  target: unknown;
  failureSummary?: string;
}

interface Rule {
  id: string;
  help: string;
  nodes: Place[];
}

interface Findings {
  /** How many rules had something to look at, and nothing to say. */
  passed: number;
  violations: Rule[];
  /** Places whose contrast axe could not tell. */
  open: Rule[];
}

const line = ({ id, help }: Rule, { target, failureSummary = '' }: Place): string =>
  `${id} (${help}) at ${JSON.stringify(target)}: ${failureSummary.replace(/\s+/g, ' ')}`;

/** Only what is read here leaves the page: axe's whole report is hundreds of kilobytes. */
const run = (runOnly: readonly string[]): string => `(async () => {
  const found = await axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations', 'incomplete'] });
  const reduce = (rules) => rules.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }));
  const open = found.incomplete.filter(({ id }) => id === 'color-contrast' || id === 'color-contrast-enhanced');
  return JSON.stringify({ passed: found.passes.length, violations: reduce(found.violations), open: reduce(open) });
})()`;

/**
 * One line for each violation, and for each place whose contrast axe could not tell.
 * @param what `contrast` is all that another colour scheme can change.
 */
export async function axeFindings(page: Page, what: 'all' | 'contrast' = 'all'): Promise<string[]> {
  await page.bringToFront();
  // A page keeps it until it goes.
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe.source);
  const answer = String(await page.evaluate(run(what === 'all' ? TAGS : ['color-contrast'])));
  const { passed, violations, open } = JSON.parse(answer) as Findings;
  if (passed === 0) throw new Error('axe found nothing to look at');
  const lines = violations.flatMap((rule) => rule.nodes.map((node) => line(rule, node)));
  // A row that its table has scrolled away looks like those that are in sight.
  for (const rule of open)
    for (const node of rule.nodes) if (!(await isScrolledAway(page, node.target))) lines.push(line(rule, node));
  return lines;
}

/** Out of the box that scrolls it. axe can't tell its background there. */
async function isScrolledAway(page: Page, target: unknown): Promise<boolean> {
  const [selector] = Array.isArray(target) ? (target as unknown[]) : [];
  if (typeof selector !== 'string') return false;
  return (await page.evaluate(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    for (let box = element?.parentElement; box && box !== document.documentElement; box = box.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(box).overflowY)) continue;
      const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
      if (inner.bottom > outer.bottom || inner.top < outer.top) return true;
    }
    return false;
  })()`)) as boolean;
}
