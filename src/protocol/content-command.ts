/** Guard for what the worker sends to content scripts. Hand-written: it runs in the script that every page gets. */
import type { ContentCommand } from './rpc.ts';

export function readContentCommand(message: unknown): ContentCommand | null {
  if (typeof message !== 'object' || message === null) return null;
  const command = message as Partial<ContentCommand>;
  return command.to === 'content' && typeof command.command === 'string' ? (command as ContentCommand) : null;
}
