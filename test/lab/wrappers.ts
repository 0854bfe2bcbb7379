/** Pages with framework wrappers from npm, built as a site would build them. Node only. */
import { compile } from 'svelte/compiler';
import { build, type Plugin, type Rolldown } from 'vite';

/** Svelte's components come as source. */
const svelte: Plugin = {
  name: 'lab-svelte',
  transform: (code, id) =>
    id.endsWith('.svelte')
      ? { code: compile(code, { filename: id, generate: 'client', css: 'injected', dev: false }).js.code, map: null }
      : undefined,
};

/** The script of `wrappers/<name>.js`, with everything that it imports. Development builds, in which React mounts twice. */
export async function wrapperScript(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    plugins: [svelte],
    resolve: { conditions: ['svelte', 'browser', 'module', 'development|production'] },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: new URL(`./wrappers/${name}.js`, import.meta.url).pathname,
        formats: ['iife'],
        name: 'labWrappers',
      },
    },
  });
  const [output] = built as Rolldown.RolldownOutput[];
  const chunk = output?.output[0];
  if (!chunk) throw new Error(`Latchkey lab: ${name} gave no script`);
  return chunk.code;
}
