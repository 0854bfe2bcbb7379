/**
 * The five suites. Node only. `chromium` and `firefox` run the same specs against the builds in dist/; `package` tries what `npm pack` packs.
 * Not in vite.config.ts: that one builds the extension, and its plugin must not see the tests.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/** A browser and its lab wait for each other half of the time: one more of them than cores keeps these busy, and nothing in the specs depends on speed. */
const BROWSERS_AT_ONCE = Math.min(4, 2 * availableParallelism());

function browserProject(name: 'chromium' | 'firefox', groupOrder: number): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: ['test/browser/**/*.spec.ts'],
      env: { LATCHKEY_BROWSER: name },
      // A machine that is busy takes longer than the second that `expect.poll` waits by itself.
      expect: { poll: { timeout: 20_000 } },
      testTimeout: 90_000,
      hookTimeout: 120_000,
      // The files of a worker share its browser (harness/shared-browser.ts).
      isolate: false,
      maxWorkers: BROWSERS_AT_ONCE,
      sequence: { groupOrder },
    },
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    projects: [
      // Simulated hours take seconds on a busy machine.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      browserProject('chromium', 1),
      browserProject('firefox', 2),
      // Each of its tests starts browsers of its own.
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.spec.ts'],
          testTimeout: 150_000,
          hookTimeout: 150_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
