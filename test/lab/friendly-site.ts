/**
 * A site's side of Friendly Captcha version 1: puzzles for the real widget from npm, and the real check of what it finds. Node only.
 * A solution is `signature.puzzle.solutions.diagnostics`; each of the puzzle's parts is solved by 8 bytes behind the puzzle in a block of 128
 * whose BLAKE2b-256 begins, read as a little-endian number, below the threshold (friendly-challenge 0.9).
 */
import { createHmac, randomBytes } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';

const SECRET = randomBytes(32);
const PARTS = 4;
/** Out of 255; a few thousand hashes a part. */
const DIFFICULTY = 90;
const threshold = Math.pow(2, (255.999 - DIFFICULTY) / 8) >>> 0;

const sign = (puzzle: string) => createHmac('sha256', SECRET).update(puzzle).digest('hex').slice(0, 32);

export class FriendlySite {
  readonly #sitekeys = new Map<string, { sitekey: string; host: string }>();
  readonly #used = new Set<string>();

  /** `data.puzzle` of the endpoint's answer. */
  puzzle(sitekey: string, host: string): string {
    const bytes = randomBytes(32);
    // 13: life in units of five minutes.
    bytes.set([12, PARTS, DIFFICULTY], 13);
    const puzzle = bytes.toString('base64');
    this.#sitekeys.set(puzzle, { sitekey, host });
    return `${sign(puzzle)}.${puzzle}`;
  }

  verify(
    solution: string,
    expected: { sitekey: string; host: string },
  ): 'ok' | 'unknown-token' | 'already-used' | 'wrong-sitekey' | 'wrong-host' {
    const [signature, puzzle = '', found = ''] = solution.split('.');
    const asked = this.#sitekeys.get(puzzle);
    if (!asked || signature !== sign(puzzle)) return 'unknown-token';
    const bytes = Buffer.from(found, 'base64');
    const parts = Array.from({ length: PARTS }, (_, index) => bytes.subarray(index * 8, index * 8 + 8));
    if (bytes.length !== PARTS * 8 || new Set(parts.map(String)).size !== PARTS) return 'unknown-token';
    for (const part of parts) {
      const block = Buffer.alloc(128);
      Buffer.from(puzzle, 'base64').copy(block);
      part.copy(block, 120);
      if (Buffer.from(blake2b(block, { dkLen: 32 })).readUInt32LE(0) >= threshold) return 'unknown-token';
    }
    if (this.#used.has(puzzle)) return 'already-used';
    this.#used.add(puzzle);
    if (asked.sitekey !== expected.sitekey) return 'wrong-sitekey';
    return asked.host === expected.host ? 'ok' : 'wrong-host';
  }
}
