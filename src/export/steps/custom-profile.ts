import { homedir, hostname, tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import type { ExportRequest } from "../export-request.ts";
import { profileConflicts, profileConflictText } from "../../hooks/profile-conflicts.ts";
import type { SandwichHooks } from "../sandwich-hooks.ts";
import type { SandwichOptions } from "../sandwich-run.ts";

/** What preCustomExport may have changed; anything else in its info is left alone. */
const customInfo = z.object({
  destinationHost: z.string(),
  destinationPath: z.string(),
  presetPath: z.string(),
  useTopVideoTrack: z.boolean(),
  exportBetweenMarks: z.boolean(),
  isBackground: z.boolean(),
  includeSubtitles: z.boolean(),
  exportSubtitlesAsFiles: z.boolean(),
  exportAllSubtitles: z.boolean(),
});

/** The custom export profiles of the loaded hooks: name → the userData that an export with it starts with. */
async function customProfiles(
  hooks: SandwichHooks,
  tell: SandwichOptions["tell"],
  wanted: string,
): Promise<Readonly<Record<string, unknown>>> {
  const outcome = await hooks.call("getCustomExportProfiles", "profiles", {}, {});
  const conflict = profileConflicts(outcome).find(({ profile }) => profile === wanted);
  if (conflict !== undefined) tell({ type: "message", level: "warning", text: profileConflictText(conflict) });
  return outcome.info;
}

/**
 * Starts an export from its custom profile, where it has one: userData is the profile's, and preCustomExport says where the
 * export goes and with which preset. Without a profile the request stays as it is.
 * @throws CressetError `not-found` for an unknown profile, `bad-preset` when the hook sets no presetPath.
 */
export async function startFromProfile(
  { request, tell }: SandwichOptions,
  hooks: SandwichHooks,
): Promise<{ readonly aborted: boolean; readonly request: ExportRequest }> {
  const { profile } = request;
  if (profile === undefined) return { aborted: false, request };
  const profiles = await customProfiles(hooks, tell, profile);
  if (!Object.hasOwn(profiles, profile))
    throw new CressetError(
      "not-found",
      `There is no custom export profile "${profile}". ${listOf(Object.keys(profiles))}`,
    );
  await hooks.seed(profiles[profile], profile);
  const outcome = await hooks.call(
    "preCustomExport",
    "export",
    {
      destinationHost: request.destinationHost,
      destinationPath: request.destinationPath === "" ? tmpdir() : request.destinationPath,
      presetPath: request.presets[0] ?? "",
      useTopVideoTrack: request.useTopVideoTrack,
      exportBetweenMarks: request.exportBetweenMarks,
      isBackground: true,
      includeSubtitles: request.includeSubtitles,
      exportSubtitlesAsFiles: request.exportSubtitlesAsFiles ?? true,
      exportAllSubtitles: request.exportAllSubtitles ?? false,
      abort: false,
      abortMessage: "",
    },
    {},
  );
  if (outcome.aborted) return { aborted: true, request };
  const { presetPath: named, ...left } = customInfo.parse(outcome.info);
  const presetPath = withHome(named);
  const chosen = { ...left, destinationPath: withHome(left.destinationPath) };
  if (!thisMachine.has(chosen.destinationHost) && chosen.destinationHost !== request.destinationHost)
    tell({
      type: "message",
      level: "warning",
      text: `preCustomExport set destinationHost to "${chosen.destinationHost}": files are written by this machine, to ${chosen.destinationPath} as it sees it.`,
    });
  if (presetPath === "")
    throw new CressetError(
      "bad-preset",
      `The profile "${profile}" names no preset: its preCustomExport hook must set info.presetPath, or give --preset.`,
    );
  return { aborted: false, request: { ...request, ...pick(chosen, request), presets: [presetPath] } };
}

/** What the request left open and the hook left as it found it stays open: then the preset says. */
const pick = (info: Omit<z.infer<typeof customInfo>, "presetPath">, request: ExportRequest) => ({
  destinationHost: info.destinationHost,
  destinationPath: info.destinationPath,
  useTopVideoTrack: info.useTopVideoTrack,
  exportBetweenMarks: info.exportBetweenMarks,
  // Nobody can leave the terminal that waits for it: in the foreground the wish has no effect.
  isBackground: info.isBackground && request.isBackground,
  includeSubtitles: info.includeSubtitles,
  exportSubtitlesAsFiles: changed(request.exportSubtitlesAsFiles, info.exportSubtitlesAsFiles, true),
  exportAllSubtitles: changed(request.exportAllSubtitles, info.exportAllSubtitles, false),
});

/** Hooks may name a folder as shells do. */
const withHome = (file: string): string => (/^~(?=$|[/\\])/.test(file) ? path.join(homedir(), file.slice(1)) : file);

const thisMachine: ReadonlySet<string> = new Set(["", "localhost", "127.0.0.1", "::1", hostname()]);

const changed = (asked: boolean | undefined, left: boolean, usual: boolean): boolean | undefined =>
  left === (asked ?? usual) ? asked : left;

const listOf = (names: readonly string[]) =>
  names.length === 0
    ? "No hook file defines getCustomExportProfiles; name its folder with --hooks."
    : `There are: ${names.join(", ")}.`;
