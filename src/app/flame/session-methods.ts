import path from "node:path";
import * as z from "zod";
import { PythonError } from "../../hooks/python-backend.ts";
import { shippedPresetFolder } from "../../export/preset-store.ts";
import { version } from "../version.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";

/** Who, where and which version; presets folders; what concerns the hooks themselves. */
export function sessionMethods(surroundings: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  const { user, home, presetFolders, project, rescan } = surroundings;
  return {
    "flame.session": flameMethod(z.strictObject({}), async () => ({ cressetVersion: version, user, home })),
    "flame.presets.folder": flameMethod(z.strictObject({ visibility: z.string() }), async ({ visibility }) => {
      const shared = presetFolders[0];
      switch (visibility) {
        case "Autodesk":
          return path.resolve(shippedPresetFolder);
        case "User":
          return path.join(home, "presets");
        case "Project": {
          const { folder, name } = await project();
          if (folder !== "") return path.join(folder, "presets");
          throw new PythonError("RuntimeError", `The project ${name} has no folder, and so no presets of its own.`);
        }
        case "Shared":
          if (shared !== undefined) return shared;
          throw new PythonError("RuntimeError", "The house has no presets folder: set `presets` in the config.");
        default:
          throw new PythonError("NotImplementedError", `Presets of ${visibility} have no counterpart in Cresset.`);
      }
    }),
    "flame.hooks.rescan": flameMethod(z.strictObject({}), async () => {
      if (rescan === undefined) throw new PythonError("RuntimeError", "No hook files are loaded here.");
      await rescan();
    }),
  };
}
