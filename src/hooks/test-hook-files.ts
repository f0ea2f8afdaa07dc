import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { HookApiBackend } from "./hook-api.ts";

/** A folder of hook files for a test, removed when it goes out of scope. */
export interface HookFilesFolder extends AsyncDisposable {
  readonly path: string;
  file(name: string): string;
}

/** Writes hook files, by path relative to the folder, into a new temporary folder. */
export async function writeHookFiles(files: Readonly<Record<string, string>>): Promise<HookFilesFolder> {
  const path = await mkdtemp(join(tmpdir(), "cresset-hooks-"));
  for (const [name, text] of Object.entries(files)) {
    const target = join(path, name);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** The run's API for tests of hooks: nothing can be probed or transcoded unless the test says how. */
export function apiForTests(given: Partial<HookApiBackend> = {}): HookApiBackend {
  const missing = (what: string) => () => Promise.reject(new Error(`This test gives no ${what}.`));
  return {
    run: { id: "test", dryRun: false, startedAt: "2026-01-01T00:00:00.000Z", profile: "" },
    signal: new AbortController().signal,
    probe: missing("probe"),
    transcode: missing("transcode"),
    assetFiles: () => Promise.resolve([]),
    importClips: missing("importClips"),
    mail: missing("mail"),
    ...given,
  };
}
