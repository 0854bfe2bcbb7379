/** A site's side of Cap: its real server library answers the real widget from npm. Node only. */
import Cap from '@cap.js/server';
import { packageFiles } from './package-files.ts';
import { packageFile } from './parts.ts';
import type { LabRequest, LabResponse, LabRoute } from './route.ts';

const json = (body: unknown): LabResponse => ({ type: 'application/json', body: JSON.stringify(body) });

export class CapSite {
  #made?: Cap;

  /** Made when a page asks for it: each adds listeners to the process, and a test process starts dozens of labs. */
  get #cap(): Cap {
    return (this.#made ??= new Cap({ noFSState: true, disableAutoCleanup: true }));
  }

  /** Accepts a token once. */
  async verify(token: string): Promise<boolean> {
    return (await this.#cap.validateToken(token)).success;
  }

  get routes(): LabRoute[] {
    const file = (path: string, type: string) => async (): Promise<LabResponse> => ({
      type,
      headers: { 'access-control-allow-origin': '*' },
      body: await packageFile(path),
    });
    return [
      { host: '*', path: '/lab/cap.js', handle: file(packageFiles.cap, 'text/javascript; charset=utf-8') },
      // Where the widget gets its solver from.
      {
        host: 'cdn.jsdelivr.net',
        path: /^\/npm\/@cap\.js\/wasm@[\d.]+\/browser\/cap_wasm_bg\.wasm$/,
        handle: file(packageFiles.capSolver, 'application/wasm'),
      },
      {
        host: '*',
        path: /^\/lab\/cap\/[\w-]+\/challenge$/,
        handle: async () => json(await this.#cap.createChallenge({ challengeCount: 6, challengeDifficulty: 3 })),
      },
      { host: '*', path: /^\/lab\/cap\/[\w-]+\/redeem$/, handle: async (request) => json(await this.#redeem(request)) },
    ];
  }

  async #redeem({ body }: LabRequest): Promise<unknown> {
    try {
      return await this.#cap.redeemChallenge(JSON.parse(body) as { token: string; solutions: number[] });
    } catch {
      return { success: false, message: 'Invalid body' };
    }
  }
}
