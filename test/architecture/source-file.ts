import { parseAst } from "vitest/node";

/** A file of the tree, its path from the root of the project: `src/time/rate.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a file takes from others, and whether it has a default export. */
export interface FileFacts {
  /** As written: `./rate.ts`, `node:fs`, `node-av/api`. Types count as much as values. */
  readonly specifiers: readonly string[];
  readonly hasDefaultExport: boolean;
}

/** Reads them from the syntax tree, so that an import in a comment or in a text does not count. */
export function factsOf(file: SourceFile): FileFacts {
  const specifiers: string[] = [];
  let hasDefaultExport = false;
  walk(parseAst(file.text, { lang: "ts" }, file.path), (node) => {
    if (node.type === "ExportDefaultDeclaration") hasDefaultExport = true;
    if (node.type === "ExportSpecifier" && nameOf(node["exported"]) === "default") hasDefaultExport = true;
    if (!/^(?:Import|ExportAll|ExportNamed|TSImportType)/.test(node.type)) return;
    const source = node["source"] ?? node["argument"];
    const value = isNode(source)
      ? (source["value"] ?? (isNode(source["literal"]) ? source["literal"]["value"] : undefined))
      : undefined;
    if (typeof value === "string") specifiers.push(value);
  });
  return { specifiers, hasDefaultExport };
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

const nameOf = (value: unknown): unknown => (isNode(value) ? (value["name"] ?? value["value"]) : undefined);

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const child of Object.values(value)) if (typeof child === "object") walk(child, visit);
  }
}
