/**
 * Background. The records of solves, in storage.session: they outlive the worker and end with the browser.
 * Content scripts can't read storage.session (its default access level), so a token is safe here.
 */
import type { Job } from '../core/job.ts';
import { isOver } from '../core/job.ts';
import { browser } from '../platform/browser.ts';

const PREFIX = 'job:';
/** ms that the record of a finished solve is kept, so that asking again with its id is still answered. */
const KEEP_MS = 10 * 60_000;

export interface JobStore {
  read(challengeId: string): Promise<Job | undefined>;
  write(job: Job): Promise<void>;
  all(): Promise<Job[]>;
  /** Drops finished records that nobody will ask for any more. */
  prune(now: number): Promise<void>;
}

export const jobStore: JobStore = {
  async read(challengeId) {
    const name = PREFIX + challengeId;
    return (await browser.storage.session.get(name))[name] as Job | undefined;
  },
  async write(job) {
    await browser.storage.session.set({ [PREFIX + job.challenge.challengeId]: job });
  },
  async all() {
    const everything = await browser.storage.session.get(null);
    return Object.entries(everything)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([, job]) => job as Job);
  },
  async prune(now) {
    const old = (await jobStore.all()).filter((job) => isOver(job) && now - job.startedAt > KEEP_MS);
    await browser.storage.session.remove(old.map((job) => PREFIX + job.challenge.challengeId));
  },
};
