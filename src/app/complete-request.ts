import { userInfo } from "node:os";
import path from "node:path";
import type { Config } from "../config.ts";
import { CressetError } from "../errors.ts";
import { type ExportRequest, exportRequestSchema } from "../export/export-request.ts";
import { optionalHookFolders } from "../hooks/hook-folders.ts";
import { pointerFault } from "../time/pointed-frame.ts";
import type { ProjectChoice } from "./current-project.ts";
import type { ExportWish } from "./export-wish.ts";
import { entryPrefix } from "./resolve-sources.ts";

/**
 * The whole request that a wish becomes: relative paths made absolute, the rest filled in from the config.
 * @throws CressetError `usage` for wrong values.
 */
export function completeRequest(
  wish: ExportWish,
  config: Config,
  folder: string,
  current: ProjectChoice,
  home: string,
): ExportRequest {
  const absolute = (list: readonly string[] | undefined) => (list ?? []).map((entry) => path.resolve(folder, entry));
  const user = person(config.user, userInfo().username);
  const project = { name: current.name, nickname: current.nickname ?? current.name };
  const timeLimit = wish.hookTimeLimitSeconds ?? config.hookTimeLimitSeconds;
  if (wish.namePattern !== undefined && /^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(wish.namePattern))
    throw new CressetError(
      "usage",
      `The name pattern "${wish.namePattern}" leads out of the destination: name patterns are relative to it. Say where to with the destination (--to).`,
    );
  refuseBadPointers(wish);
  const parsed = exportRequestSchema.safeParse({
    user,
    project,
    presets: [],
    requestedAt: new Date().toISOString(),
    ...wish,
    // Whoever says marks means them.
    exportBetweenMarks: wish.exportBetweenMarks === true || wish.markIn !== undefined || wish.markOut !== undefined,
    sources: wish.sources.map((source) => (source.startsWith(entryPrefix) ? source : path.resolve(folder, source))),
    destinationPath: wish.destinationPath === "" ? "" : path.resolve(folder, wish.destinationPath),
    mediaFolders: [...absolute(wish.mediaFolders), ...config.media],
    presetFolders: [...absolute(wish.presetFolders), ...config.presets],
    hookFolders: [...absolute(wish.hookFolders), ...config.hooks],
    optionalHookFolders: absolute(optionalHookFolders({ home, configFile: config.file, env: process.env })),
    storageRoots: [...absolute(wish.storageRoots), ...config.storageRoots],
    subtitleFiles: absolute(wish.subtitleFiles),
    overwrite: wish.overwrite ?? config.overwrite ?? "ask",
    ...(timeLimit === undefined ? {} : { hookTimeLimitSeconds: timeLimit }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CressetError(
    "usage",
    `The export request is wrong at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`,
  );
}

/** @throws CressetError `usage` for a mark or the end of a range that can be read at no rate. */
function refuseBadPointers({ markIn, markOut, frameRange }: ExportWish): void {
  const pointers = { "mark in": markIn, "mark out": markOut, first: frameRange?.first, last: frameRange?.last };
  for (const [what, text] of Object.entries(pointers)) {
    const fault = text === undefined ? "" : pointerFault(text);
    if (fault === "") continue;
    const name = what.startsWith("mark") ? `The ${what}` : `The ${what} frame of the range`;
    throw new CressetError("usage", `${name} cannot be read: ${fault}.`);
  }
}

/** A person or project by name; the nickname is the name where there is none. */
export function person({ name, nickname }: Config["user"], fallback: string) {
  const known = name ?? fallback;
  return { name: known, nickname: nickname ?? known };
}
