/** protocol/rejection.ts: a client that is told no takes it as that, and asks once. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failureFor } from '../../src/core/error-catalogue.ts';
import { RejectedError } from '../../src/protocol/rejection.ts';

const sendMessage = vi.fn<(message: unknown) => Promise<unknown>>();
vi.mock('../../src/platform/browser.ts', () => ({
  browser: { runtime: { sendMessage: (message: unknown) => sendMessage(message) } },
}));

const failure = failureFor('REQUEST_REJECTED');
const rejected = { rejected: failure };

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('chrome', { runtime: { id: 'latchkey-test', sendMessage } });
  sendMessage.mockReset().mockResolvedValue(rejected);
});
afterEach(() => void vi.unstubAllGlobals());

test('the content script’s questions', async () => {
  const { ask, askUntilAnswered } = await import('../../src/content/ask.ts');
  await expect(ask('hello', { attach: false })).rejects.toMatchObject({ failure });
  await expect(askUntilAnswered('hello', { attach: false }, new AbortController().signal)).rejects.toMatchObject({
    failure,
  });
  expect(sendMessage).toHaveBeenCalledTimes(2);
});

test('the content script’s texts: in English, at once', async () => {
  const { askWords } = await import('../../src/content/words.ts');
  expect(await askWords(['Solve'])).toEqual({ language: 'en', texts: ['Solve'] });
  expect(sendMessage).toHaveBeenCalledOnce();
});

describe('the extension’s pages', () => {
  test('a rejection is thrown with its failure', async () => {
    const { connector } = await import('../../src/ui/connector.ts');
    const error: unknown = await connector.ask('diagnostics', {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure });
    expect(sendMessage).toHaveBeenCalledOnce();
  });

  test('silence is asked about three times', async () => {
    sendMessage.mockResolvedValue(undefined);
    const { connector } = await import('../../src/ui/connector.ts');
    await expect(connector.ask('diagnostics', {})).rejects.toThrow('did not answer');
    expect(sendMessage).toHaveBeenCalledTimes(3);
  });

  test('the words for both', async () => {
    const { troubleText } = await import('../../src/ui/words.ts');
    const { RejectedError: Rejected } = await import('../../src/protocol/rejection.ts');
    expect(troubleText(new Rejected(failure))).toBe(`${failure.message} ${failure.fix}`);
    expect(troubleText(new Error('silence'))).toContain('did not answer');
  });
});

test('a rejection says why', () => {
  expect(new RejectedError(failure).message).toBe(failure.message);
});
