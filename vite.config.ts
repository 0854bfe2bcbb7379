/** Builds one extension per browser from one manifest: `vite build --mode chrome|firefox` -> dist/chrome, dist/firefox. */
import { crx } from '@crxjs/vite-plugin';
import { defineConfig, type Plugin } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

type Target = 'chrome' | 'firefox';

/** Pages that no manifest entry names. */
export const MORE_PAGES = ['src/ui/welcome.html', 'src/ui/history.html'];

const FIREFOX_SETTINGS = {
  gecko: {
    id: 'latchkey@latchkey.dev',
    // The first release in which every key below is known; Mozilla's linter also asks Firefox for Android, where Latchkey is not offered.
    strict_min_version: '142.0',
    // What goes to the solving service that the user chose: its own key, the page's address, the captcha's parameters or picture (src/store/privacy.md).
    data_collection_permissions: { required: ['authenticationInfo', 'browsingActivity', 'websiteContent'] },
  },
};

/** Firefox has no service worker for extensions: the same module runs there as an event page. */
function manifestFor(target: Target) {
  if (target === 'chrome') return manifest;
  const { minimum_chrome_version: _chromeOnly, storage: _schemaOfPolicies, background, ...shared } = manifest;
  return {
    ...shared,
    background: { scripts: [background.service_worker], type: 'module' },
    browser_specific_settings: FIREFOX_SETTINGS,
  };
}

/**
 * @crxjs/vite-plugin lists every `?script` import as web-accessible, and keeps a second copy of it that nothing loads.
 * Latchkey injects such files with `scripting.executeScript`, which needs neither, and an entry would let any page see
 * that Latchkey is installed. `order: 'post'`: the plugin writes its manifest in the same hook.
 */
function withoutWebAccessibleResources(): Plugin {
  return {
    name: 'latchkey:no-web-accessible-resources',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [file, output] of Object.entries(bundle)) {
          if (output.type === 'chunk' && output.facadeModuleId?.endsWith('.iife.ts')) delete bundle[file];
        }
        const asset = bundle['manifest.json'];
        if (asset?.type !== 'asset') throw new Error('manifest.json was not written before this hook');
        const built = JSON.parse(String(asset.source)) as Record<string, unknown>;
        delete built['web_accessible_resources'];
        asset.source = `${JSON.stringify(built, null, 2)}\n`;
      },
    },
  };
}

/**
 * Latchkey writes no markup from text. Preact could, where somebody asks for it by name, so stores' reviewers have to read that line in every
 * release: it is taken out, and a future `dangerouslySetInnerHTML` draws nothing.
 */
function withoutInnerHtml(): Plugin {
  const assignment = /(\w+)\.innerHTML=(\w+)\.__html/g;
  return {
    name: 'latchkey:no-inner-html',
    transform: {
      filter: { id: /preact[\\/]dist[\\/]preact\.mjs$/ },
      handler(code) {
        if (!assignment.test(code))
          throw new Error('preact sets innerHTML in another way than before: look at withoutInnerHtml');
        return { code: code.replace(assignment, 'void 0'), map: null };
      },
    },
  };
}

export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    plugins: [
      crx({ manifest: manifestFor(target) as never, browser: target }),
      withoutWebAccessibleResources(),
      withoutInnerHtml(),
    ],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      modulePreload: false,
      target: target === 'chrome' ? 'chrome120' : 'firefox142',
      rolldownOptions: {
        input: MORE_PAGES,
        // Without hashes in names: nobody caches them, and the worker's would follow from the folder that it is built in.
        output: {
          entryFileNames: 'assets/[name].js',
          chunkFileNames: 'assets/[name].js',
          assetFileNames: 'assets/[name][extname]',
        },
      },
    },
  };
});
