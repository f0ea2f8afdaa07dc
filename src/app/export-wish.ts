import type { ExportRequestInput } from "../export/export-request.ts";

/** What an export is asked for, in the least words: the config and defaults fill in the rest. */
export type ExportWish = Pick<ExportRequestInput, "sources" | "destinationPath"> & Partial<ExportRequestInput>;
