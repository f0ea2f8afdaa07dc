/** A "no" of the server, as RFC 9457 puts it: `message` is a sentence for whoever asked. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** HTTP status; 0 when the server could not be reached. */
  readonly status: number;
  /** The code of the CressetError behind it; empty for one that has none. */
  readonly code: string;
  /** More than the sentence, in lines: tracebacks, lists; empty without. */
  readonly detail: string;

  constructor(message: string, status: number, problem: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.detail = typeof problem.detail === "string" ? problem.detail : "";
    this.code = typeof problem.code === "string" ? problem.code : "";
  }
}

/** What a response that is not "ok" says, in a sentence. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const problem = await response
    .json()
    .then((body: unknown) => (isRecord(body) ? body : {}))
    .catch(() => ({}));
  return new ApiProblem(sentence(problem, response.status), response.status, problem);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sentence({ title }: Readonly<Record<string, unknown>>, status: number): string {
  if (typeof title === "string" && title !== "") return title;
  return status >= 500
    ? `The server failed (${status}). Its log says why; try again.`
    : `The server refused this (${status}).`;
}

/** What went wrong, in a sentence, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
