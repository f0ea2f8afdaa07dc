import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { memoryJournal } from "../catalogue/memory-journal.ts";
import type { AssetOutcome, ExportOutcome } from "../export/export-outcome.ts";
import { exportRequestSchema } from "../export/export-request.ts";
import { OverwritePolicy } from "../export/overwrite.ts";
import { planSequence } from "../export/plan.ts";
import { loadPreset } from "../export/preset-store.ts";
import { runSandwich } from "../export/sandwich.ts";
import type { HookApiBackend, MailMessage, ProbedMedia, TranscodeRequest } from "../hooks/hook-api.ts";
import { createHookRunner } from "../hooks/create-hook-runner.ts";
import type { Hooks } from "../hooks/hook-info.ts";
import type { HookRunner } from "../hooks/hook-runner.ts";
import type { PythonBackend } from "../hooks/python-backend.ts";
import { createInlineRunner } from "../hooks/inline-runner.ts";
import { traceText } from "../hooks/trace-text.ts";
import type { AssetResult, RenderJob } from "../media/render-job.ts";
import { testFlame } from "./test-flame.ts";
import { type MadeUpSequence, madeUpSequence } from "./made-up-cut.ts";

export interface TestExportOptions<UserData> {
  /** Hooks as `defineHooks` gives them, in the order in which they are called; or folders of hook files. */
  readonly hooks: Hooks<UserData> | readonly Hooks<UserData>[] | { readonly folders: readonly string[] };
  /** The made-up cut; default: one sequence of one shot. */
  readonly sequences?: readonly MadeUpSequence[];
  /** Name or path of the preset, or of several; default "ProRes 422 HQ". */
  readonly preset?: string | readonly string[];
  readonly presetFolders?: readonly string[];
  /** What userData is before the first hook. */
  readonly userData?: UserData;
  readonly profile?: string;
  readonly isBackground?: boolean;
  readonly isSnapshot?: boolean;
  /** Paths, relative to the destination, that exist before the export. */
  readonly existing?: readonly string[];
  readonly overwrite?: "ask" | "overwrite" | "skip" | "version-up";
  readonly storageRoots?: readonly string[];
  /** Names of assets whose render is made to fail. */
  readonly failing?: readonly string[];
  readonly timeLimitMs?: number;
}

export interface TestedExport {
  readonly outcome: ExportOutcome;
  /** Every asset of every sequence. */
  readonly assets: readonly AssetOutcome[];
  /** The JSON part of userData after the last hook. */
  readonly userData: unknown;
  /** The trace, as `cresset runs show` prints it. */
  readonly trace: string;
  /** Names of the hooks that were called, in order; skipped ones are left out. */
  readonly called: readonly string[];
  /** What hooks asked to be transcoded. */
  readonly transcodes: readonly TranscodeRequest[];
  /** What hooks imported into the catalogue. */
  readonly imports: readonly string[];
  /** What hooks would have mailed. */
  readonly mails: readonly MailMessage[];
  /** Texts that would have been written beside the media (cuts, OpenClips), by path relative to the destination. */
  readonly documents: Readonly<Record<string, string>>;
}

/**
 * Runs the whole sandwich on a made-up cut: every hook is called as in a real export, nothing is rendered. For tests of hook
 * files; needs no media, no database and milliseconds.
 * @throws CressetError where a real export would not start, such as two assets on one path.
 */
