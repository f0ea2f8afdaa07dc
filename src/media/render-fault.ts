import type { FailedAsset } from "./render-job.ts";

/** Why an asset could not be written, in a sentence, with the kind of cause that a caller acts on. */
export class RenderFault extends Error {
  override readonly name = "RenderFault";
  readonly fault: FailedAsset["cause"];

  constructor(fault: FailedAsset["cause"], message: string, options: { cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.fault = fault;
  }
}

const fullDisk = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Turns an error of the file system met while writing `path` into a fault; a fault stays what it is. */
export function writeFault(path: string, error: unknown): RenderFault {
  if (error instanceof RenderFault) return error;
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return writeFaultOf(path, code, error);
}

/** The fault for a POSIX error code such as `ENOSPC`, met while writing `path`. */
export function writeFaultOf(path: string, code: string, cause: unknown): RenderFault {
  if (fullDisk.has(code))
    return new RenderFault("disk-full", `The disk is full: "${path}" could not be written. Free space, then resume.`, {
      cause,
    });
  const why = code === "EACCES" || code === "EPERM" ? "permission denied" : describe(cause);
  return new RenderFault("write", `"${path}" could not be written: ${why}.`, { cause });
}

/** A caught value as words. */
export const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
