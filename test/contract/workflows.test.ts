/**
 * The workflows and Dependabot's settings are what GitHub takes, and give away as little as they can. Node only. They can't be run here: GitHub's own parser
 * reads them, and the rest is checked as data. Actions are pinned by commit, as GitHub's hardening guide asks, since a tag can be moved.
 */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { findFiles, read, ROOT } from './harness/documents.ts';

// The parser imports JSON without saying so, which bundlers take and Node refuses.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  strategy?: { matrix: Record<string, string[]> };
  steps: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const files = findFiles('.github/workflows/*.yml');
const readWorkflow = (name: string): Workflow => parse(read(`.github/workflows/${name}.yml`)) as Workflow;

/** Returns the steps of all jobs that use an action. */
function findUses({ jobs }: Workflow, action: string): Step[] {
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter(({ uses }) => uses?.startsWith(`${action}@`));
}

test('there are a check, end-to-end specs and a release', () => {
  expect(files).toEqual(['check', 'e2e', 'release'].map((name) => `.github/workflows/${name}.yml`));
});

describe.each(files)('%s', (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);

  test('is a workflow to GitHub’s own parser', async () => {
    const { context, value } = parseWorkflow({ name: file, content: text }, new NoOperationTraceWriter());
    if (value) await convertWorkflowTemplate(context, value);
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test('pins every action by commit, and says which version that is', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may only read', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('leaves no token in the checkout, where any script could read it', () => {
    for (const { with: inputs } of findUses(workflow, 'actions/checkout'))
      expect(inputs).toMatchObject({ 'persist-credentials': false });
  });

  test('takes Node from .nvmrc', () => {
    const setups = findUses(workflow, 'actions/setup-node');
    expect(setups.length).toBeGreaterThan(0);
    for (const { with: inputs } of setups) expect(inputs?.['node-version-file']).toBe('.nvmrc');
    expect(existsSync(resolve(ROOT, '.nvmrc'))).toBe(true);
  });

  test('puts nothing into a shell that a stranger can write', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    const scripts = jobs.flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    const expressions = scripts.flatMap((run) => run.match(/\$\{\{.*?\}\}/g) ?? []);
    expect(expressions.filter((one) => !/^\$\{\{ matrix\.\w+ \}\}$/.test(one))).toEqual([]);
  });

  test('ends a job that hangs', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
  });
});

test('one action has one version in all workflows', () => {
  const pins = new Set(files.flatMap((file) => read(file).match(/[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\S+/g) ?? []));
  const names = [...pins].map((pin) => pin.split('@')[0]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(['check', 'e2e'])('%s', (name) => {
  const { on } = readWorkflow(name);

  test('runs for every pull request and every push to main', () => {
    expect(on).toEqual({ push: { branches: ['main'] }, pull_request: null });
  });
});

test('the end-to-end specs run in both browsers on all three operating systems', () => {
  const { strategy, steps } = readWorkflow('e2e').jobs['e2e']!;
  expect(strategy?.matrix).toEqual({
    os: ['ubuntu-latest', 'macos-latest', 'windows-latest'],
    browser: ['chromium', 'firefox'],
  });
  expect(steps.map(({ run }) => run)).toContain('npm run test:e2e -- --browser=${{ matrix.browser }}');
});

test('the npm package and its examples are tried on every change', () => {
  expect(readWorkflow('e2e').jobs['package']?.steps.at(-1)?.run).toBe('npm test -- package');
});

describe('a release', () => {
  const workflow = readWorkflow('release');
  const { package: packing, publish } = workflow.jobs as { package: Job; publish: Job };
  const scripts = packing.steps.flatMap(({ run }) => run ?? []);

  test('is made from a version tag, after all tests, by the command that packs for the stores', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
    const commands = scripts.filter((run) => run.startsWith('npm'));
    expect(commands).toEqual(['npm run release-notes -- "$GITHUB_REF_NAME"', 'npm test', 'npm run package']);
  });

  test('is written by a job that runs no code of the repository or of a dependency', () => {
    expect(Object.entries(workflow.jobs).filter(([, { permissions }]) => permissions)).toEqual([['publish', publish]]);
    expect(publish.permissions).toEqual({ contents: 'write' });
    expect(publish.steps.map(({ uses, run }) => (uses ?? run ?? '').split(/[@ ]/)[0])).toEqual([
      'actions/download-artifact',
      'sha256sum',
      'gh',
    ]);
  });

  test('takes nothing from a cache that another workflow can write', () => {
    for (const { with: inputs } of findUses(workflow, 'actions/setup-node'))
      expect(inputs).toMatchObject({ 'package-manager-cache': false });
    expect(findUses(workflow, 'actions/cache')).toEqual([]);
  });

  test('attaches the zips with their checksums, and the changelog’s notes', () => {
    const [upload] = findUses(workflow, 'actions/upload-artifact');
    expect(String(upload?.with?.['path']).trim().split('\n')).toEqual([
      'dist/latchkey-*.zip',
      'dist/SHA256SUMS',
      'dist/release-notes.md',
    ]);
    expect(scripts).toContain('sha256sum latchkey-*.zip | tee SHA256SUMS');
    const create = publish.steps.at(-1)?.run;
    for (const part of [
      'gh release create "$GITHUB_REF_NAME"',
      '--notes-file release-notes.md',
      'latchkey-*.zip SHA256SUMS',
    ])
      expect(create).toContain(part);
  });
});

/** What dependabot.yml may hold, as far as it is used here. */
const dependabotSchema = z.strictObject({
  version: z.literal(2),
  updates: z.array(
    z.strictObject({
      'package-ecosystem': z.enum(['npm', 'github-actions']),
      directory: z.literal('/'),
      schedule: z.strictObject({ interval: z.enum(['daily', 'weekly', 'monthly']) }),
      cooldown: z.strictObject({ 'default-days': z.number().check(z.minimum(1), z.maximum(90)) }),
      'open-pull-requests-limit': z.optional(z.number()),
      groups: z.record(
        z.string(),
        z.strictObject({
          'dependency-type': z.optional(z.enum(['development', 'production'])),
          patterns: z.optional(z.array(z.string())),
          'update-types': z.optional(z.array(z.enum(['major', 'minor', 'patch']))),
        }),
      ),
    }),
  ),
});

test('Dependabot updates the packages and the actions', () => {
  const { updates } = dependabotSchema.parse(parse(read('.github/dependabot.yml')));
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
});
