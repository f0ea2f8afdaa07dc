import { XMLParser, XMLValidator } from "fast-xml-parser";
import { CressetError } from "../errors.ts";

/** An XML element with everything in it, in order, so that what Cresset does not know survives being written again. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** An element, text (entities and CDATA resolved), or a comment. */
export type XmlNode = XmlElement | string | { readonly comment: string };

export const isElement = (node: XmlNode): node is XmlElement => typeof node === "object" && "children" in node;

/** The child elements of a name. */
export const childrenNamed = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  (element?.children ?? []).filter(isElement).filter((child) => child.name === name);

export const childNamed = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  childrenNamed(element, name)[0];

/** The text of an element, trimmed; empty for one that is not there. */
export const textOf = (element: XmlElement | undefined): string =>
  (element?.children ?? [])
    .filter((child) => typeof child === "string")
    .join("")
    .trim();

/** Makes an element; text and numbers become its only child. */
export function xml(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlNode[] | string | number,
): XmlElement {
  const nodes = typeof children === "object" ? children : [String(children)];
  return { name, attributes, children: nodes };
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  commentPropName: "#comment",
  cdataPropName: "#cdata",
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric references (&#233;) too; files of ours and of others name no entities of their own.
  htmlEntities: true,
});

/**
 * Reads an XML file's only root element.
 * @throws CressetError `bad-input` that names the file and the line.
 */
export function parseXml(text: string, file: string): XmlElement {
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new CressetError(
      "bad-input",
      `${file}, line ${valid.err.line}: this is not valid XML: ${valid.err.msg.replace(/\.$/, "")}.`,
    );
  let parsed: unknown;
  try {
    parsed = parser.parse(text);
  } catch (cause) {
    // Entities of the file's own, above all: those that name further files are never followed.
    const why = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw new CressetError("bad-input", `${file}: this XML is not read: ${why}.`, { cause });
  }
  const roots = nodesOf(parsed).filter(isElement);
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    throw new CressetError("bad-input", `${file}: expected one XML element at the top, got ${roots.length}.`);
  return root;
}

/** The parser's own shape: a list of `{ name: children, ":@": attributes }`. */
function nodesOf(list: unknown): readonly XmlNode[] {
  return Array.isArray(list) ? list.flatMap(nodeOf) : [];
}

function nodeOf(entry: unknown): readonly XmlNode[] {
  if (typeof entry !== "object" || entry === null) return [];
  const fields = Object.entries(entry);
  const [name, content]: readonly unknown[] = fields.find(([key]) => key !== ":@") ?? [];
  if (typeof name !== "string") return [];
  if (name === "#text") return [String(content)];
  const children = nodesOf(content);
  const text = children.filter((child) => typeof child === "string").join("");
  if (name === "#cdata") return [text];
  if (name === "#comment") return [{ comment: text }];
  const attributes: unknown = fields.find(([key]) => key === ":@")?.[1];
  const pairs = Object.entries(typeof attributes === "object" && attributes !== null ? attributes : {});
  return [{ name, attributes: Object.fromEntries(pairs.map(([key, value]) => [key, String(value)])), children }];
}

/** Writes an XML file; elements that hold elements only are indented, text is kept to the letter. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, "")}\n`;
}

function writeElement({ name, attributes, children }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const start = `<${name}${pairs.join("")}`;
  const isLayout = (node: XmlNode) => typeof node === "string" && node.trim() === "";
  const hasElements = children.some(isElement);
  if (children.length === 0) return `${start}/>`;
  if (!hasElements || children.some((node) => typeof node === "string" && !isLayout(node)))
    return `${start}>${children.map((node) => writeNode(node, indent)).join("")}</${name}>`;
  const inner = `${indent}  `;
  const lines = children.filter((node) => !isLayout(node)).map((node) => `\n${inner}${writeNode(node, inner)}`);
  return `${start}>${lines.join("")}\n${indent}</${name}>`;
}

function writeNode(node: XmlNode, indent: string): string {
  if (typeof node === "string") return escapeXml(node);
  return isElement(node) ? writeElement(node, indent) : `<!--${node.comment.replaceAll("--", "- -")}-->`;
}

/** A reader turns line breaks and tabs of attributes into spaces unless they are references. */
const escapeAttribute = (text: string) =>
  escapeXml(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

/** Characters that XML 1.0 forbids even as references are replaced; a bare CR would be read as LF. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}
