import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { CressetError } from "../errors.ts";
import type { HookFile } from "./hook-host.ts";

/** A folder to search for hook files, or one hook file. */
export interface HookFolder {
  readonly path: string;
  /** It may be missing, as one of a list that serves many machines. */
  readonly optional?: boolean;
}

export interface FoundHookFiles {
  readonly files: readonly HookFile[];
  /** Optional folders that are missing, folders that cannot be read, files of one name. */
  readonly warnings: readonly string[];
}

/** Hook files in TypeScript and JavaScript. */
export const scriptEndings: readonly string[] = [".ts", ".mts", ".js", ".mjs"];
/** Those in Python, too. */
export const hookFileEndings: readonly string[] = [...scriptEndings, ".py"];

/**
 * All hook files, in the one order in which hooks are called: folder by folder as given; within a folder by the path
 * relative to it, compared letter by letter by code unit (`10.ts` before `9.ts`, `Z.ts` before `a.ts`). Folders are
 * searched to the bottom; hidden files and folders, node_modules, `*.d.ts`, `*.test.ts` and `__main__.py` are passed over,
 * and tests inside of Python packages. A file that is reached twice counts where it came first.
 *
 * @param extensions with the dot: `.ts`.
 * @throws CressetError `not-found` when a folder that is not optional does not exist; `usage` when a file is given that
 * is no hook file.
 */
export function findHookFiles(folders: readonly HookFolder[], extensions: readonly string[]): FoundHookFiles {
  const files: HookFile[] = [];
  const warnings: string[] = [];
  const seen = new Set<string>();
  for (const folder of folders) {
    const root = resolve(folder.path);
    const kind = statSync(root, { throwIfNoEntry: false });
    if (kind === undefined) {
      if (folder.optional !== true) {
        throw new CressetError(
          "not-found",
          `The hook folder ${root} does not exist. Check --hooks and the config file.`,
        );
      }
      warnings.push(`The hook folder ${root} does not exist.`);
      continue;
    }
    if (!kind.isDirectory() && !isHookFile(root, extensions)) {
      throw new CressetError(
        "usage",
        `${root} is no hook file. Expected a folder, or a file that ends with ${extensions.join(", ")}.`,
      );
    }
    const paths = kind.isDirectory() ? search(root, extensions, warnings) : [root];
    const home = kind.isDirectory() ? root : dirname(root);
    for (const path of paths) {
      const real = realpathSync(path);
      if (seen.has(real)) continue;
      seen.add(real);
      files.push({ path, folder: home });
    }
  }
  return { files, warnings: [...warnings, ...sameNames(files)] };
}

/** `__main__.py` is what `python FOLDER` runs. */
const passedOver: ReadonlySet<string> = new Set(["node_modules", "__pycache__", "__main__.py"]);
const testsOfPackages: ReadonlySet<string> = new Set(["test", "tests", "conftest.py"]);

function search(root: string, extensions: readonly string[], warnings: string[]): readonly string[] {
  const found: string[] = [];
  const visited = new Set<string>();
  const visit = (folder: string, inPackage: boolean): void => {
    const real = realpathSync(folder);
    if (visited.has(real)) return;
    visited.add(real);
    const entries = entriesOf(folder, warnings);
    const isPackage = inPackage || (folder !== root && entries.some(({ name }) => name === "__init__.py"));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || passedOver.has(entry.name)) continue;
      if (isPackage && testsOfPackages.has(entry.name)) continue;
      const kind = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      if (kind?.isDirectory() === true) visit(path, isPackage);
      else if (kind?.isFile() === true && isHookFile(entry.name, extensions)) found.push(path);
    }
  };
  visit(root, false);
  const key = (path: string): string => relative(root, path).split(sep).join("/");
  return found.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function entriesOf(folder: string, warnings: string[]): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    warnings.push(
      `The hook folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  }
}

function isHookFile(name: string, extensions: readonly string[]): boolean {
  return extensions.some((extension) => name.endsWith(extension)) && !/\.(d|test|spec)\.[a-z]+$/.test(name);
}

/** Two files of one name confuse traces. In Python only one of them can be had, and its host says which. */
function sameNames(files: readonly HookFile[]): readonly string[] {
  const byName = Map.groupBy(
    files.filter(({ path }) => !path.endsWith(".py")),
    ({ path }) => basename(path),
  );
  return [...byName].flatMap(([name, same]) =>
    same.length < 2
      ? []
      : [`${same.length} hook files are called ${name}: ${same.map(({ path }) => path).join(", ")}.`],
  );
}
