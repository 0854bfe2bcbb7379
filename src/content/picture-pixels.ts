/**
 * Isolated world. What is in a picture, taken from the page as it is shown: most sites draw another text with every request. Where another site's picture
 * forbids that, its address, which the worker fetches by itself.
 */
import { MAX_PICTURE_CHARS, MAX_TEXT_CHARS } from '../core/limits.ts';
import type { Failure } from '../core/outcome.ts';
import { pictureUnreadable } from './failures.ts';

/** Bytes below which a service can't take it for a picture. */
const SHORTEST = 140;
/** Pixels. Larger ones are scaled down to it. */
const WIDEST = 600;

function drawn(picture: HTMLImageElement, scale: number, type: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  if (type === 'image/jpeg') {
    // JPEG has no transparency: what was clear must not turn black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL(type, 0.9).replace(/^data:[^,]*,/, '');
}

/** Base64, or an http(s) address. */
export async function takePicture(picture: Element | null): Promise<string | Failure> {
  if (!(picture instanceof HTMLImageElement)) return pictureUnreadable;
  await picture.decode().catch(() => {});
  if (!picture.naturalWidth) return pictureUnreadable;
  const scale = Math.min(1, WIDEST / Math.max(picture.naturalWidth, picture.naturalHeight));
  try {
    for (const [type, factor] of [
      ['image/png', 1],
      ['image/jpeg', 1],
      ['image/jpeg', 0.5],
    ] as const) {
      const base64 = drawn(picture, scale * factor, type);
      if (base64.length > SHORTEST && base64.length <= MAX_PICTURE_CHARS) return base64;
    }
  } catch {
    const { currentSrc } = picture;
    if (/^https?:/.test(currentSrc) && currentSrc.length <= MAX_TEXT_CHARS) return currentSrc;
  }
  return pictureUnreadable;
}
