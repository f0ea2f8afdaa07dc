import path from "node:path";
import * as z from "zod";
import { shippedPresetFolder } from "../../export/preset-store.ts";
import { version } from "../version.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";

/** Who, where and which version; presets folders; what concerns the hooks themselves. */
export function sessionMethods(surroundings: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  const { user, home, presetFolders, project, rescan } = surroundings;
  return {
    "flame.session": flameMethod(z.strictObject({}), async () => ({ cressetVersion: version, user, home })),
    // Always a folder, whether it exists or not: scripts look through all visibilities for a preset.
    "flame.presets.folder": flameMethod(z.strictObject({ visibility: z.string() }), async ({ visibility }) => {
      const nowhere = path.join(home, "presets", visibility.toLowerCase());
      switch (visibility) {
        case "Autodesk":
          return path.resolve(shippedPresetFolder);
        case "User":
          return path.join(home, "presets");
        case "Project": {
          const { folder } = await project();
          return folder === "" ? nowhere : path.join(folder, "presets");
        }
        case "Shared":
          return presetFolders[0] ?? nowhere;
        default:
          return nowhere;
      }
    }),
    "flame.hooks.rescan": flameMethod(z.strictObject({}), async () => {
      await rescan?.();
      return rescan !== undefined;
    }),
  };
}
