import { withClips } from "../app/clip-session.ts";
import { describeClip } from "../app/describe-clip.ts";
import { markClip, type WrittenMarks } from "../app/mark-clip.ts";
import { relinkClips, type RelinkedClip } from "../app/relink-clips.ts";
import { refreshVersions, showVersion } from "../catalogue/clip-versions.ts";
import { exitCodeOf } from "../errors.ts";
import { formatTimecode } from "../time/timecode.ts";
import { clipText } from "./clip-text.ts";
import { printJson } from "./print-json.ts";

interface ClipCommandOptions {
  readonly project?: string;
  readonly json?: boolean;
}

/** `cresset clip show`. */
export async function showCommand(path: string, options: ClipCommandOptions): Promise<void> {
  const description = await withClips(options, async (clips) => describeClip(await clips.entryAt(path), clips));
  if (options.json === true) printJson(description);
  else console.log(clipText(description));
}

/** `cresset clip version`. */
export async function versionCommand(path: string, version: string, options: ClipCommandOptions): Promise<void> {
  await withClips(options, async ({ entryAt, catalogue }) => {
    const { id, name } = await entryAt(path);
    const facts = showVersion(await catalogue.clipFacts(id), version);
    const changed = await catalogue.changeClip(id, facts);
    if (options.json === true) printJson({ entry: changed, source: facts.source });
    else if (facts.source.kind === "media") {
      const shown = facts.source.versions[facts.source.current];
      console.log(`${name} shows ${shown?.name === "" ? "its only version" : shown?.name}: ${shown?.media.path}`);
    }
  });
}

/** `cresset clip refresh`. @returns the exit code: that of bad input when a version could not be read. */
export async function refreshCommand(path: string, options: ClipCommandOptions): Promise<number> {
  return withClips(options, async ({ entryAt, catalogue, prober }) => {
    const { id, name } = await entryAt(path);
    const probe = (file: string, probeOptions = {}) => prober.probe(file, probeOptions);
    const { facts, added, removed, problems } = await refreshVersions(await catalogue.clipFacts(id), probe);
    await catalogue.changeClip(id, facts);
    const shown = facts.source.kind === "media" ? facts.source.versions[facts.source.current]?.name : "";
    if (options.json === true) printJson({ added, removed, problems, shown });
    else {
      const changes = [...added.map((version) => `+${version}`), ...removed.map((version) => `-${version}`)];
      console.log(
        `${name} shows ${shown}; ${changes.length === 0 ? "no other versions than before" : changes.join(" ")}`,
      );
      for (const problem of problems) console.error(`not read: ${problem}`);
    }
    return problems.length === 0 ? 0 : exitCodeOf("bad-input");
  });
}

/** `cresset clip marks`. */
export async function marksCommand(path: string, marks: WrittenMarks & ClipCommandOptions): Promise<void> {
  await withClips(marks, async ({ entryAt, catalogue }) => {
    const entry = await markClip(await entryAt(path), marks, catalogue);
    const { clip, attributes, name } = entry;
    if (marks.json === true) return printJson(entry);
    const text = (frame: number | undefined) =>
      frame === undefined || clip === undefined
        ? "none"
        : `${formatTimecode(clip.startFrame + frame, clip.rate, clip.dropFrame)} (frame ${frame})`;
    console.log(`${name}: in ${text(attributes.inMark)}, out ${text(attributes.outMark)}`);
  });
}

/** `cresset clip relink`. @returns the exit code: that of unlinked media when some was not found. */
export async function relinkCommand(
  paths: readonly string[],
  options: ClipCommandOptions & { readonly media?: readonly string[]; readonly dryRun?: boolean },
): Promise<number> {
  const relinked = await withClips(options, async (clips) => {
    const entries = (await Promise.all(paths.map((path) => clips.clipsAt(path)))).flat();
    return relinkClips(entries, {
      ...clips,
      mediaFolders: clips.absolute(options.media ?? []),
      dryRun: options.dryRun === true,
    });
  });
  if (options.json === true) printJson(relinked);
  else if (relinked.length === 0) console.log("Nothing is unlinked.");
  else for (const clip of relinked) console.log(relinkText(clip, options.dryRun === true));
  return relinked.every(({ linked }) => linked) ? 0 : exitCodeOf("unlinked-media");
}

function relinkText({ path, name, linked, media }: RelinkedClip, dryRun: boolean): string {
  const state = linked ? (dryRun ? "would be linked" : "linked") : "not found";
  const lines = media.map(
    ({ from, to, note }) => `  ${from}\n    ${[to === undefined ? "" : `is ${to}`, note].filter(Boolean).join("; ")}`,
  );
  return [`${path === "" ? name : path}: ${state}`, ...lines].join("\n");
}
