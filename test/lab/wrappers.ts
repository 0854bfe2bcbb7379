/** Pages with framework wrappers from npm, built as a site would build them. Node only. */
import { build, type Rolldown } from 'vite';

/** The script of `wrappers/<name>.js`, with everything that it imports. Development builds, in which React mounts twice. */
export async function wrapperScript(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: new URL(`./wrappers/${name}.js`, import.meta.url).pathname, formats: ['iife'], name: 'labWrappers' },
    },
  });
  const [output] = built as Rolldown.RolldownOutput[];
  const chunk = output?.output[0];
  if (!chunk) throw new Error(`Latchkey lab: ${name} gave no script`);
  return chunk.code;
}
