/** The one log. Pure. Callers pass codes and counts; a key, a token or a full URL never goes in. */

export function log(event: string, facts: Record<string, string | number | boolean> = {}): void {
  console.info(`[latchkey] ${event}`, facts);
}

export function warn(event: string, facts: Record<string, string | number | boolean> = {}): void {
  console.warn(`[latchkey] ${event}`, facts);
}
