/**
 * A text with its percent signs decoded (`%20` → a space). Only what is well-formed: many tools put paths into URLs as they
 * are, `100%.mov`.
 */
export function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
