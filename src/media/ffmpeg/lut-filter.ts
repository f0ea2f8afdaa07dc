import { closeSync, openSync, readSync } from "node:fs";
import { describe, RenderFault } from "../render-fault.ts";
import { quoteForFilter } from "./filter-chain.ts";

/** The filter that applies a `.cube` file. Reads its head, because a table of one dimension takes another filter. */
export function lutFilter(path: string): string {
  const head = readHead(path);
  const filter = /^\s*LUT_1D_SIZE\b/m.test(head) ? "lut1d" : /^\s*LUT_3D_SIZE\b/m.test(head) ? "lut3d" : undefined;
  if (filter === undefined)
    throw new RenderFault("source", `"${path}" is no .cube LUT: it has neither LUT_1D_SIZE nor LUT_3D_SIZE.`);
  const interpolation = filter === "lut3d" ? "tetrahedral" : "linear";
  return `${filter}=file=${quoteForFilter(path)}:interp=${interpolation}`;
}

function readHead(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(64 * 1024);
      return bytes.toString("latin1", 0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new RenderFault("source", `The LUT "${path}" cannot be read: ${describe(error)}.`, { cause: error });
  }
}
