import { readFile } from "node:fs/promises";
import { CressetError } from "../../errors.ts";
import type { DecidedAsset } from "./decide-asset.ts";

/**
 * Looks at the OpenClips that would gain a version, so that one that cannot be read is known before its media is rendered.
 * @throws CressetError `bad-input` with all of them.
 */
export async function refuseBrokenClips(assets: readonly DecidedAsset[]): Promise<void> {
  const clips = assets.filter(({ action, planned }) => action === "write" && planned.kind === "openClip");
  const broken: string[] = [];
  for (const clip of new Set(clips.map(({ path }) => path))) {
    const reason = await whyUnreadable(clip);
    if (reason !== undefined) broken.push(reason);
  }
  if (broken.length === 0) return;
  const more = broken.length > 1 ? ` (and ${broken.length - 1} more)` : "";
  throw new CressetError(
    "bad-input",
    `The OpenClip that would gain a version cannot be read: ${broken[0]?.replace(/\.$/, "") ?? ""}${more}. Nothing was written. Mend it, move it away so that a new one is made, or give it another name.`,
    { detail: broken.join("\n") },
  );
}

async function whyUnreadable(clip: string): Promise<string | undefined> {
  try {
    const text = await readFile(clip, "utf8");
    // XML is loaded only here: most exports need none.
    const { readOpenClip } = await import("../../catalogue/open-clip.ts");
    readOpenClip(text, clip);
    return undefined;
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    if (isAbsent) return undefined;
    return error instanceof CressetError ? error.message : `${clip}: ${String(error)}`;
  }
}
