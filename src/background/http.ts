/**
 * Background. One POST of JSON to a service. Never throws, never sends cookies, never reads more than an answer can be,
 * and logs neither address nor key.
 */
import type { Exchange, Post } from '../protocol/service.ts';

/** Bytes. Real answers are under 10 kB. */
const LARGEST = 256 * 1024;

export const post: Post = async (url, body, timeoutMs) => {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
    const retryAfter = retryAfterSeconds(response.headers.get('retry-after'));
    const text = await readCapped(response);
    if (text === null) return { kind: 'too-large', status: response.status };
    return parsed(text, response.status, retryAfter);
  } catch {
    return { kind: signal.aborted ? 'timeout' : 'unreachable' };
  }
};

function parsed(text: string, status: number, retryAfter: number | undefined): Exchange {
  try {
    return { kind: 'json', status, body: JSON.parse(text), retryAfter };
  } catch {
    return { kind: 'not-json', status, retryAfter };
  }
}

async function readCapped(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > LARGEST) {
      await reader.cancel().catch(() => {});
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Retry-After holds seconds or a date; anything else, or more than a day, is not believed. */
function retryAfterSeconds(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) && seconds >= 0 && seconds <= 86_400 ? seconds : undefined;
}
