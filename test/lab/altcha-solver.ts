/**
 * Solves the ALTCHA of a lab page as a service does: reads the page, finds the widget's challenge, does the real proof of work. Node only.
 * Knows every spelling of the widget's attributes (v1, v2, v3) and both challenge formats.
 */
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey as derivePbkdf2 } from 'altcha-lib/algorithms/pbkdf2';
import { deriveKey as deriveSha } from 'altcha-lib/algorithms/sha';
import { solveChallenge as solveLegacyChallenge } from 'altcha-lib/v1';
import type { Challenge as LegacyChallenge } from 'altcha-lib/v1/types';
import { isObject } from './service-validate.ts';

/** The text at a URL, or undefined where the answer is not 200. */
export type FetchPage = (url: URL) => Promise<string | undefined>;

/** Base64 JSON payload for the form field; undefined where the page shows no challenge. */
export async function solveAltchaPage(page: URL, fetchPage: FetchPage): Promise<string | undefined> {
  const html = await fetchPage(page);
  const source = html === undefined ? undefined : challengeIn(html);
  return source === undefined ? undefined : solveAltcha(source, fetchPage, page);
}

/** @param source URL or JSON text of a challenge; a relative URL needs its page */
export async function solveAltcha(source: string, fetchPage: FetchPage, page?: URL): Promise<string | undefined> {
  const text = source.startsWith('{') ? source : await fetchPage(new URL(source, page));
  const challenge = text === undefined ? undefined : parse(text);
  if (!challenge) return undefined;
  const payload = 'parameters' in challenge ? await solvePresent(challenge) : await solveLegacy(challenge);
  return payload && Buffer.from(JSON.stringify(payload)).toString('base64');
}

async function solvePresent(challenge: Challenge): Promise<object | undefined> {
  const { parameters, signature } = challenge;
  const deriveKey = parameters.algorithm.startsWith('PBKDF2/') ? derivePbkdf2 : deriveSha;
  const solution = await solveChallenge({ challenge, deriveKey });
  return solution ? { challenge: { parameters, signature }, solution } : undefined;
}

async function solveLegacy({
  algorithm,
  challenge,
  salt,
  signature,
  maxnumber,
}: LegacyChallenge): Promise<object | undefined> {
  const solution = await solveLegacyChallenge(challenge, salt, algorithm, maxnumber).promise;
  return solution ? { algorithm, challenge, number: solution.number, salt, signature, took: solution.took } : undefined;
}

/** URL or JSON text of the first widget's challenge; a page that builds its widget by script is searched for the lab's challenge path. */
function challengeIn(html: string): string | undefined {
  const tag = /<altcha-widget\b((?:[^>"']|"[^"]*"|'[^']*')*)>/i.exec(html)?.[1] ?? '';
  for (const name of ['challenge', 'challengejson', 'challengeurl']) {
    const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
    const raw = value?.[1] ?? value?.[2];
    if (raw) return unescapeHtml(raw).trim();
  }
  return /\/lab\/altcha\/challenge[^"'`\s<)]*/.exec(html)?.[0];
}

function parse(text: string): Challenge | LegacyChallenge | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value) && isObject(value['parameters'])) return value as unknown as Challenge;
    return isObject(value) && typeof value['salt'] === 'string' ? (value as unknown as LegacyChallenge) : undefined;
  } catch {
    return undefined;
  }
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
