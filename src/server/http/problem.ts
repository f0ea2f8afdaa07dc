import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { TooMany } from "../access/attempts.ts";
import { pageWords } from "../shapes/page-words.ts";
import { CressetError, type ErrorCode, httpStatusOf } from "../../errors.ts";

/** What every failure looks like on the line (RFC 9457, application/problem+json). */
export const problemShape = z
  .object({
    type: z.string().describe("about:blank: the code tells more."),
    title: z.string().describe("A sentence for the artist."),
    status: z.number().int(),
    code: z.string().describe("One of Cresset's codes, the same that the command line's exit codes stand for."),
    detail: z.string().optional().describe("More than one line where needed: tracebacks, lists."),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemShape>;

/** The answer that tells of a failure. */
export function problemResponse(error: CressetError, headers: Readonly<Record<string, string>> = {}): Response {
  const status = httpStatusOf(error.code);
  const problem: Problem = {
    type: "about:blank",
    title: pageWords(error.message),
    status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: pageWords(error.detail) }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(error instanceof TooMany ? { "retry-after": String(error.retryAfterSeconds) } : {}),
      ...headers,
    },
  });
}

/** Any failure as one of Cresset. What was not expected keeps its insides to the log. */
export function toCressetError(error: unknown): CressetError {
  if (error instanceof CressetError) return error;
  // What Hono itself refuses: JSON that cannot be read.
  if (error instanceof HTTPException && error.status < 500)
    return new CressetError("usage", `This request cannot be read: ${error.message}.`);
  const message = error instanceof Error ? error.message : String(error);
  return new CressetError("internal", `Cresset failed at this request: ${message}`, { cause: error });
}

/** What is wrong with what was sent, as a sentence. */
export function faultIn(where: string, error: z.core.$ZodError, code: ErrorCode = "usage"): CressetError {
  const lines = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  );
  return new CressetError(
    code,
    `The ${where} of this request is wrong. ${lines[0] ?? ""}`,
    lines.length > 1 ? { detail: lines.join("\n") } : {},
  );
}
