/** Extension pages. Gives the user a file, without the `downloads` permission. */

/** ms. Nothing tells when a download has read its blob; Firefox reads it some time after the click. */
const KEPT_FOR = 60_000;

export function saveFile({ name, type, text }: { name: string; type: string; text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR);
}
