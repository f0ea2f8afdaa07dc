import * as z from "zod";

export const settingsShape = z
  .object({
    version: z.string().describe("Of Cresset."),
    node: z.string().describe("Of the Node that runs it."),
    settingsFile: z.string().nullable().describe("null where the house has none."),
    storeFile: z.string().describe("Where projects, runs, accounts and the queue are kept."),
    server: z.object({
      host: z.string().describe("The address that it listens at."),
      address: z.string().nullable().describe("The one that people use where a proxy stands in front."),
      mustSignIn: z.boolean(),
      hasAccounts: z.boolean(),
    }),
    folders: z
      .array(
        z.object({
          kind: z.enum(["storage root", "hooks", "presets"]),
          path: z.string(),
          from: z.string().describe("What names it: an option, a key of the settings file, a variable, or its place."),
          exists: z.boolean(),
        }),
      )
      .describe("Each kind in the order in which they are looked through."),
    values: z
      .array(
        z.object({
          key: z.string().describe("As the settings file spells it; with a dot below its section."),
          value: z.string(),
          from: z.enum(["settings file", "environment", "default"]),
        }),
      )
      .describe("What the settings file may say beside folders."),
  })
  .meta({ id: "Settings" });

export type SettingsShape = z.infer<typeof settingsShape>;
