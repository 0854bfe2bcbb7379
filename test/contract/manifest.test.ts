/**
 * What the built manifests ask for and allow: a wider permission or a page-visible file must be a decision, never an accident. Node only.
 * Reads dist/, which `npm test` and `npm run check` have built before.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

interface ContentScript {
  js: string[];
  matches: string[];
  run_at: string;
  world?: string;
  all_frames?: boolean;
  match_about_blank?: boolean;
}

interface Manifest {
  manifest_version: number;
  background: Record<string, unknown>;
  content_scripts: ContentScript[];
  content_security_policy?: { extension_pages?: string };
  icons?: Record<string, string>;
  action: { default_popup: string; default_icon?: Record<string, string> };
  options_ui: { page: string };
  browser_specific_settings?: { gecko: { id: string } };
}

const SHARED_KEYS = [
  'action',
  'background',
  'commands',
  'content_scripts',
  'content_security_policy',
  'default_locale',
  'description',
  'host_permissions',
  'icons',
  'manifest_version',
  'name',
  'optional_permissions',
  'options_ui',
  'permissions',
  'storage',
  'version',
];

function folder(target: string): string {
  return resolve(import.meta.dirname, '../../dist', target);
}

/** Where providers' own frames live: there is nothing to solve inside them. */
const PROVIDER_FRAMES = [
  'https://www.google.com/recaptcha/*',
  'https://www.recaptcha.net/recaptcha/*',
  'https://recaptcha.net/recaptcha/*',
  'https://newassets.hcaptcha.com/*',
  'https://challenges.cloudflare.com/*',
];

describe.each([
  {
    target: 'chrome',
    own: ['minimum_chrome_version'],
    background: { service_worker: 'service-worker-loader.js', type: 'module' },
  },
  {
    target: 'firefox',
    own: ['browser_specific_settings'],
    background: { scripts: ['service-worker-loader.js'], type: 'module' },
  },
])('dist/$target/manifest.json', ({ target, own, background }) => {
  const text = readFileSync(resolve(folder(target), 'manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as Manifest;

  test('has no key that was not decided on', () => {
    const unknown = Object.keys(manifest).filter((key) => ![...SHARED_KEYS, ...own].includes(key));
    expect(unknown).toEqual([]);
    expect(manifest.manifest_version).toBe(3);
  });

  test('asks for the least that works', () => {
    expect(manifest).toMatchObject({
      permissions: ['storage', 'scripting', 'contextMenus', 'alarms'],
      host_permissions: ['<all_urls>'],
      optional_permissions: ['notifications'],
    });
    expect(text).not.toMatch(/optional_host_permissions|externally_connectable|web_accessible_resources/);
  });

  test('runs two content scripts, at document_start, in every frame, one per world', () => {
    const everywhere = {
      matches: ['<all_urls>'],
      run_at: 'document_start',
      all_frames: true,
      match_about_blank: true,
      match_origin_as_fallback: true,
      exclude_matches: PROVIDER_FRAMES,
    };
    expect(manifest.content_scripts).toEqual([
      { ...everywhere, js: ['src/page/page.iife.js'], world: 'MAIN' },
      { ...everywhere, js: ['src/content/content.iife.js'] },
    ]);
  });

  test('has the background that this browser knows', () => {
    expect(manifest.background).toEqual(background);
  });

  test('lets its own pages run packed scripts only', () => {
    // Firefox's default for extensions also has upgrade-insecure-requests, which would break a service on http://127.0.0.1: it has to be said.
    const policy = manifest.content_security_policy?.extension_pages ?? '';
    const directives = new Map(
      policy
        .split(';')
        .map((part) => part.trim().split(/\s+/))
        .map(([name = '', ...values]) => [name, values.join(' ')]),
    );
    expect(directives.get('script-src') ?? directives.get('default-src')).toBe("'self'");
    expect(["'none'", "'self'"]).toContain(directives.get('object-src') ?? directives.get('default-src'));
    expect(policy).not.toMatch(/unsafe-eval|upgrade-insecure-requests/);
  });

  test('names only files that are there', () => {
    const { icons = {}, action, options_ui: options, content_scripts: scripts } = manifest;
    const files = [
      ...Object.values(icons),
      ...Object.values(action.default_icon ?? {}),
      action.default_popup,
      options.page,
      ...scripts.flatMap(({ js }) => js),
      'service-worker-loader.js',
    ];
    expect(files.filter((file) => !existsSync(resolve(folder(target), file)))).toEqual([]);
  });
});

test('Firefox knows the extension by a fixed id', () => {
  const manifest = JSON.parse(readFileSync(resolve(folder('firefox'), 'manifest.json'), 'utf8')) as Manifest;
  expect(manifest.browser_specific_settings?.gecko.id).toBe('latchkey@latchkey.dev');
});
