import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { CressetError } from "./errors.ts";

const people = z.strictObject({ name: z.string(), nickname: z.string() }).partial();

const snapshotSettings = z
  .strictObject({
    mediaPath: z.string().min(1).describe("Folder that snapshots go to, relative to this file."),
    namePattern: z.string().min(1).describe("Name of a snapshot's file, without its extension."),
    preset: z.string().min(1).describe("Name or path of the preset that snapshots are written with."),
    subtitles: z.boolean().describe("Draw subtitles into the picture."),
    overlay: z.boolean().describe("Draw name and timecode into the picture."),
    lut: z.string().min(1).describe("A .cube file that is applied, relative to this file."),
  })
  .partial();

const configSchema = z
  .strictObject({
    hooks: z.array(z.string()).describe("Folders of hook files, relative to this file."),
    hookTimeLimitSeconds: z.number().positive().max(86_400).describe("How long one hook may take; a day at the most."),
    python: z.string().min(1).describe("The Python that runs Python hook files: a path, or a name on PATH."),
    presets: z.array(z.string()).describe("Folders of preset files."),
    media: z.array(z.string()).describe("Folders in which conform looks for media."),
    storageRoots: z
      .array(z.string())
      .describe(
        "Folders that a resolvedPath may lead to although it leaves the destination, and that a server takes paths in.",
      ),
    overwrite: z.enum(["ask", "overwrite", "skip", "version-up"]),
    exportsAtOnce: z.int().min(1).max(16).describe("How many exports of the server's queue run at the same time."),
    user: people,
    project: people,
    snapshot: snapshotSettings,
  })
  .partial();

/** The house's settings, paths made absolute. */
export interface Config {
  readonly file: string | undefined;
  /** The keys that the file holds; those of a section with their section: `snapshot.preset`. */
  readonly written: readonly string[];
  readonly hooks: readonly string[];
  readonly hookTimeLimitSeconds: number | undefined;
  /** Path of a Python, or its name on PATH; nothing = the one that PATH has. */
  readonly python: string | undefined;
  readonly presets: readonly string[];
  readonly media: readonly string[];
  readonly storageRoots: readonly string[];
  readonly overwrite: "ask" | "overwrite" | "skip" | "version-up" | undefined;
  /** Of the server's queue; nothing = one. */
  readonly exportsAtOnce: number | undefined;
  readonly user: { readonly name?: string | undefined; readonly nickname?: string | undefined };
  readonly project: { readonly name?: string | undefined; readonly nickname?: string | undefined };
  readonly snapshot: {
    readonly mediaPath: string;
    readonly namePattern: string;
    readonly preset: string;
    readonly subtitles: boolean;
    readonly overlay: boolean;
    readonly lut: string | undefined;
  };
}

const fileNames = ["cresset.config.yaml", "cresset.config.yml", "cresset.config.json"];

function findConfig(folder: string): string | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = fileNames.map((name) => path.join(at, name)).find((file) => existsSync(file));
    if (found !== undefined || at === path.dirname(at)) return found;
  }
}

/**
 * Reads the config: `file` if given, else `CRESSET_CONFIG`, else `cresset.config.yaml` (or .json) in `folder` or above.
 * Without one everything is at its default.
 * @throws CressetError `bad-input` that names the file and the key.
 */
export function readConfig(folder: string, file = process.env["CRESSET_CONFIG"]): Config {
  const found = file === undefined || file === "" ? findConfig(folder) : path.resolve(folder, file);
  if (found === undefined) return toConfig({}, folder, undefined);
  let data: unknown;
  try {
    data = parseYaml(readFileSync(found, "utf8")) ?? {};
  } catch (cause) {
    const isGone = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const why = isGone ? "it does not exist." : messageOf(cause);
    throw new CressetError("bad-input", `The config ${found} cannot be read: ${why}`, { cause });
  }
  const parsed = configSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue === undefined || issue.path.length === 0 ? "" : ` at "${issue.path.join(".")}"`;
    throw new CressetError("bad-input", `The config ${found} is wrong${key}: ${faultOf(issue)}`);
  }
  return toConfig(parsed.data, path.dirname(found), found);
}

function faultOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code !== "unrecognized_keys") return issue?.message ?? "unknown reason";
  const [section] = issue.path;
  const { shape } = section === undefined ? configSchema : section === "snapshot" ? snapshotSettings : people;
  const known = Object.keys(shape);
  return `there is no key ${quoted(issue.keys)}. Expected some of ${quoted(known)}.`;
}

const quoted = (words: readonly string[]) => words.map((word) => `"${word}"`).join(", ");

function toConfig(data: z.infer<typeof configSchema>, folder: string, file: string | undefined): Config {
  const absolute = (list: readonly string[] | undefined) => (list ?? []).map((entry) => path.resolve(folder, entry));
  return {
    file,
    written: Object.entries(data).flatMap(([key, value]) =>
      typeof value === "object" && !Array.isArray(value) ? Object.keys(value).map((name) => `${key}.${name}`) : [key],
    ),
    hooks: absolute(data.hooks),
    hookTimeLimitSeconds: data.hookTimeLimitSeconds,
    python: data.python,
    presets: absolute(data.presets),
    media: absolute(data.media),
    storageRoots: absolute(data.storageRoots),
    overwrite: data.overwrite,
    exportsAtOnce: data.exportsAtOnce,
    user: data.user ?? {},
    project: data.project ?? {},
    snapshot: {
      mediaPath: path.resolve(folder, data.snapshot?.mediaPath ?? "snapshots"),
      namePattern: data.snapshot?.namePattern ?? "<name>.<frame>",
      preset: presetPlace(data.snapshot?.preset ?? "PNG", folder),
      subtitles: data.snapshot?.subtitles ?? false,
      overlay: data.snapshot?.overlay ?? false,
      lut: data.snapshot?.lut === undefined ? undefined : path.resolve(folder, data.snapshot.lut),
    },
  };
}

/** A preset that is named by the path of its file lies beside the config; a name stays one. */
const presetPlace = (preset: string, folder: string) => (/[/\\]/.test(preset) ? path.resolve(folder, preset) : preset);

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
