import { isMap, parseDocument } from "yaml";

type Path = readonly (string | number)[];

/** What stands at a key of a preset's text; nothing where it is not written, or the text cannot be read. */
export function readKey(text: string, path: Path): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const whole: unknown = document.toJS();
  let value = whole;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !(step in value)) return undefined;
    value = new Map<string | number, unknown>(Object.entries(value)).get(String(step));
  }
  return value;
}

/** Writes a key into a preset's text, or takes it out; comments and the order of the rest stay. */
export function writeKey(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return text;
  if (value === undefined) document.deleteIn(path);
  else {
    for (let length = 1; length < path.length; length++) {
      const group = document.getIn(path.slice(0, length));
      if (!isMap(group)) document.setIn(path.slice(0, length), document.createNode({}));
    }
    document.setIn(path, value);
  }
  return document.toString({ lineWidth: 0 });
}

/** Whether the text can be read at all, so that a form may write into it. */
export const isReadable = (text: string): boolean => parseDocument(text, { prettyErrors: false }).errors.length === 0;
