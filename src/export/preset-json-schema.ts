import { z } from "zod";
import { presetFileSchema } from "./presets/preset-file-schema.ts";

/** The JSON Schema of preset files, for editors and other programs; published as `presets/preset.schema.json`. */
export function presetJsonSchema() {
  return {
    ...z.toJSONSchema(presetFileSchema, { io: "input" }),
    title: "Cresset preset",
    description: "Export settings of Cresset: what is written, how it is encoded, and where it goes.",
  };
}
