/** Runs axe-core in a page. Node only: a driver's scripts are not under the page's own policy against scripts. */
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe could not decide and a person has: part of the message, and why it is no fault.
 * Only colour contrast is listed there; axe leaves other questions open that no page answers.
 */
const DECIDED: readonly { says: string; because: string }[] = [];

const line = ({ id, help }: { id: string; help: string }, { target, failureSummary = '' }: { target: unknown; failureSummary?: string }): string =>
  `${id} (${help}) at ${JSON.stringify(target)}: ${failureSummary.replace(/\s+/g, ' ')}`;

/**
 * One line for each violation, and for each place whose contrast axe could not tell.
 * @param what `contrast` is all that another colour scheme can change.
 */
export async function axeFindings(page: Page, what: 'all' | 'contrast' = 'all'): Promise<string[]> {
  const runOnly = what === 'all' ? TAGS : ['color-contrast'];
  await page.bringToFront();
  await page.evaluate(axe.source);
  const found = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations', 'incomplete'] })`)) as AxeResults;
  if (found.passes.length === 0) throw new Error('axe found nothing to look at');
  const contrast = found.incomplete.filter(({ id }) => id === 'color-contrast' || id === 'color-contrast-enhanced');
  const lines = [...found.violations, ...contrast].flatMap((rule) => rule.nodes.map((node) => line(rule, node)));
  return lines.filter((one) => !DECIDED.some(({ says }) => one.includes(says)));
}
