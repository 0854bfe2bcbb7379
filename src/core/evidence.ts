/**
 * Why a captcha is held to be what it is. Pure. Each signal has a weight; what is shown to the user is the list, in words. A key that is a
 * placeholder of a template or of a documentation is no captcha, whatever else speaks for it.
 */

/** What was seen of a captcha and around it. */
export interface Seen {
  /** Provider's name for people. */
  label: string;
  sitekey: string;
  /** Shape of the provider's keys; absent where it has none. */
  keyShape?: RegExp;
  /** URL of the provider's script in this page; absent where its code came bundled or is written into the page. */
  script?: string;
  /** Its API or its element shows the widget: it takes a token. False: only markup and the script's URL speak. */
  rendered: boolean;
  /** Names of its response fields in the page. */
  fields: readonly string[];
  /** Labels of other providers whose scripts are in the page too. */
  others: readonly string[];
}

export interface Signal {
  id: 'api' | 'script' | 'no-script' | 'field' | 'key' | 'odd-key' | 'others';
  /** Speaks for it above 0, against it below. */
  weight: number;
  text: string;
}

export function evidenceOf({ label, sitekey, keyShape, script, rendered, fields, others }: Seen): Signal[] {
  const signals: Signal[] = [];
  if (rendered) signals.push({ id: 'api', weight: 5, text: `${label}’s own code has put it on the page.` });
  if (script) signals.push({ id: 'script', weight: 4, text: `${label}’s script serves the page: ${withoutQuery(script)}` });
  else signals.push({ id: 'no-script', weight: 0, text: 'No script of the provider’s address is on the page: its code is the site’s own copy.' });
  for (const name of new Set(fields)) signals.push({ id: 'field', weight: 2, text: `The page has its response field: ${name}` });
  if (keyShape && sitekey) {
    if (keyShape.test(sitekey)) signals.push({ id: 'key', weight: 2, text: `The sitekey has the form of ${label}’s keys: ${sitekey}` });
    else signals.push({ id: 'odd-key', weight: -1, text: `The sitekey has not the usual form of ${label}’s keys: ${sitekey}` });
  }
  if (others.length) signals.push({ id: 'others', weight: 0, text: `Also on this page, and not this captcha’s: ${others.join(', ')}` });
  return signals;
}

/** A query can hold what the site would not tell others. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{|\}\}|<%|%>|<\?|\$\{|\[\[|^%.+%$|^#.+#$/,
  /^[<[(]?\s*(your|my|the|insert|enter|put|add|change|replace|example|sample|dummy|some|public|client)?[\s_-]*(own[\s_-]*)?(re|h|turnstile|cf)?[\s_-]*(captcha)?[\s_-]*(site|public|client|api)[\s_-]*key([\s_-]*(here|goes[\s_-]*here))?\s*[>\])]?$/i,
  /^(x+|\.+|\*+|-+|_+|0+|todo|tbd|null|undefined|none|nan|false|true)$/i,
  /^(your|insert|enter|replace|change)[\s_-]/i,
];

/** A key that stands for a key: of a template that was not filled in, or of a documentation. */
export function isPlaceholder(sitekey: string): boolean {
  const key = sitekey.trim();
  return key !== '' && PLACEHOLDERS.some((pattern) => pattern.test(key));
}
