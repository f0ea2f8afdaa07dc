import * as z from "zod";

export const rateShape = z.object({ num: z.number().int(), den: z.number().int() }).meta({ id: "Rate" });

export const projectShape = z
  .object({
    id: z.string(),
    name: z.string(),
    nickname: z.string(),
    folder: z.string().describe("Where the project's own files lie; empty without any."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Project" });

export type ProjectShape = z.infer<typeof projectShape>;
