import * as z from "zod";

/** Something that a person is asked, and that what runs waits for. */
export const questionShape = z
  .object({
    id: z.string(),
    kind: z
      .enum(["overwrite", "dialog", "path"])
      .describe("`overwrite`: a file exists. `dialog`: a hook asks. `path`: a hook wants paths, which are typed."),
    runId: z.string().nullable(),
    itemId: z.string().nullable(),
    title: z.string(),
    message: z.string(),
    level: z.enum(["info", "warning", "error", "question"]),
    path: z.string().describe("The file that exists, or the folder in which a path is looked for; else empty."),
    choices: z.array(z.object({ value: z.string(), label: z.string() })).describe("Empty where paths are wanted."),
    canApplyToAll: z.boolean(),
    askedAt: z.iso.datetime(),
  })
  .meta({ id: "Question" });

export type QuestionShape = z.infer<typeof questionShape>;

export const answerShape = z
  .strictObject({
    answer: z.string().max(1000).optional().describe("`value` of one of the choices."),
    applyToAll: z.boolean().optional().describe("For every further question of this kind of the same run."),
    paths: z.array(z.string().max(4096)).max(1000).optional(),
  })
  .meta({ id: "Answer" });
