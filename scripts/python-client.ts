// Writes the methods of python/cresset_client.py from the OpenAPI document.

interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Shape }>> };
}

/** What of an OpenAPI document the client is made of. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Shape>> };
}

const marker = "# What follows is written by scripts/generate-python-client.ts";
/** The stream has a method of its own. */
const byHand = new Set(["listenToEvents"]);
const keywords = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** The client's text: what stands above the marker stays, what is below is written anew. */
export function pythonClient(current: string, document: OpenApiDocument): string {
  const at = current.indexOf(marker);
  if (at < 0) throw new Error(`Expected the line "${marker} …" in the client.`);
  const kept = current.slice(0, current.indexOf("\n", at));
  const methods = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { operationId }]) => !byHand.has(operationId))
      .map(([method, operation]) => methodOf(path.replace("/api/v1", ""), method, operation, document)),
  );
  return `${kept}\n\n\nclass Cresset(_Connection):\n    """Everything that the server does. Arguments that are left out are not sent."""\n\n${methods.join("\n")}`;
}

function methodOf(path: string, method: string, operation: Operation, document: OpenApiDocument): string {
  const parameters = (operation.parameters ?? []).filter((each) => each.in !== "header");
  const inPath = parameters.filter((each) => each.in === "path").map(({ name }) => name);
  const inQuery = parameters.filter((each) => each.in === "query");
  const shape = resolved(operation.requestBody?.content["application/json"]?.schema, document);
  const fields = Object.keys(shape?.properties ?? {});
  const required = new Set(shape?.required);
  const isPlain = shape === undefined || fields.length > 0 || shape.type === "object";
  const named = [
    ...inQuery.filter((each) => each.required === true).map(({ name }) => argumentOf(name)),
    ...fields.filter((name) => required.has(name)).map(argumentOf),
    ...(isPlain ? [] : ["body"]),
    ...inQuery.filter((each) => each.required !== true).map(({ name }) => `${argumentOf(name)}=LEFT_OUT`),
    ...fields.filter((name) => !required.has(name)).map((name) => `${argumentOf(name)}=LEFT_OUT`),
  ];
  const header = ["self", ...inPath.map(argumentOf), ...(named.length === 0 ? [] : ["*", ...named])];
  const spelled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `" + _quoted(${argumentOf(name)}) + "`);
  const pieces = [`"${method.toUpperCase()}"`, `"${spelled}"`.replaceAll(' + ""', "")];
  if (inQuery.length > 0) pieces.push(`query=${sent(inQuery.map(({ name }) => name))}`);
  if (shape !== undefined) pieces.push(isPlain ? `body=${sent(fields)}` : "body=body");
  return [
    ...wrapped("    def ", `${snake(operation.operationId)}(`, header, "):"),
    ...documented(`${operation.summary}.`, `${method.toUpperCase()} ${path}`),
    ...wrapped("        ", "return self.request(", pieces, ")"),
    "",
  ].join("\n");
}

function documented(summary: string, route: string): readonly string[] {
  const line = `        """${summary} (${route})"""`;
  return line.length <= 118 ? [line] : [`        """${summary}`, "", `        ${route}`, '        """'];
}

const sent = (names: readonly string[]): string =>
  `_sent(${names.map((name) => `${keywords.has(name) ? `${name}_` : name}=${argumentOf(name)}`).join(", ")})`;

/** On one line, or an argument on each. */
function wrapped(indent: string, head: string, parts: readonly string[], tail: string): readonly string[] {
  const line = `${indent}${head}${parts.join(", ")}${tail}`;
  if (line.length <= 118) return [line];
  const deeper = " ".repeat(indent.search(/\S|$/) + 4);
  const margin = indent.slice(0, indent.search(/\S|$/));
  return [`${indent}${head}`, ...parts.flatMap((part) => long(deeper, part)), `${margin}${tail}`];
}

function long(indent: string, part: string): readonly string[] {
  const [, head, inside] = /^(\w+=_sent\()(.*)\)$/.exec(part) ?? [];
  if (`${indent}${part},`.length <= 118 || head === undefined || inside === undefined) return [`${indent}${part},`];
  return [`${indent}${head}`, ...inside.split(", ").map((each) => `${indent}    ${each},`), `${indent}),`];
}

function resolved(shape: Shape | undefined, document: OpenApiDocument): Shape | undefined {
  const name = shape?.$ref?.split("/").at(-1);
  return name === undefined ? shape : resolved(document.components.schemas[name], document);
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const argumentOf = (name: string): string => {
  const spelled = snake(name);
  return keywords.has(spelled) ? `${spelled}_` : spelled;
};
