/**
 * Background. One exchange with a service. Never throws, never sends cookies, never reads more than an answer can be,
 * and logs neither address nor key.
 *
 * Measured (Chromium 156, Firefox 153): where a connection that was kept open is cut before any answer, the browser itself sends the request once more,
 * a POST too, and tells nobody. A service that makes a task and dies before it answers can so be asked twice; nothing here can see that.
 */
import { parseJson, stringifyJson } from '../core/json.ts';
import type { Exchange, HttpRequest, Send } from '../protocol/service.ts';

/** Bytes. Real answers are under 10 kB. */
const LARGEST = 256 * 1024;

export const send: Send = async (request) => {
  const { url, method, timeoutMs, largest = LARGEST, follow = false } = request;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      ...contentOf(request),
      credentials: 'omit',
      cache: 'no-store',
      redirect: follow ? 'follow' : 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
    // An endpoint that sends us elsewhere with the key in hand is not obeyed.
    if (response.redirected && URL.parse(response.url)?.origin !== URL.parse(url)?.origin)
      return { kind: 'unreachable' };
    const retryAfter =
      retryAfterSeconds(response.headers.get('retry-after')) ??
      (response.status === 429 ? secondsUntil(response.headers.get('x-ratelimit-reset')) : undefined);
    const text = await readCapped(response, largest);
    if (text === null) return { kind: 'too-large', status: response.status };
    return parsed(text, response.status, retryAfter);
  } catch {
    return { kind: signal.aborted ? 'timeout' : 'unreachable' };
  }
};

function contentOf({ json, form, headers }: HttpRequest): { headers: Record<string, string>; body?: string } {
  const accept = { accept: 'application/json', ...headers };
  if (json !== undefined)
    return { headers: { ...accept, 'content-type': 'application/json' }, body: stringifyJson(json) };
  if (form)
    return {
      headers: { ...accept, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    };
  return { headers: accept };
}

function parsed(text: string, status: number, retryAfter: number | undefined): Exchange {
  try {
    return { kind: 'json', status, body: parseJson(text), retryAfter };
  } catch {
    return { kind: 'not-json', status, text, retryAfter };
  }
}

async function readCapped(response: Response, largest: number): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > largest) {
      await reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** X-RateLimit-Reset (uCaptcha) holds a Unix time in seconds. */
function secondsUntil(header: string | null): number | undefined {
  const seconds = header && /^\d{9,11}$/.test(header) ? Number(header) - Math.floor(Date.now() / 1000) : NaN;
  return seconds >= 0 && seconds <= 86_400 ? seconds : undefined;
}

/** Retry-After holds seconds or a date; anything else, or more than a day, is not believed. */
function retryAfterSeconds(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) && seconds >= 0 && seconds <= 86_400 ? seconds : undefined;
}
