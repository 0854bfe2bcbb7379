/** Builds one extension per browser from one manifest: `vite build --mode chrome|firefox` -> dist/chrome, dist/firefox. */
import { crx } from '@crxjs/vite-plugin';
import { defineConfig, type Plugin } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

type Target = 'chrome' | 'firefox';

const FIREFOX_SETTINGS = {
  gecko: { id: 'latchkey@latchkey.dev', strict_min_version: '140.0', data_collection_permissions: { required: ['none'] } },
};

/** Firefox has no service worker for extensions: the same module runs there as an event page. */
function manifestFor(target: Target) {
  if (target === 'chrome') return manifest;
  const { minimum_chrome_version: _chromeOnly, background, ...shared } = manifest;
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

export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    plugins: [
      crx({ manifest: manifestFor(target) as never, browser: target }),
      withoutWebAccessibleResources(),
    ],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: `dist/${target}`, emptyOutDir: true, modulePreload: false, target: target === 'chrome' ? 'chrome120' : 'firefox140',
      // Pages that the manifest does not name.
      rolldownOptions: { input: { history: 'src/ui/history.html' } },
    },
  };
});
