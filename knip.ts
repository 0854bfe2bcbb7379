/**
 * What knip takes for used: all that can be reached from the entries. It reports unused files, exports and dependencies. Read by knip only.
 * `knip` looks at everything. `knip --production` looks at what ships and at the tools that make it, so that code that only tests use is found too; an
 * export that its own file uses may have tests as its only other users.
 */
import type { KnipConfig } from 'knip';
import manifest from './manifest.json' with { type: 'json' };
import packageJson from './package.json' with { type: 'json' };
import { packageFiles } from './test/lab/package-files.ts';
import { TOOLS } from './test/run/tools.ts';
import { MORE_PAGES } from './vite.config.ts';

/** What manifest.json names. */
const extension = [
  manifest.background.service_worker,
  ...manifest.content_scripts.flatMap(({ js }) => js),
  manifest.action.default_popup,
  manifest.options_ui.page,
];

/** The files that the scripts of package.json start by way of setup.mjs. */
const commands = Object.values(packageJson.scripts).flatMap((script) =>
  [...script.matchAll(/setup\.mjs (test\/\S+\.ts)/g)].map(([, file]) => `${file}!`),
);

/** The package of a path below node_modules. */
const toPackage = (path: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;

/** The files that a page or a style sheet loads by relative address, as imports. */
const toImports = (addresses: RegExp) => (text: string) =>
  [...text.matchAll(addresses)].map(([, address]) => `import '${address}';`).join('\n');

export default ({ production = false }: { production?: boolean }): KnipConfig => ({
  entry: [
    // The extension: what manifest.json and vite.config.ts name, and the folders that import.meta.glob collects.
    ...[...extension, ...MORE_PAGES].map((file) => `${file}!`),
    'src/{providers,services}/*.ts!',
    // The npm package and its examples.
    'src/automation/automation.ts!',
    'src/automation/examples/*.mjs',
    ...commands,
    'test/run/service-facts.ts!',
    'test/run/{lab-build,vitest}.config.ts!',
    // Parts that the lab finds by their folder, and the scripts that it serves.
    'test/lab/{providers,wires}/*.ts!',
    'test/lab/{providers,wrappers}/**/*.js!',
  ],
  project: [
    'src/**/*.{ts,tsx,mjs,html,css}!',
    'test/{run,setup}/**/*.{ts,mjs}!',
    'test/lab/**/*.{ts,js}',
    'test/{bench,browser,contract,package,unit}/**/*.{ts,tsx}',
    // knip leaves vitest's configuration, which imports it, out with --production.
    '!test/run/longest-first.ts!',
    '*.ts',
  ],
  vitest: { config: 'test/run/vitest.config.ts' },
  ignoreExportsUsedInFile: production,
  ignoreDependencies: [
    // Used by their path.
    ...[...Object.values(TOOLS), ...Object.values(packageFiles)].map(toPackage),
    // Required by a name in a variable (test/contract/clients).
    '2captcha-ts',
    '@2captcha/captcha-solver',
    '@zennolab_com/capmonstercloud-client',
  ],
  ignoreBinaries: ['apt-get'],
  compilers: {
    html: toImports(/<(?:script|link)\b[^>]+(?:src|href)="(\.[^"]+)"/g),
    css: toImports(/@import\s+['"](\.[^'"]+)['"]/g),
  },
});
