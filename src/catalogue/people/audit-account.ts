import { hostname, userInfo } from "node:os";
import { appendAudit } from "../archived/append-audit.ts";
import type { Account } from "../people-store.ts";
import type { StoreTransaction } from "../store/store.ts";

/** Notes in the audit log what became of an account. @param by who did it; whoever runs this process when left out. */
export async function auditAccount(
  transaction: StoreTransaction,
  name: string,
  message: string,
  by: string | undefined,
): Promise<void> {
  await appendAudit(transaction, {
    action: "account",
    outcome: "done",
    user: by ?? userInfo().username,
    host: hostname(),
    archiveId: "",
    archiveName: "",
    place: "",
    project: "",
    subjects: [name],
    target: "",
    files: 0,
    bytes: 0,
    message,
  });
}

/** What is not as it was, in sentences; empty when everything is. */
export function changesInWords(before: Account, after: Account, hasNewPassword: boolean): string {
  return [
    before.role === after.role ? "" : `The role is ${after.role}, it was ${before.role}.`,
    hasNewPassword ? "It has a new password." : "",
    (before.disabledAt === undefined) === (after.disabledAt === undefined)
      ? ""
      : after.disabledAt === undefined
        ? "Enabled."
        : "Disabled.",
  ]
    .filter((said) => said !== "")
    .join(" ");
}
