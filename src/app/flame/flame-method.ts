import type * as z from "zod";
import { CressetError } from "../../errors.ts";
import { PythonError, type PythonRequestContext } from "../../hooks/python-backend.ts";

/** What answers one call of the flame module, with its parameters checked. */
export type FlameMethod = (given: unknown, context: PythonRequestContext) => Promise<unknown>;

/** A method whose parameters are what `schema` says. */
export function flameMethod<Schema extends z.ZodType>(
  schema: Schema,
  run: (params: z.output<Schema>, context: PythonRequestContext) => Promise<unknown>,
): FlameMethod {
  return (given, context) => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return run(parsed.data, context);
    const [issue] = parsed.error.issues;
    throw new PythonError("TypeError", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong"}`);
  };
}

/** What a script hears of a failure: the sentence for people, as RuntimeError. */
export function asPythonError(error: unknown): Error {
  if (error instanceof PythonError) return error;
  if (error instanceof CressetError) return new PythonError("RuntimeError", error.message, error.detail ?? "");
  return error instanceof Error ? error : new Error(String(error));
}
