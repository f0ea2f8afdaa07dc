import { hostname, userInfo } from "node:os";
import type { Archive } from "../../archive/archive.ts";
import type { ArchiveHistory, AuditEvent } from "../../catalogue/archive-history.ts";
import { openArchiveHistory } from "../../catalogue/open-archive-history.ts";
import { CressetError } from "../../errors.ts";

/** What one action tells of itself; who and where from is the same for all. */
export type AuditedAction = Pick<AuditEvent, "action" | "outcome"> & Partial<AuditEvent>;

/** Writes rows of the audit log about one archive. */
export interface AuditTrail {
  audit(action: AuditedAction): Promise<void>;
  /** A row for what threw. */
  auditFailure(action: Pick<AuditEvent, "action"> & Partial<AuditEvent>, error: unknown): Promise<void>;
  /** Something else with the history, such as writing down what was archived. */
  with(work: (history: ArchiveHistory) => Promise<void>): Promise<void>;
}

/**
 * A log that cannot be written does not undo what was archived: it is told.
 * @param archive nothing where there is none that could be read; `named` is then what it was called.
 */
export function auditTrail(
  storeFile: string,
  {
    archive,
    named,
    who = userInfo().username,
  }: { readonly archive: Archive | undefined; readonly named: string; readonly who?: string | undefined },
  tell: (text: string) => void,
): AuditTrail {
  const about = {
    user: who,
    host: hostname(),
    archiveId: archive?.facts.id ?? "",
    archiveName: archive?.facts.name ?? named,
    place: archive?.place.root ?? named,
    project: "",
    subjects: [],
    target: "",
    files: 0,
    bytes: 0,
    message: "",
  };
  const withHistory = async (work: (history: ArchiveHistory) => Promise<void>): Promise<void> => {
    try {
      const history = await openArchiveHistory(storeFile);
      try {
        await work(history);
      } finally {
        await history.close();
      }
    } catch (error) {
      tell(`The history of archives could not be written: ${messageOf(error)}`);
    }
  };
  const audit = (action: AuditedAction) =>
    withHistory(async (history) => void (await history.audit({ ...about, ...action })));
  return {
    audit,
    auditFailure: (action, error) =>
      audit({
        ...action,
        outcome: error instanceof CressetError && error.code === "cancelled" ? "cancelled" : "failed",
        message: messageOf(error),
      }),
    with: withHistory,
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
