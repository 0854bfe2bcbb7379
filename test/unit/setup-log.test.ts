/** test/setup/log.mjs: which lines of a tool's output a failure shows. Pure. */
import { expect, test } from 'vitest';
import { getImportantLines } from '../setup/log.mjs';

test.each([
  [
    'npm',
    `$ npm ci
npm warn deprecated glob@7.2.3: no longer supported
npm error code ECONNREFUSED
npm error FetchError: request to http://registry.test/zod failed, reason: connect ECONNREFUSED
npm error     at ClientRequest.<anonymous> (/usr/lib/node_modules/npm/node_modules/minipass-fetch/lib/index.js:130:14)
npm error   errno: 'ECONNREFUSED',
npm error   type: 'system'
npm error }
npm error

npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log`,
    [
      'npm error code ECONNREFUSED',
      'npm error FetchError: request to http://registry.test/zod failed, reason: connect ECONNREFUSED',
    ],
  ],
  [
    'apt',
    `$ apt-get update
Err:1 http://deb.debian.org/debian bookworm InRelease
  Temporary failure resolving 'deb.debian.org'
Reading package lists...
W: Some index files failed to download. They have been ignored, or old ones used instead.
$ apt-get install -y chromium
E: Unable to locate package chromium`,
    [
      'Err:1 http://deb.debian.org/debian bookworm InRelease',
      'W: Some index files failed to download. They have been ignored, or old ones used instead.',
      'E: Unable to locate package chromium',
    ],
  ],
  [
    'Puppeteer',
    'Error: getaddrinfo ENOTFOUND storage.googleapis.com\r\n',
    ['Error: getaddrinfo ENOTFOUND storage.googleapis.com'],
  ],
])('the errors of %s', (_tool, text, lines) => {
  expect(getImportantLines(text)).toEqual(lines);
});

test('the last lines of a log without errors, and of many errors the first and the last', () => {
  expect(getImportantLines('$ tool\none\n\ntwo\nthree\n', 2)).toEqual(['two', 'three']);
  expect(getImportantLines('E: 1\nE: 2\nE: 3\nE: 4\nE: 5\n', 3)).toEqual(['E: 1', 'E: 2', '...', 'E: 5']);
});
