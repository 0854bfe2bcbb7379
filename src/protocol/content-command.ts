/** Guard for what the worker sends to content scripts. Hand-written: runs in the content bundle. */
import type { ContentCommand } from './rpc.ts';

const commands = ['solve', 'solve-first', 'cancel', 'ping', 'settings'];

export function readContentCommand(message: unknown): ContentCommand | null {
  if (typeof message !== 'object' || message === null) return null;
  const command = message as Partial<ContentCommand>;
  if (command.to !== 'content' || !commands.includes(command.command ?? '')) return null;
  return command as ContentCommand;
}
