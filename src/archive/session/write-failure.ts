import { CressetError, isErrorCode } from "../../errors.ts";
import type { FromWriteThread } from "./thread-messages.ts";

/** What the thread that writes met, as the error that it was there. */
export const writeFailure = ({ code, message }: Extract<FromWriteThread, { kind: "failed" }>): CressetError =>
  new CressetError(isErrorCode(code) ? code : "internal", message);
