const mark = "<!-- Written by scripts/generate-flame-reference.ts from the module itself. -->\n";

/** docs/flame-module.md with the reference in it. */
export function withFlameReference(document: string, reference: string): string {
  const at = document.indexOf(mark);
  if (at < 0) throw new Error(`Expected docs/flame-module.md to hold: ${mark}`);
  return `${document.slice(0, at + mark.length)}\n${reference}`;
}
