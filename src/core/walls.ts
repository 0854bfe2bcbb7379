/**
 * Bot walls: pages that a firewall shows instead of the site, whose clearance is bound to the visitor's address and browser. They are explained,
 * never bought. Pure. Each sign was found in public code that tells such pages apart from the site's own (the firewalls' everyday scripts, which
 * ordinary pages load as well, are no sign).
 */
import { marked } from './phrase.ts';

/** What a page shows, as gathered by background/walls.ts. */
export interface PageSigns {
  title: string;
  /** URLs of scripts and of frames, the page's own among them. */
  scripts: readonly string[];
  frames: readonly string[];
  /** Of `wallMarks`, those that are ids in the page or words of its inline scripts. */
  marks: readonly string[];
  /** Characters of text that the page shows. */
  textLength: number;
}

export interface Wall {
  id: string;
  label: string;
  /** What the visitor can do, beside waiting. */
  advice: string;
}

interface Rule extends Wall {
  is(signs: PageSigns): boolean;
}

/** Ids and words of inline scripts that are looked for. */
export const wallMarks = [
  '_cf_chl_opt',
  'px-captcha',
  'sec-if-cpt-container',
  'sec-cpt-if',
  'gokuProps',
  'KPSDK',
  '_Incapsula_Resource',
] as const;

const BY_HAND = marked('Go through it by hand in this browser.');
const bears =
  (...wanted: readonly string[]) =>
  ({ marks }: PageSigns) =>
    wanted.some((mark) => marks.includes(mark));
const loads =
  (pattern: RegExp) =>
  ({ scripts, frames }: PageSigns) =>
    [...scripts, ...frames].some((url) => pattern.test(url));
/** A page with hardly a word on it. */
const isBare = ({ textLength }: PageSigns) => textLength < 400;

const rules: readonly Rule[] = [
  {
    // Ordinary pages load /scripts/jsd/ of the same folder.
    id: 'cloudflare',
    label: 'Cloudflare',
    advice: 'It often lets a visitor through after some seconds; else tick its box by hand.',
    is: (signs) => bears('_cf_chl_opt')(signs) || loads(/\/cdn-cgi\/challenge-platform\/h\/\w\/orchestrate\//)(signs),
  },
  { id: 'datadome', label: 'DataDome', advice: BY_HAND, is: loads(/^https:\/\/(geo|ct)\.captcha-delivery\.com\//) },
  {
    id: 'perimeterx',
    label: 'HUMAN (PerimeterX)',
    advice: 'Press and hold its button by hand.',
    is: (signs) => bears('px-captcha')(signs) || loads(/\/\/captcha\.px-(cdn\.net|cloud\.net)\//)(signs),
  },
  { id: 'akamai', label: 'Akamai', advice: BY_HAND, is: bears('sec-if-cpt-container', 'sec-cpt-if') },
  {
    id: 'aws',
    label: 'AWS WAF',
    advice: 'It reloads the page by itself once its check is done.',
    is: (signs) => bears('gokuProps')(signs) && isBare(signs),
  },
  // Sites use the same path and Imperva the same resource on their ordinary pages.
  {
    id: 'kasada',
    label: 'Kasada',
    advice: 'Reload the page in a browser window that you use every day.',
    is: (signs) => isBare(signs) && (bears('KPSDK')(signs) || loads(/\/149e9513-[\w-]+\/[\w-]+\/ips\.js/)(signs)),
  },
  {
    id: 'imperva',
    label: 'Imperva',
    advice: BY_HAND,
    is: (signs) => isBare(signs) && (bears('_Incapsula_Resource')(signs) || loads(/\/_Incapsula_Resource\?/)(signs)),
  },
];

export function wallOf(signs: PageSigns): Wall | undefined {
  const rule = rules.find(({ is }) => is(signs));
  return rule && { id: rule.id, label: rule.label, advice: rule.advice };
}
