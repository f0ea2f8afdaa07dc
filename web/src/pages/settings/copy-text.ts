/**
 * Puts a text where Paste takes it from. Over plain http from another machine browsers have no clipboard for pages; then what
 * is marked in `field` is copied the old way.
 * @returns whether it worked.
 */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.select();
    // oxlint-disable-next-line typescript/no-deprecated
    return field !== null && document.execCommand("copy");
  }
}
