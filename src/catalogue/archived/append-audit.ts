import type { AuditEntry, AuditEvent } from "../archive-history.ts";
import type { StoreTransaction } from "../store/store.ts";
import { chainStart, hashOfEntry, toRow } from "./audit-chain.ts";

/** Adds a row to the audit log within a transaction: what it tells of happens together with it, or not at all. */
export async function appendAudit(
  transaction: StoreTransaction,
  event: AuditEvent,
  at: Date = new Date(),
): Promise<AuditEntry> {
  const last = await transaction
    .selectFrom("archive_audit")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const unsigned = {
    ...event,
    session: event.session,
    number: (last?.number ?? 0) + 1,
    at: at.toISOString(),
    previous: last?.hash ?? chainStart,
  };
  const entry: AuditEntry = { ...unsigned, hash: hashOfEntry(unsigned) };
  await transaction.insertInto("archive_audit").values(toRow(entry)).execute();
  return entry;
}
