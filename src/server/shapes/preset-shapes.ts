import * as z from "zod";

export const presetItemShape = z
  .object({
    name: z.string(),
    description: z.string(),
    path: z.string(),
    shipped: z.boolean().describe("It came with Cresset."),
    problem: z.string().describe("Why it cannot be used; empty when it can."),
    writable: z.boolean().describe("It lies in the folder that presets are saved to."),
  })
  .meta({ id: "PresetItem" });

export const presetListShape = z
  .object({
    items: z.array(presetItemShape),
    nextCursor: z.string().nullable(),
    savesTo: z.string().describe("The folder that presets are saved to; empty where the settings name none."),
  })
  .meta({ id: "Presets" });

export type PresetItem = z.infer<typeof presetItemShape>;

export const presetProblemShape = z
  .object({
    severity: z.enum(["error", "warning"]),
    key: z.string().describe("Such as `video.codec`; empty for the file as a whole."),
    line: z.number().int(),
    message: z.string(),
  })
  .meta({ id: "PresetProblem" });

export type PresetProblemShape = z.infer<typeof presetProblemShape>;

const checked = {
  preset: z.unknown().describe("With every default filled in; null when it has errors."),
  problems: z.array(presetProblemShape),
};

export const checkedPresetShape = z.object(checked).meta({ id: "CheckedPreset" });

export const presetDetailShape = z
  .object({
    name: z.string(),
    path: z.string(),
    shipped: z.boolean(),
    writable: z.boolean(),
    text: z.string().describe("The file as it is written."),
    ...checked,
  })
  .meta({ id: "Preset" });

export type PresetDetail = z.infer<typeof presetDetailShape>;

const text = z.string().max(200_000).describe("YAML or JSON.");

export const presetTextShape = z.strictObject({
  text,
  name: z.string().max(200).optional().describe("Of the preset whose text it is: relative paths in it start there."),
});

export const savedPresetShape = z.strictObject({
  text,
  replace: z.boolean().optional().describe("Over the one of that name that was saved before."),
});

export const namePreviewWishShape = z.strictObject({
  text: text.optional(),
  preset: z.string().max(200).optional().describe("Name of a preset, where no text is given."),
  namePattern: z.string().max(1000).optional(),
  sources: z.array(z.string().min(1).max(4096)).min(1).max(10_000),
  sequenceNames: z.array(z.string()).optional(),
  mediaFolders: z.array(z.string()).optional(),
  destinationPath: z.string().optional().describe("Where versions are counted; the first is shown without it."),
  projectId: z.string().optional(),
  handles: z.number().int().min(0).optional(),
  useTopVideoTrack: z.boolean().optional(),
  limit: z.number().int().min(1).max(1000).optional(),
});

export const namePreviewShape = z
  .object({
    items: z.array(
      z.object({
        sequence: z.string(),
        asset: z.string(),
        type: z.string(),
        name: z.string().describe("Relative to the destination, before hooks; empty where there is a problem."),
        problem: z.string(),
      }),
    ),
    total: z.number().int(),
  })
  .meta({ id: "NamePreview" });

export const tokenListShape = z.object({ items: z.array(z.object({ name: z.string(), description: z.string() })) });
