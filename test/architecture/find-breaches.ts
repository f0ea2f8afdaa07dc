import path from "node:path";
import { findCycles } from "./find-cycles.ts";
import type { Room } from "./rooms.ts";
import { type FileFacts, factsOf, type SourceFile } from "./source-file.ts";

/** Packages that one folder alone may import. */
const fences: Readonly<Record<string, string>> = { "node-av": "src/media/ffmpeg/" };
/** Longest files, in lines: what does not fit has more than one idea in it. */
const longest = { source: 300, test: 400 };
/** Names that say nothing, so that anything ends up in them. */
const emptyWords = new Set(["util", "utils", "misc", "lib", "libs", "helper", "helpers", "common"]);

/**
 * What in a tree breaks the rules of ARCHITECTURE.md, one sentence each, in the order of the files: imports against the
 * table's direction, imports of another room's sub-folders, of fenced packages, import cycles, files without a room, too
 * long, with a default export or with a name that says nothing.
 * @param files everything under src
 */
export function findBreaches(files: readonly SourceFile[], rooms: readonly Room[]): readonly string[] {
  const facts = new Map(files.map((file) => [file.path, factsOf(file)]));
  const imports = new Map([...facts].map(([file, { specifiers }]) => [file, importedFiles(file, specifiers)]));
  const present = new Set(files.map((file) => roomOf(file.path)));
  return [
    ...rooms
      .filter(({ name }) => !present.has(name))
      .map(({ name }) => `${name} is in the table of rooms but not in src`),
    ...files.flatMap((file) => [
      ...shapeBreaches(file, facts.get(file.path)),
      ...importBreaches(file.path, facts.get(file.path), imports.get(file.path) ?? [], rooms),
    ]),
    ...findCycles(imports).map((cycle) => `import cycle: ${[...cycle, cycle[0]].join(" → ")}`),
  ];
}

/** The folder of src that a file lies in, or its own name when it lies in src itself. */
const roomOf = (file: string): string => file.split("/")[1] ?? "";

const importedFiles = (file: string, specifiers: readonly string[]): readonly string[] =>
  specifiers.filter((each) => each.startsWith(".")).map((each) => path.posix.join(path.posix.dirname(file), each));

function shapeBreaches({ path: file, text }: SourceFile, facts: FileFacts | undefined): readonly string[] {
  const isTest = file.endsWith(".test.ts");
  const lines = text.trimEnd().split("\n").length;
  const limit = isTest ? longest.test : longest.source;
  const parts = file.replace(/(?:\.test)?\.ts$/, "").split("/");
  const word = parts.flatMap((part) => part.split("-")).find((each) => emptyWords.has(each));
  return [
    ...(lines > limit ? [`${file} has ${lines} lines, more than ${limit}`] : []),
    ...(facts?.hasDefaultExport === true ? [`${file} has a default export`] : []),
    ...(word === undefined ? [] : [`${file} is named "${word}", which says nothing`]),
    ...(parts.every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(part)) ? [] : [`${file} is not named in kebab-case`]),
  ];
}

function importBreaches(
  file: string,
  facts: FileFacts | undefined,
  targets: readonly string[],
  rooms: readonly Room[],
): readonly string[] {
  const name = roomOf(file);
  const room = rooms.find((each) => each.name === name);
  if (room === undefined) return [`${file} lies in no room of the table`];
  const mayImport = (target: string) =>
    target === name || target === "errors.ts" || room.mayImport === "everything" || room.mayImport.includes(target);
  const fenced = Object.entries(fences).flatMap(([packageName, folder]) =>
    !file.startsWith(folder) &&
    facts?.specifiers.some((each) => each === packageName || each.startsWith(`${packageName}/`)) === true
      ? [`${file} imports ${packageName}, which only ${folder} may`]
      : [],
  );
  const outward = targets.flatMap((target) => {
    if (!target.startsWith("src/")) return [`${file} imports ${target}, which is not in src`];
    if (!mayImport(roomOf(target))) return [`${file} imports ${target}: ${name} may not import ${roomOf(target)}`];
    return isPrivate(file, target) ? [`${file} imports ${target}, which is private to ${ownerOf(target)}`] : [];
  });
  return [...fenced, ...outward];
}

/** A room's sub-folder is seen from the folder that it lies in only: `src/timeline/formats/x.ts` from `src/timeline/`. */
function isPrivate(file: string, target: string): boolean {
  return target.split("/").length > 3 && !file.startsWith(`${ownerOf(target)}/`);
}

const ownerOf = (target: string): string => path.posix.dirname(path.posix.dirname(target));
