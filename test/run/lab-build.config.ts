/**
 * Builds dist/lab: the lab as plain JavaScript in one file, for Node 20 without any package, with the look-alikes' files and the real widgets beside it.
 * `vite build --config test/run/lab-build.config.ts`
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { packageFiles } from '../lab/package-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LAB = resolve(ROOT, 'test/lab');
/** Browser-side files of the look-alikes; what they are for is beside them. */
const PROVIDER_FILES = '**/*.{js,html}';

/** In place of test/lab/parts.ts: providers that are in the bundle, and files that are beside it. */
function partsModule(): string {
  const names = globSync('*.ts', { cwd: resolve(LAB, 'providers') }).sort();
  return `
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
${names.map((name, index) => `import * as provider${index} from './providers/${name}';`).join('\n')}
export async function providerModules() { return [${names.map((_name, index) => `provider${index}`).join(', ')}]; }
export async function wireNamed(name) { throw new Error('Latchkey lab: the wire ' + name + ' is in a checkout only'); }
export function providerFile(path) { return readFileSync(new URL('./providers/' + path, import.meta.url), 'utf8'); }
export function packageFile(path) { return readFile(new URL('./packages/' + path, import.meta.url)); }
`;
}

interface PackageFacts {
  version?: string;
  license?: string;
  author?: string | { name?: string };
  homepage?: string;
  repository?: string | { url?: string };
}

/** Name of the package that a module is from, as in `node_modules/@scope/name/file.js`. */
const packageOf = (id: string): string | undefined =>
  /(?:^|.*[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1]?.replace('\\', '/');

function licenceOf(name: string): string {
  const folder = resolve(ROOT, 'node_modules', name);
  const { version, license, author, homepage, repository } = JSON.parse(
    readFileSync(resolve(folder, 'package.json'), 'utf8'),
  ) as PackageFacts;
  const from =
    homepage ??
    (typeof repository === 'string' ? repository : repository?.url) ??
    `https://www.npmjs.com/package/${name}`;
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const who = typeof author === 'string' ? author : author?.name;
  const text = file
    ? readFileSync(resolve(folder, file), 'utf8').trim()
    : `The package has no licence file; its package.json says: ${license}${who ? `, author ${who}` : ''}.`;
  return `${name} ${version} (${license})\n${from}\n\n${text}\n`;
}

function parts(): Plugin {
  return {
    name: 'latchkey:lab-parts',
    enforce: 'pre',
    load: (id) => (id === resolve(LAB, 'parts.ts') ? { code: partsModule(), moduleType: 'js' } : null),
    generateBundle(_options, bundle) {
      const emit = (fileName: string, source: string | Buffer) =>
        void this.emitFile({ type: 'asset', fileName, source });
      for (const file of globSync(PROVIDER_FILES, { cwd: resolve(LAB, 'providers') }))
        emit(`providers/${file.replaceAll('\\', '/')}`, readFileSync(resolve(LAB, 'providers', file)));
      for (const file of Object.values(packageFiles))
        emit(`packages/${file}`, readFileSync(resolve(ROOT, 'node_modules', file)));
      const chunks = Object.values(bundle).filter((output): output is Rolldown.OutputChunk => output.type === 'chunk');
      const used = [
        ...chunks.flatMap(({ moduleIds }) => moduleIds),
        ...Object.values(packageFiles).map((file) => `node_modules/${file}`),
      ].map(packageOf);
      const names = [...new Set(used)].filter((name) => name !== undefined).sort();
      const own = `Latchkey\n\n${readFileSync(resolve(ROOT, 'LICENSE'), 'utf8').trim()}\n`;
      emit(
        'LICENSES.txt',
        `What is in this folder is Latchkey's, and parts of these packages.\n\n${[own, ...names.map(licenceOf)].join(`\n${'-'.repeat(80)}\n\n`)}`,
      );
    },
  };
}

export default defineConfig({
  root: ROOT,
  publicDir: false,
  logLevel: 'warn',
  plugins: [parts()],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: resolve(LAB, 'main.ts'),
    ssrEmitAssets: true,
    outDir: 'dist/lab',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: 'latchkey-lab.mjs', codeSplitting: false } },
  },
});
