/** Isolated world. Response fields: filled with the token, emptied when the token's life is over. */

/**
 * Uses this world's own native setters, so a framework's value tracking on the element notices the change. Only fields that a person can see get the
 * events of typing: providers' scripts fill hidden fields without events, and some pages request another token whenever anything changes.
 */
export function fill(fields: readonly HTMLElement[], valueFor: (field: HTMLElement) => string): void {
  for (const field of fields) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue;
    field.value = valueFor(field);
    if (!field.checkVisibility()) continue;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

export function holds(fields: readonly HTMLElement[], valueFor: (field: HTMLElement) => string): HTMLElement[] {
  return fields.filter((field) => valueOf(field) === valueFor(field));
}

/** A token that is already there. ALTCHA and others mark "not solved" by a leading dot. */
export function existingToken(fields: readonly HTMLElement[]): string {
  for (const field of fields) {
    const value = valueOf(field);
    if (value.length > 20 && !value.startsWith('.')) return value;
  }
  return '';
}

function valueOf(field: HTMLElement): string {
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '';
}
