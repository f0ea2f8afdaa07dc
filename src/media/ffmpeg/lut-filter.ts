import { readCubeKind } from "../cube-file.ts";
import { describe, RenderFault } from "../render-fault.ts";
import { quoteForFilter } from "./filter-chain.ts";

/** The filter that applies a `.cube` file; a table of one dimension takes another filter. @throws RenderFault */
export function lutFilter(path: string): string {
  const filter =
    kindOf(path) === "1D"
      ? { name: "lut1d", interpolation: "linear" }
      : { name: "lut3d", interpolation: "tetrahedral" };
  return `${filter.name}=file=${quoteForFilter(path)}:interp=${filter.interpolation}`;
}

function kindOf(path: string) {
  try {
    return readCubeKind(path);
  } catch (error) {
    throw new RenderFault("source", describe(error), { cause: error });
  }
}
