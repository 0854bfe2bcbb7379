/** Calls a task when files change. Node only. */
import { statSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';

/** An editor that saves one file causes several events. */
const SETTLE_MS = 80;

/**
 * Collects changes and hands them to the task: together if they come within SETTLE_MS, and never while it still runs.
 * @returns what to call for each changed file
 */
export function collectChanges(task: (files: string[]) => Promise<void>): (file: string) => void {
  const changed = new Set<string>();
  let isRunning = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async () => {
    isRunning = true;
    while (changed.size > 0) {
      const files = [...changed];
      changed.clear();
      await task(files);
    }
    isRunning = false;
  };
  return (file) => {
    changed.add(file);
    if (isRunning) return;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), SETTLE_MS);
  };
}

/**
 * Watches files, and folders with all that is below them, until the process ends.
 * @param paths below `root`
 * @param onChange gets the path of the changed file below `root`
 */
export function watchFiles(root: string, paths: readonly string[], onChange: (file: string) => void): void {
  for (const path of paths) {
    const isFolder = statSync(resolve(root, path)).isDirectory();
    watch(resolve(root, path), { recursive: isFolder }, (_event, name) =>
      onChange((isFolder && name ? join(path, name) : path).replaceAll('\\', '/')),
    );
  }
}
