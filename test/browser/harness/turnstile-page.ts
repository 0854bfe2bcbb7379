/** The page that specs of the solve engine use: one implicit Turnstile widget in a form. Node only. */
import type { Page } from 'puppeteer-core';

export const SITEKEY = '0x4AAAAAAALatchkeyLabSpec';

/** `onToken` collects what the site's callback gets. */
export function turnstilePage(sitekey = SITEKEY): string {
  return `<!doctype html><html lang="en"><title>Turnstile</title><body>
<script>window.tokens = []; window.onToken = (token) => window.tokens.push(token);</script>
<form><div class="cf-turnstile" data-sitekey="${sitekey}" data-callback="onToken"></div></form>
<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>`;
}

/** What the page has of a token, wherever a site may look for it. */
export async function tokensIn(page: Page): Promise<{ field: string; callback: string[]; api: string }> {
  return (await page.evaluate(`({
    field: document.querySelector('[name="cf-turnstile-response"]')?.value ?? '',
    callback: window.tokens,
    api: turnstile.getResponse() ?? '',
  })`)) as { field: string; callback: string[]; api: string };
}
