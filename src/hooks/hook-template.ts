import { type ExplainedKey, describeHook } from "./explain-hook.ts";
import { hookNames } from "./hook-names.ts";
import type { HookName } from "./hook-table.ts";

/** A file to write, relative to the hook folder. */
export interface NewHookFile {
  readonly path: string;
  readonly text: string;
}

/**
 * What `cresset hooks new DIR` writes: a commented hook file with every hook in it, and the tsconfig.json that lets an
 * editor find "cresset" from a folder that has no node_modules. Cresset itself needs neither of them.
 *
 * @param packageTypesPath absolute path of the package's types: `…/cresset/dist/index.d.ts` (or `src/index.ts`).
 * @param typesFolder absolute path of the folder `@types` that holds Node's, for hooks that import `node:fs`.
 */
export function newHookFiles(packageTypesPath: string, typesFolder: string): readonly NewHookFile[] {
  return [
    { path: "my-hooks.ts", text: starterFile() },
    { path: "tsconfig.json", text: editorConfig(packageTypesPath, typesFolder) },
  ];
}

function editorConfig(packageTypesPath: string, typesFolder: string): string {
  const testing = packageTypesPath.replace(/index(\.d\.ts|\.ts)$/, "testing$1");
  const compilerOptions = {
    target: "es2024",
    // Every hook file is an ES module, whatever a package.json nearby says.
    module: "esnext",
    moduleResolution: "bundler",
    types: ["node"],
    typeRoots: [typesFolder],
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    moduleDetection: "force",
    paths: { cresset: [packageTypesPath], "cresset/testing": [testing] },
  };
  return [
    '// For the editor only: it finds the types of "cresset" here. Cresset runs the hook files without this file.',
    `${JSON.stringify({ compilerOptions, include: ["**/*"] }, undefined, 2)}\n`,
  ].join("\n");
}

/** Left in the starter as they are, because they show what a hook is for. */
const bodies: Partial<Readonly<Record<HookName, readonly string[]>>> = {
  preExportAsset: [
    "// Where the file goes, relative to info.destinationPath:",
    "// info.resolvedPath = `${info.shotName}/${info.resolvedPath}`;",
    "//",
    "// A no, with what the artist reads; nothing on disk is touched:",
    "// if (info.width > 4096) {",
    "//   info.abort = true;",
    '//   info.abortMessage = "Wider than 4096 pixels.";',
    "// }",
  ],
  postExportAsset: ["userData.written = [...(userData.written ?? []), info.resolvedPath];"],
  postExport: ["cresset.log(`${userData.written?.length ?? 0} files written to ${info.destinationPath}`);"],
  exportOverwriteFile: ['// return path.includes("/approved/") ? "skip" : "overwrite";'],
  useBackburnerPostExportAsset: ["// return true;"],
  getCustomExportProfiles: ['// profiles["Web review"] = { written: [] };'],
};

function starterFile(): string {
  const hooks = hookNames.flatMap((hook) => [...handler(hook), ""]);
  return `import { defineHooks } from "cresset";

/**
 * One object for each export, handed to every hook of it: note here what a later hook wants to know. It may be changed,
 * not replaced.
 */
interface UserData {
  written?: string[];
}

/**
 * Every hook there is, in the order of an export. Delete what you do not need. \`cresset hooks explain NAME\` tells more,
 * \`cresset hooks list --hooks .\` what Cresset sees here.
 */
export default defineHooks<UserData>({
${hooks.slice(0, -1).join("\n")}
});
`;
}

function handler(hook: HookName): readonly string[] {
  const { runs, typescript, onError, keys } = describeHook(hook);
  const writable = keys.filter((key) => key.writable);
  return [
    `  // ${runs}`,
    `  // ${onError}`,
    ...keyComment(
      "info",
      keys.filter((key) => !key.writable),
    ),
    ...keyComment("You may set", writable),
    `  ${typescript} {`,
    ...(bodies[hook] ?? []).map((line) => `    ${line}`),
    "  },",
  ];
}

function keyComment(title: string, keys: readonly ExplainedKey[]): readonly string[] {
  if (keys.length === 0) return [];
  const words = keys.map(({ name }) => name);
  const lines: string[] = [];
  let line = `  // ${title}:`;
  for (const [index, word] of words.entries()) {
    const piece = ` ${word}${index === words.length - 1 ? "." : ","}`;
    if (line.length + piece.length > 118) {
      lines.push(line);
      line = "  //  ";
    }
    line += piece;
  }
  return [...lines, line];
}
