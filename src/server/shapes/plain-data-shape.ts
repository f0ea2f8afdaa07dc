import * as z from "zod";

/** Deeper than anybody's notes; what is deeper still would exhaust the stack of whoever walks through it. */
const deepest = 100;

const isShallow = (value: unknown, left = deepest): boolean =>
  typeof value !== "object" ||
  value === null ||
  (left > 0 && Object.values(value).every((each) => isShallow(each, left - 1)));

/** Whatever JSON says, nested in reason. */
export const plainDataShape = z
  .unknown()
  .refine((value) => isShallow(value), `It is nested more than ${deepest} levels deep.`);
