/**
 * The lab's picture captcha: five figures, drawn anew with every request as most sites do, and a check that takes an answer once. Node only.
 * The lab's solving services read what they are sent by its pixels, so a picture that was fetched a second time has another answer.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { PNG } from 'pngjs';
import type { LabResponse, LabRoute } from '../route.ts';

/** Five columns by seven rows each, a row a number. */
const FIGURES: readonly (readonly number[])[] = [
  [14, 17, 19, 21, 25, 17, 14],
  [4, 12, 4, 4, 4, 4, 14],
  [14, 17, 1, 2, 4, 8, 31],
  [31, 2, 4, 2, 1, 17, 14],
  [2, 6, 10, 18, 31, 2, 2],
  [31, 16, 30, 1, 1, 17, 14],
  [6, 8, 16, 30, 17, 17, 14],
  [31, 1, 2, 4, 8, 8, 8],
  [14, 17, 17, 14, 17, 17, 14],
  [14, 17, 17, 15, 1, 2, 12],
];
const COUNT = 5;
const DOT = 5;
const LEFT = 14;
const TOP = 12;
const STEP = 34;
const WIDTH = LEFT * 2 + STEP * COUNT - 9;
const HEIGHT = TOP * 2 + DOT * 7;

function isInk(text: string, x: number, y: number): boolean {
  const place = Math.floor((x - LEFT) / STEP);
  const column = Math.floor((x - LEFT - place * STEP) / DOT);
  const row = Math.floor((y - TOP) / DOT);
  const figure = FIGURES[Number(text[place])];
  return column >= 0 && column < 5 && figure !== undefined && (((figure[row] ?? 0) >> (4 - column)) & 1) === 1;
}

/** A PNG of the text, on a ground with pale noise. */
export function drawPicture(text: string): Buffer {
  const picture = new PNG({ width: WIDTH, height: HEIGHT });
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const shade = isInk(text, x, y) ? 30 + randomInt(40) : 190 + randomInt(60);
      picture.data.set([shade, shade, Math.min(255, shade + 20), 255], (y * WIDTH + x) * 4);
    }
  }
  return PNG.sync.write(picture);
}

/** What stands in a picture of the lab's; undefined for any other, and for what is no PNG. */
export function readPicture(base64: unknown): string | undefined {
  if (typeof base64 !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(base64, 'base64'));
    if (width !== WIDTH || height !== HEIGHT) return undefined;
    const dark = (place: number, column: number, row: number) =>
      data[((TOP + row * DOT + 2) * WIDTH + LEFT + place * STEP + column * DOT + 2) * 4]! < 128;
    const text = Array.from({ length: COUNT }, (_none, place) =>
      FIGURES.findIndex((figure) =>
        figure.every((bits, row) =>
          [0, 1, 2, 3, 4].every((column) => dark(place, column, row) === (((bits >> (4 - column)) & 1) === 1)),
        ),
      ),
    );
    return text.includes(-1) ? undefined : text.join('');
  } catch {
    return undefined;
  }
}

export class PictureSite {
  /** Session -> the text of its newest picture. */
  readonly #texts = new Map<string, string>();
  /** Pictures made so far. */
  made = 0;

  /** Uses the answer up. */
  check(session: string, text: string): boolean {
    const wanted = this.#texts.get(session);
    this.#texts.delete(session);
    return wanted !== undefined && text === wanted;
  }

  /** `/lab/picture?session=…`; `cors=1` lets other sites' pages read its pixels. */
  get routes(): LabRoute[] {
    return [{ host: '*', path: '/lab/picture', handle: ({ url }) => this.#picture(url) }];
  }

  newSession(): string {
    return randomUUID();
  }

  #picture({ searchParams }: URL): LabResponse {
    const text = Array.from({ length: COUNT }, () => randomInt(10)).join('');
    this.#texts.set(searchParams.get('session') ?? '', text);
    this.made += 1;
    return {
      type: 'image/png',
      headers: {
        'cache-control': searchParams.has('cached') ? 'max-age=600' : 'no-store',
        ...(searchParams.has('cors') && { 'access-control-allow-origin': '*' }),
      },
      body: drawPicture(text),
    };
  }
}
