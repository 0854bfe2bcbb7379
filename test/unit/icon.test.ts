/** What the toolbar button's picture says, and that no tab is needed for it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { iconFor, updateDefaultIcon, updateIcon } from '../../src/background/icon.ts';
import { settingsStore } from './harness/background.ts';

const { browser } = vi.hoisted(() => ({
  browser: { action: { setIcon: vi.fn() }, tabs: { get: vi.fn() }, storage: { session: { get: vi.fn() } } },
}));
vi.mock('../../src/platform/browser.ts', () => ({ browser }));

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: { request: (_name: string, run: () => unknown) => run() } });
  browser.storage.session.get.mockResolvedValue({});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

test('a running solve is shown before a failure, a failure before a captcha that waits, and what is solved not at all', () => {
  const shown = (...states: Parameters<typeof iconFor>[0][number]['state'][]) =>
    iconFor(
      states.map((state) => ({ state })),
      'ask',
    );
  expect(shown()).toBe('icon');
  expect(shown('solved')).toBe('icon');
  expect(shown('solved', 'detected')).toBe('found');
  expect(shown('cancelled')).toBe('found');
  expect(shown('detected', 'failed')).toBe('trouble');
  expect(shown('failed', 'solving', 'detected')).toBe('solving');
});

test('grey where Latchkey is off or can’t work', () => {
  expect(iconFor([{ state: 'detected' }], 'off')).toBe('off');
  for (const obstacle of ['browser-page', 'no-permission', 'reload-needed'] as const)
    expect(iconFor([], 'auto', obstacle)).toBe('off');
});

test('a tab that is gone, or none at all, is no error', async () => {
  browser.tabs.get.mockRejectedValue(new Error('No tab with id: 7'));
  browser.action.setIcon.mockRejectedValue(new Error('No tab with id: 7'));
  await expect(updateIcon(7, settingsStore([]))).resolves.toBeUndefined();
  browser.tabs.get.mockImplementation(() => {
    throw new TypeError('Invalid tab ID');
  });
  browser.action.setIcon.mockImplementation(() => {
    throw new TypeError('Invalid tab ID');
  });
  await expect(updateIcon(-1, settingsStore([]))).resolves.toBeUndefined();
  expect(browser.action.setIcon).toHaveBeenCalledTimes(2);
});

test('switched off everywhere, the picture of all tabs is grey; a tab’s own goes by its site', async () => {
  const store = settingsStore([], { mode: 'off', sites: { 'shop.test': 'ask' } });
  await updateDefaultIcon(store);
  expect(browser.action.setIcon).toHaveBeenLastCalledWith({
    path: expect.objectContaining({ 16: '/icons/off-16.png', 32: '/icons/off-32.png' }),
  });
  browser.tabs.get.mockResolvedValue({ url: 'https://shop.test/login' });
  await updateIcon(3, store);
  expect(browser.action.setIcon).toHaveBeenLastCalledWith({
    tabId: 3,
    path: expect.objectContaining({ 16: '/icons/icon-16.png' }),
  });
});