export async function testExport<UserData = Record<string, unknown>>(
  options: TestExportOptions<UserData>,
): Promise<TestedExport> {
  const destinationPath = await mkdtemp(path.join(tmpdir(), "cresset-test-"));
  const transcodes: TranscodeRequest[] = [];
  const imports: string[] = [];
  const mails: MailMessage[] = [];
  const documents: Record<string, string> = {};
  const assets = new Map<string, AssetOutcome>();
  const journal = memoryJournal();
  const api = testApi({ transcodes, imports, mails }, assets, options.profile ?? "");
  const flame = testFlame(destinationPath);
  const start = () => startRunner(options, api, flame.backend);
  const runner = await start();
  try {
    await makeExisting(destinationPath, options.existing ?? []);
    if (options.userData !== undefined) await runner.setUserData(options.userData);
    const outcome = await runSandwich({
      request: requestOf(options, destinationPath),
      journal,
      runner,
      startPostRunner: async (userData) => {
        const own = await start();
        await own.setUserData(userData);
        return own;
      },
      loadPresets: ({ presets, presetFolders }) =>
        Promise.all(presets.map((preset) => loadPreset(preset, presetFolders))),
      plan: async (request, presets) =>
        (options.sequences ?? [{}]).map((made, index) => {
          const { sequence, conformed } = madeUpSequence(made);
          return planSequence({
            index,
            key: sequence.name,
            sequence,
            conformed,
            presets,
            namePattern: request.namePattern,
            handles: request.handles,
            useTopVideoTrack: request.useTopVideoTrack,
            range: undefined,
            subtitles: undefined,
            tokens: { user: request.user.name, project: request.project.name },
          });
        }),
      render: async (job, { finished }) => {
        for (const result of pretendToRender(job, options.failing ?? [])) finished(result);
      },
      write: async (file, text) => {
        documents[path.relative(destinationPath, file)] = text;
        return { bytes: Buffer.byteLength(text), xxh128: "" };
      },
      overwrite: new OverwritePolicy(options.overwrite ?? "ask", undefined),
      dryRun: false,
      signal: new AbortController().signal,
      scratchFolder: async () => destinationPath,
      tell: (event) => {
        if (event.type === "asset") assets.set(event.outcome.id, event.outcome);
      },
    });
    return {
      outcome,
      assets: outcome.sequences.flatMap((sequence) => sequence.assets),
      userData: journal.userData,
      trace: traceText(outcome.hooks),
      called: outcome.hooks
        .filter(({ calls }) => calls.some((call) => call.outcome !== "skipped"))
        .map(({ hook }) => hook),
      transcodes,
      imports,
      mails,
      documents,
    };
  } finally {
    await runner.close();
    await flame.close();
    await rm(destinationPath, { recursive: true, force: true });
  }
}

function startRunner<UserData>(
  { hooks, timeLimitMs }: TestExportOptions<UserData>,
  api: HookApiBackend,
  flame: PythonBackend,
): Promise<HookRunner> | HookRunner {
  const limit = timeLimitMs === undefined ? {} : { timeLimitMs };
  if ("folders" in hooks)
    return createHookRunner({
      folders: hooks.folders.map((folder) => ({ path: folder })),
      api,
      strict: true,
      python: { backend: flame },
      ...limit,
    });
  const list = Array.isArray(hooks) ? hooks : [hooks];
  return createInlineRunner({
    hooks: list.map((given, index) => ({ name: `hooks ${index + 1}`, hooks: given })),
    api,
    ...limit,
  });
}

function requestOf<UserData>(options: TestExportOptions<UserData>, destinationPath: string) {
  const { preset = "ProRes 422 HQ" } = options;
  return exportRequestSchema.parse({
    sources: ["made-up"],
    presets: typeof preset === "string" ? [preset] : [...preset],
    presetFolders: [...(options.presetFolders ?? [])],
    destinationPath,
    storageRoots: [...(options.storageRoots ?? [])],
    isBackground: options.isBackground ?? false,
    isSnapshot: options.isSnapshot ?? false,
    overwrite: options.overwrite ?? "ask",
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    requestedAt: new Date().toISOString(),
    user: { name: "tester", nickname: "tester" },
    project: { name: "test", nickname: "test" },
  });
}

async function makeExisting(destination: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const target = path.join(destination, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, "");
  }
}

function pretendToRender({ assets }: RenderJob, failing: readonly string[]): readonly AssetResult[] {
  return assets.map(({ id, path: file, frameCount, metadata }) =>
    failing.includes(metadata["title"] ?? id)
      ? { id, ok: false, reason: "the test made it fail", cause: "encode", detail: "" }
      : { id, ok: true, files: [{ path: file, bytes: 0, xxh128: "" }], frames: frameCount, seconds: 0, warnings: [] },
  );
}

function testApi(
  asked: { readonly transcodes: TranscodeRequest[]; readonly imports: string[]; readonly mails: MailMessage[] },
  assets: ReadonlyMap<string, AssetOutcome>,
  profile: string,
): HookApiBackend {
  return {
    run: { id: "test", dryRun: false, startedAt: new Date().toISOString(), profile },
    signal: new AbortController().signal,
    probe: async (file): Promise<ProbedMedia> => ({
      path: file,
      format: path.extname(file).slice(1),
      seconds: 0,
      audio: [],
      startTimecode: "",
      tapeName: "",
      warnings: [],
    }),
    transcode: async (request) => {
      asked.transcodes.push(request);
      return { files: [{ path: request.output, bytes: 0, xxh128: "" }] };
    },
    importClips: async (paths) => {
      asked.imports.push(...paths);
      const clips = paths.map((file) => {
        const name = path.basename(file, path.extname(file));
        return { id: `test:${file}`, name, path: `/Desktop/Reels/Reel 1/${name}` };
      });
      return { clips, problems: [] };
    },
    mail: async (message) => void asked.mails.push(message),
    assetFiles: async ({ scope }) => (scope.asset === undefined ? [] : (assets.get(scope.asset)?.files ?? [])),
  };
}
