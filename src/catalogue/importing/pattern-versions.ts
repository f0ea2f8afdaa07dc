import { readdir } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../../errors.ts";

/** A clip that a pattern found: what to probe for each of its versions, lowest first. */
export interface PatternClip {
  /** What stands for `{name}`; empty where the pattern has none. */
  readonly name: string;
  readonly versions: readonly PatternVersion[];
}

export interface PatternVersion {
  /** `v003`; empty where the pattern has no `{version}`. */
  readonly name: string;
  readonly number: number;
  /** A file, or an image sequence as `/path/name.[1001-1100].exr`. */
  readonly path: string;
}

/** What each token of a pattern stands for, without a slash. */
const tokens: Readonly<Record<string, string>> = {
  name: "[^/]+?",
  version: "\\d+",
  frame: "\\d+",
  extension: "[A-Za-z0-9]+",
};

const tokenPattern = /\{(name|version|frame|extension)\}/g;

/** Whether a path holds tokens of an import pattern: `{name}_v{version}.{frame}.{extension}`. */
export const isImportPattern = (text: string): boolean => new RegExp(tokenPattern.source).test(text);

/**
 * Finds the clips of an import pattern: the tokens name, version, frame and extension may stand in folders too, and each
 * as often as it likes, always for the same text.
 * @throws CressetError `bad-input` when nothing fits, or the pattern has a token that there is not.
 */
export async function findPatternClips(pattern: string): Promise<readonly PatternClip[]> {
  const unknown = /\{(?!(?:name|version|frame|extension)\})[^{}/]*\}/.exec(pattern);
  if (unknown !== null)
    throw new CressetError(
      "bad-input",
      `The pattern ${pattern} has the token ${unknown[0]}. Expected some of {name}, {version}, {frame}, {extension}.`,
    );
  const absolute = path.resolve(pattern).split(path.sep).join("/");
  const parts = absolute.split("/");
  const firstToken = parts.findIndex(isImportPattern);
  const base = parts.slice(0, firstToken).join("/") || "/";
  const files: PatternFile[] = [];
  for await (const file of matches(base, parts.slice(firstToken))) files.push(file);
  if (files.length === 0) throw new CressetError("bad-input", `No file fits the pattern ${pattern}.`);
  const marker = /(v)\{version\}/i.exec(pattern)?.[1] ?? "";
  return [...Map.groupBy(files, ({ name }) => name)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, ofName]) => byExtension(ofName).map((own) => ({ name, versions: versionsOf(own, marker) })));
}

interface PatternFile {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly frame: string;
  readonly extension: string;
  /** Where the frame number stands in the file's name. */
  readonly frameAt: number | undefined;
}

/** Goes down folder by folder, into those only that fit so far. */
async function* matches(base: string, parts: readonly string[]): AsyncGenerator<PatternFile> {
  const waiting: { readonly inside: string; readonly depth: number }[] = [{ inside: "", depth: 0 }];
  const whole = expressionOf(parts);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { inside, depth } = next;
    const isLast = depth === parts.length - 1;
    const soFar = isLast ? whole : expressionOf(parts.slice(0, depth + 1));
    const entries = await readdir(path.join(base, inside), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const relative = inside === "" ? entry.name : `${inside}/${entry.name}`;
      const found = soFar.exec(relative);
      if (found === null || entry.name.startsWith(".")) continue;
      if (!isLast && (entry.isDirectory() || entry.isSymbolicLink()))
        waiting.push({ inside: relative, depth: depth + 1 });
      if (!isLast || entry.isDirectory()) continue;
      const { name = "", version = "", frame = "", extension = "" } = found.groups ?? {};
      const start = found.indices?.groups?.["frame"]?.[0];
      const inName = start === undefined ? undefined : start - (relative.length - entry.name.length);
      yield {
        path: path.join(base, relative),
        name,
        version,
        frame,
        extension,
        frameAt: inName === undefined || inName < 0 ? undefined : inName,
      };
    }
  }
}

/** The first time a token stands it is named; after that it must be the same text. The frame is named where it stands last. */
function expressionOf(parts: readonly string[]): RegExp {
  const text = parts.join("/");
  const seen = new Set<string>();
  let source = "";
  let at = 0;
  for (const match of text.matchAll(tokenPattern)) {
    const [written, token = ""] = match;
    source += escaped(text.slice(at, match.index));
    source += seen.has(token) ? `\\k<${token}>` : `(?<${token}>${tokens[token] ?? ""})`;
    seen.add(token);
    at = match.index + written.length;
  }
  return new RegExp(`^${source}${escaped(text.slice(at))}$`, "du");
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Versions of several formats are versions of one clip; two formats of one version are two clips. */
function byExtension(files: readonly PatternFile[]): readonly (readonly PatternFile[])[] {
  const kinds = Map.groupBy(files, ({ version, extension }) => `${version}.${extension.toLowerCase()}`);
  if (kinds.size === new Set(files.map(({ version }) => version)).size) return [files];
  return [...Map.groupBy(files, ({ extension }) => extension.toLowerCase()).values()];
}

function versionsOf(files: readonly PatternFile[], marker: string): readonly PatternVersion[] {
  return [...Map.groupBy(files, ({ version }) => version)]
    .map(([version, own]) => ({
      name: version === "" ? "" : `${marker}${version}`,
      number: Number(version),
      path: spelled(own),
    }))
    .toSorted((a, b) => a.number - b.number);
}

/** The files of one version as they are probed: an image sequence with its range. */
function spelled(files: readonly PatternFile[]): string {
  const sorted = files.toSorted((a, b) => Number(a.frame) - Number(b.frame));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (first.frameAt === undefined) return first.path;
  const base = path.basename(first.path);
  const [before, after] = [base.slice(0, first.frameAt), base.slice(first.frameAt + first.frame.length)];
  return path.join(path.dirname(first.path), `${before}[${first.frame}-${last.frame}]${after}`);
}
