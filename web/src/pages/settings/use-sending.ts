import { useState } from "react";
import { sentenceOf } from "../../api/api-problem.ts";

/** Sends something once at a time, and keeps the sentence in which the last was refused; empty unless it was. */
export function useSending() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  /** Says whether it went well. */
  const send = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setFailure("");
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(sentenceOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, send };
}
