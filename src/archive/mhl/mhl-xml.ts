/** Text of an element or attribute. Newlines are written as references: a reader would take them for spaces. */
export const xmlText = (text: string): string =>
  text.replaceAll(/[&<>"\t\n\r]/g, (letter) => named[letter] ?? `&#${letter.charCodeAt(0)};`);

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Whether XML 1.0 can hold a text: it has no place for most control characters. */
// oxlint-disable-next-line no-control-regex -- these are the ones
export const fitsXml = (text: string): boolean => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text);
