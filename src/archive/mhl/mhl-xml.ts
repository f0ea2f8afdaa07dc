/** Text of an element or attribute. Newlines are written as references: a reader would take them for spaces. */
export const xmlText = (text: string): string =>
  text.replaceAll(/[&<>"\t\n\r]/g, (letter) => named[letter] ?? `&#${letter.charCodeAt(0)};`);

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Whether XML 1.0 can hold a text (production `Char`): it has no place for most control characters. */
export const fitsXml = (text: string): boolean =>
  /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);
