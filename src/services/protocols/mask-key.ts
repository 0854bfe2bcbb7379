/**
 * Background. Removes the API key from a service's text in every form in which services repeat it: verbatim, in another case, encoded for
 * a URL or a header, shortened in the middle, or one half of `user:password` alone.
 */

const MASK = '(key)';
/** From this length, a secret is matched in any case and in part: it can't be an ordinary word. */
const MIN_DISTINCT_LENGTH = 8;
/** From this length, a user name or a password is masked on its own. */
const MIN_HALF_LENGTH = 4;
/** From this length, the visible part of a shortened key is recognized. */
const MIN_SHOWN_LENGTH = 4;

export function maskKey(text: string, key: string): string {
  if (!key) return text;
  const halves = key.includes(':') ? key.split(':').filter((half) => half.length >= MIN_HALF_LENGTH) : [];
  const forms = [key, ...halves].flatMap((secret) => [secret, ...encodedForms(secret)]);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const masked = longestFirst.reduce((now, form) => now.replace(toPattern(form), MASK), text);
  return [key, ...halves].reduce(maskShortened, masked);
}

function encodedForms(secret: string): string[] {
  return [
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams([['', secret]]).toString().slice(1),
    toBase64(secret),
    toBase64(`${secret}:`),
  ];
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function toPattern(form: string): RegExp {
  const escaped = form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(escaped, form.length >= MIN_DISTINCT_LENGTH ? 'gi' : 'g');
}

/** Masks `01234567…89abcdef`, `0123****cdef`, `****cdef`. */
function maskShortened(text: string, secret: string): string {
  if (secret.length < MIN_DISTINCT_LENGTH) return text;
  return text.replace(
    /([^\s"'“”,;()]*?)(…|\.{2,}|\*{2,}|•{2,}|#{2,})([^\s"'“”,;()]*)/g,
    (whole, head: string, _gap: string, tail: string) => {
      const [atHead, atTail] = [lengthAtEnd(head, secret), lengthAtStart(tail, secret)];
      if (!atHead && !atTail) return whole;
      return head.slice(0, head.length - atHead) + MASK + tail.slice(atTail);
    },
  );
}

/** Returns how many characters at the end of `text` are the secret's beginning; 0 if too few to be sure. */
function lengthAtEnd(text: string, secret: string): number {
  const [end, start] = [text.toLowerCase(), secret.toLowerCase()];
  for (let length = Math.min(end.length, start.length); length >= MIN_SHOWN_LENGTH; length--)
    if (end.endsWith(start.slice(0, length))) return length;
  return 0;
}

/** Returns how many characters at the start of `text` are the secret's end; 0 if too few to be sure. */
function lengthAtStart(text: string, secret: string): number {
  const [start, end] = [text.toLowerCase(), secret.toLowerCase()];
  for (let length = Math.min(start.length, end.length); length >= MIN_SHOWN_LENGTH; length--)
    if (start.startsWith(end.slice(-length))) return length;
  return 0;
}
