/**
 * Background. A picture that its page may not read (another site's) is fetched here, with that site's cookies, since its text belongs to them, and from
 * the browser's cache where it is there: asked for again, most sites draw another one. What comes back goes to the service and never to a page.
 */
import type { Challenge } from '../core/message-schemas.ts';
import { failureFor } from '../core/error-catalogue.ts';
import type { Failure } from '../core/outcome.ts';

/** Bytes; the least that every service takes. */
const LARGEST = 50_000;
const SMALLEST = 100;
const TIMEOUT_MS = 10_000;
/** First bytes of PNG, JPEG, GIF and BMP, which services read. */
const PICTURES: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
];

/** The challenge with its picture in it; unchanged where it has one, or is none of a picture. */
export async function withPicture(challenge: Challenge): Promise<Challenge | Failure> {
  const { kind, picture } = challenge;
  if (kind !== 'image') return challenge;
  if (!picture) return failureFor('PICTURE_UNREADABLE');
  if (!/^https?:/.test(picture)) return challenge;
  const bytes = await fetched(picture).catch(() => null);
  if (
    !bytes ||
    bytes.length < SMALLEST ||
    !PICTURES.some((start) => start.every((byte, index) => bytes[index] === byte))
  )
    return failureFor('PICTURE_UNREADABLE');
  return { ...challenge, picture: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

/** Null where it is too large. Rejects where it can't be had. */
async function fetched(url: string): Promise<Uint8Array | null> {
  const response = await fetch(url, {
    credentials: 'include',
    cache: 'force-cache',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok || !response.body) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > LARGEST) {
      await reader.cancel();
      return null;
    }
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
