import * as z from "zod";
import { plainDataShape } from "./plain-data-shape.ts";

export const hookFileShape = z
  .object({
    path: z.string(),
    language: z.enum(["TypeScript", "JavaScript", "Python"]),
    folder: z.string().describe("The hook folder that it was found in."),
    visibility: z
      .enum(["house", "user", "project", "listed"])
      .describe("Who it belongs to: the settings, the user's home, the project, a list of the environment."),
    state: z.enum(["loaded", "shadowed", "broken"]),
    hooks: z.array(
      z.object({
        name: z.string(),
        doc: z.string(),
        position: z.number().int().describe("In which place it is called, from 1."),
        of: z.number().int().describe("How many files define this hook."),
      }),
    ),
    shadowedBy: z.string().describe("The file whose functions are called in its place; else empty."),
    error: z.string().describe("Why it could not be loaded, one sentence; else empty."),
    detail: z.string().describe("The traceback."),
    warnings: z.array(z.string()),
    notes: z.array(z.string()).describe("What is left out of it, and why."),
    log: z.array(z.string()).describe("What it printed while it was loaded."),
  })
  .meta({ id: "HookFile" });

export const hooksShape = z
  .object({
    files: z.array(hookFileShape).describe("In the order in which their hooks are called."),
    profiles: z.array(z.string()).describe("Custom export profiles, sorted."),
    conflicts: z.array(z.object({ hook: z.string(), files: z.array(z.string()) })),
    warnings: z.array(z.string()),
    python: z.string().describe("The Python that runs Python files; empty where there are none."),
    loadedAt: z.iso.datetime(),
  })
  .meta({ id: "Hooks" });

export type HooksShape = z.infer<typeof hooksShape>;

export const hookHelpShape = z.object({
  items: z.array(z.object({ name: z.string(), python: z.string(), doc: z.string(), text: z.string() })),
});

export const hookRunShape = z.strictObject({
  hook: z.string().max(100).describe("In any spelling: `preExport`, `pre_export`."),
  info: z.record(z.string(), plainDataShape),
  userData: plainDataShape.optional(),
});

export const hooksCheckShape = z
  .object({
    sound: z
      .boolean()
      .describe("Every file loads, every hook can be called, and all that Python files use is covered."),
    python: z.array(z.unknown()).describe("Python files: how they loaded, and what reading them shows."),
    others: z.array(z.unknown()),
    warnings: z.array(z.string()),
  })
  .meta({ id: "HooksCheck" });
