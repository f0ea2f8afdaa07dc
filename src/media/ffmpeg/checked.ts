import { FFmpegError } from "node-av/lib";
import { RenderFault, writeFaultOf } from "../render-fault.ts";

/** The POSIX errors that FFmpeg passes on negated (Linux numbers), as far as they change what we say. */
const posix: Readonly<Record<number, string>> = { 1: "EPERM", 13: "EACCES", 27: "EFBIG", 28: "ENOSPC", 122: "EDQUOT" };

/** Passes a result on when it is no error. `what` completes "FFmpeg could not …". @throws RenderFault of cause "encode". */
export function checked(code: number, what: string): number {
  if (code < 0) throw new RenderFault("encode", `FFmpeg could not ${what}: ${FFmpegError.strerror(code)}.`);
  return code;
}

/** Same for calls that write `path`: tells a full disk and a missing permission from faults of the encoder. */
export function checkedWrite(code: number, path: string): number {
  if (code < 0) throw writeFaultOf(path, posix[-code] ?? "", new Error(FFmpegError.strerror(code)));
  return code;
}

/** Passes a value on that FFmpeg answers with nothing when it fails. @throws RenderFault of cause "encode". */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new RenderFault("encode", `FFmpeg could not ${what}.`);
  return value;
}
