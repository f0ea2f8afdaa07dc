import { readFileSync } from "node:fs";
import { type LoadFnOutput, registerHooks, setSourceMapsSupport, stripTypeScriptTypes } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Cresset's own files, as source or as built. */
const ownFolder = new URL("../", import.meta.url).href;
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const authoring = new URL(`./hook-authoring${extension}`, import.meta.url).href;
const packages: ReadonlyMap<string, string> = new Map([
  ["cresset", new URL(`index${extension}`, ownFolder).href],
  ["cresset/testing", new URL(`testing${extension}`, ownFolder).href],
]);
/** The names that the light module `hook-authoring` has. */
const lightNames: ReadonlySet<string> = new Set(["defineHooks", "CressetError"]);

/**
 * Teaches this thread to load hook files from anywhere on disk: "cresset" is this program, whatever lies around the
 * file; TypeScript is stripped by us, because Node refuses it under node_modules; and a file in a hook folder is an ES
 * module, whatever a package.json nearby says.
 *
 * @returns a function that tells where a syntax error lies, which V8 does not say.
 */
export function teachHookModules(folders: readonly string[]): (error: SyntaxError) => Error {
  /** Files that need more of "cresset" than the light module has. */
  const wantsAll = new Set<string>();
  let lastLoaded: { readonly path: string; readonly source: string } | undefined;
  registerHooks({
    resolve(specifier, context, next) {
      const full = packages.get(specifier);
      if (full !== undefined) {
        const light = specifier === "cresset" && !wantsAll.has(context.parentURL ?? "");
        return { url: light ? authoring : full, shortCircuit: true };
      }
      try {
        return next(specifier, context);
      } catch (error) {
        // `import "./shots.js"` beside shots.ts is how TypeScript's own resolution wants it written.
        if (!/^\.{1,2}\/.*\.m?js$/.test(specifier)) throw error;
        return next(specifier.replace(/js$/, "ts"), context);
      }
    },
    load(url, context, next) {
      if (!url.startsWith("file:") || url.startsWith(ownFolder) || !/\.m?[jt]s$/.test(pathname(url))) {
        return next(url, context);
      }
      const path = fileURLToPath(url);
      const isTypeScript = path.endsWith("ts");
      if (!isTypeScript && !inFolder(path, folders)) return next(url, context);
      const source = readFileSync(path, "utf8");
      lastLoaded = { path, source };
      if (!isTypeScript && !/^\s*(import|export)\b/m.test(source)) return next(url, context);
      if (needsAll(source)) wantsAll.add(url);
      return asModule(isTypeScript ? stripped(path, source) : source);
    },
  });
  return (error) => (lastLoaded === undefined ? error : locatedSyntaxError(error, lastLoaded.path, lastLoaded.source));
}

const pathname = (url: string): string => new URL(url).pathname;

const asModule = (source: string): LoadFnOutput => ({ format: "module", source, shortCircuit: true });

/** Below one of the folders, and not a package that lies there in a node_modules of its own. */
function inFolder(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path).split(sep);
    return way[0] !== ".." && !way.includes("node_modules");
  });
}

/** Types are replaced by spaces, so that line numbers stay; enums and the like are translated, with a source map. */
function stripped(path: string, source: string): string {
  try {
    return stripTypeScriptTypes(source);
  } catch (error) {
    if (!isUnsupportedSyntax(error)) throw locatedSyntaxError(error, path, source);
    setSourceMapsSupport(true);
    return stripTypeScriptTypes(source, { mode: "transform", sourceMap: true, sourceUrl: path });
  }
}

const isUnsupportedSyntax = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";

const packageImport = /^\s*(?:import|export)\s+(type\s+)?(\{[^}]*\}|[\w$*][^;"'{}]*)\s*from\s*["']cresset["']/gm;

/** Whether a file imports more of "cresset" than the light module has: another name, or all of it. */
function needsAll(source: string): boolean {
  for (const [, type, clause = ""] of source.matchAll(packageImport)) {
    if (type !== undefined) continue;
    if (!clause.startsWith("{")) return true;
    for (const name of clause.slice(1, -1).split(",")) {
      const imported = name.trim().replace(/\s+as\s.*$/, "");
      if (imported !== "" && !imported.startsWith("type ") && !lightNames.has(imported)) return true;
    }
  }
  return /\bimport\s*\(\s*["']cresset["']/.test(source);
}

/** The parser of TypeScript tells line and column for JavaScript as well. */
function locatedSyntaxError(error: unknown, path: string, source: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  const found = parseFailure(source);
  const located = new SyntaxError(
    found === undefined ? `${path}: ${message}` : `${path}, line ${found.line}: ${found.message}`,
  );
  located.stack = [located.message, ...(found === undefined ? [] : [found.snippet])].join("\n");
  return located;
}

function parseFailure(source: string): { line: number; message: string; snippet: string } | undefined {
  try {
    stripTypeScriptTypes(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return undefined;
    // Node writes ":LINE\ncode\n   ^^^\n\nSyntaxError […]: …" here.
    const [, line = "0", snippet = ""] = /^[^\n]*:(\d+)\n([\s\S]*?)\n\n/.exec(error.stack ?? "") ?? [];
    return { line: Number(line), message: error.message, snippet };
  }
}
