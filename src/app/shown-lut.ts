import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { loadPreset } from "../export/preset-store.ts";

/** The .cube file that snapshots are taken through: the one asked for, else that of their preset. */
export async function shownLut({ lut, presets, presetFolders }: ExportRequest): Promise<string | undefined> {
  if (lut !== undefined) return lut;
  const [name] = presets;
  // A preset that cannot be used is told when a snapshot is taken with it; until then there is enough to look at.
  const loaded =
    name === undefined
      ? undefined
      : await loadPreset(name, presetFolders).catch((error: unknown) => {
          if (error instanceof CressetError) return undefined;
          throw error;
        });
  return loaded?.preset.video?.lut;
}
