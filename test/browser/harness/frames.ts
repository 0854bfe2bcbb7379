/**
 * Independent documents as frames of one tab: a tab costs twice the processor time of a frame. Node only.
 * Each document has an address of its own, by which its events and what was bought for it are told from those of the others.
 */
import type { Frame, Page } from 'puppeteer-core';
import type { ServeOptions } from '../../lab/lab.ts';
import type { CaptchaState } from '../../../src/core/challenge.ts';
import type { Fixture } from './fixture.ts';
import { latchkeyEvents, waitForState, type LatchkeyEvent, type StateWish } from './watch.ts';

export interface Framed {
  /** The tab. */
  page: Page;
  url: string;
  frame: Frame;
  get<T>(code: string): Promise<T>;
  events(): LatchkeyEvent[];
  waitForState(state: CaptchaState, wish?: Omit<StateWish, 'frame'>): Promise<LatchkeyEvent>;
  /** Presses a button with the keyboard: a click of a driver can miss what the tab has just scrolled to. */
  press(selector: string): Promise<void>;
  /** What was bought for it, oldest first. */
  bought(): Record<string, unknown>[];
}

/** A document and what has to be true of it. */
export interface Case {
  html: string;
  check(framed: Framed): Promise<void>;
}

async function findFrame(page: Page, url: string): Promise<Frame> {
  return page.waitForFrame((frame) => frame.url() === url);
}

/** @param top markup of the tab's own document, after the frames. */
export async function openFrames(
  fixture: Fixture,
  documents: readonly string[],
  { top = '', ...options }: ServeOptions & { top?: string } = {},
): Promise<{ page: Page; framed: Framed[] }> {
  const urls = documents.map((html) => (html.startsWith('https://') ? html : fixture.lab.serve(html, options)));
  const frames = urls.map((url) => `<iframe src="${url}" height="200"></iframe>`).join('');
  const page = await fixture.openPage(`<!doctype html><title>Frames</title>${frames}${top}`, options);
  const framed = await Promise.all(
    urls.map(async (url): Promise<Framed> => {
      const frame = await findFrame(page, url);
      return {
        page,
        url,
        frame,
        get: <T>(code: string) => frame.evaluate(code) as Promise<T>,
        events: () => latchkeyEvents(page).filter((event) => event.frame === url),
        waitForState: (state, wish = {}) => waitForState(page, state, { ...wish, frame: url }),
        async press(selector) {
          await page.bringToFront();
          await frame.focus(selector);
          await page.keyboard.press('Enter');
        },
        bought: () => fixture.lab.service.tasks.map(({ task }) => task).filter(({ websiteURL }) => websiteURL === url),
      };
    }),
  );
  return { page, framed };
}

/** Lets what fails say of which case. */
export async function inCase(name: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

/** Opens every case at once and checks one after the other. */
export async function checkInFrames(
  fixture: Fixture,
  cases: Readonly<Record<string, Case>>,
  options: ServeOptions & { top?: string } = {},
): Promise<Page> {
  const entries = Object.entries(cases);
  const { page, framed } = await openFrames(
    fixture,
    entries.map(([, { html }]) => html),
    options,
  );
  for (const [index, [name, { check }]] of entries.entries()) {
    await inCase(name, () => check(framed[index]!));
  }
  return page;
}
