/** chromedriver as a server, which is what a node of Selenium Grid speaks to. Node only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findBrowser } from '../../setup/browsers.ts';

export interface Chromedriver {
  url: string;
  end(): Promise<void>;
}

/** On a free port. @throws Error where it ends before it says its port. */
export async function startChromedriver(): Promise<Chromedriver> {
  const child = spawn(findBrowser('chromedriver') ?? 'chromedriver', ['--port=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const port = /started successfully on port (\d+)/.exec(line)?.[1];
    if (!port) continue;
    // Nobody reads on: what it prints later must not fill the pipe.
    child.stdout.resume();
    return {
      url: `http://127.0.0.1:${port}`,
      async end() {
        child.kill();
        await gone;
      },
    };
  }
  throw new Error('chromedriver ended before it said its port');
}
