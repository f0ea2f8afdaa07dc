import { afterAll } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import type { HookRunner } from "./hook-runner.ts";
import { createInlineRunner } from "./inline-runner.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { hasPython } from "./test-python.ts";

/** The same hooks in both languages. */
export interface BothLanguages {
  readonly typescript: string;
  readonly python: string;
}

export interface ConformingRunner {
  readonly runner: HookRunner;
  /** Paths of the files, in the order in which they were given: that of their calls. */
  readonly files: readonly string[];
}

/** Starts the same hook files in one way; they are called in the order in which they are given. */
export type StartHooks = (...files: readonly BothLanguages[]) => Promise<ConformingRunner>;

type Language = keyof BothLanguages;

const mixtures: Readonly<Record<string, readonly Language[]>> = {
  TypeScript: ["typescript"],
  ...(hasPython
    ? {
        Python: ["python"],
        "TypeScript and Python by turns": ["typescript", "python"],
        "Python and TypeScript by turns": ["python", "typescript"],
      }
    : {}),
};

const endings = { typescript: ".mjs", python: ".py" } as const;

/** Every way in which hooks may be given, by name: all of them have to behave the same. */
export function hookLanguages(): readonly (readonly [string, StartHooks])[] {
  const open: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });
  const write = async (files: readonly BothLanguages[], languages: readonly Language[]) => {
    const named = files.map((file, index) => {
      const language = languages[index % languages.length] ?? "typescript";
      return [`${index}_file${endings[language]}`, file[language]] as const;
    });
    const folder = await writeHookFiles(Object.fromEntries(named));
    open.push(async () => folder[Symbol.asyncDispose]());
    return { folder, files: named.map(([name]) => folder.file(name)) };
  };
  const fromFiles =
    (languages: readonly Language[]): StartHooks =>
    async (...given) => {
      const { folder, files } = await write(given, languages);
      const runner = await createHookRunner({ folders: [folder], api: apiForTests(), strict: true });
      open.push(() => runner.close());
      return { runner, files };
    };
  const inline: StartHooks = async (...given) => {
    const { files } = await write(given, ["typescript"]);
    const hooks = files.map(async (name) => {
      const hooks: object = await import(/* @vite-ignore */ name);
      return { name, hooks };
    });
    return { runner: createInlineRunner({ hooks: await Promise.all(hooks), api: apiForTests() }), files };
  };
  return [
    ...Object.entries(mixtures).map(([name, languages]) => [name, fromFiles(languages)] as const),
    ["objects in this process", inline],
  ];
}
