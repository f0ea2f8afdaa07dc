import path from "node:path";
import { type Archive, readArchive } from "../archive/archive.ts";
import { type AuditTrail, auditTrail } from "./archive/audit-trail.ts";
import type { ArchiveParts } from "./archive/archive-parts.ts";
import { findArchive } from "./archive/find-archive.ts";
import { namedEntries } from "./archive/named-entries.ts";
import { learnArchive, projectOfSession } from "./archive/learn-archive.ts";
import type { ArchiveHandlers, Archives } from "./archives.ts";

/**
 * Archives of which every action is written down: what was archived, so that a search finds it, and who did what, in the
 * audit log.
 */
export function recordedArchives(archives: Archives, parts: ArchiveParts): Archives {
  const { storeFile, folder } = parts;
  const read = async (named: string): Promise<Archive | undefined> => {
    try {
      return readArchive(await findArchive(named, parts));
    } catch {
      return undefined;
    }
  };
  /** Runs an action; what it throws becomes a row. */
  const watched = async <T>(
    action: "add" | "verify" | "restore",
    { named, subjects, target = "", handlers: { who, tell = () => {} } = {} }: Watched,
    work: (trail: AuditTrail) => Promise<T>,
  ): Promise<T> => {
    const archive = await read(named);
    const trail = auditTrail(storeFile, { archive, named, who }, (text) => tell({ type: "message", text }));
    try {
      return await work(trail);
    } catch (error) {
      const session = action === "add" ? { session: (archive?.sessions.at(-1)?.session ?? 0) + 1 } : {};
      await trail.auditFailure({ action, subjects, target, ...(archive === undefined ? {} : session) }, error);
      throw error;
    }
  };
  return {
    ...archives,
    async format(wish, { who } = {}) {
      const root = path.resolve(folder, wish.destination, wish.name);
      const trail = (archive?: Archive) => auditTrail(storeFile, { archive, named: root, who }, () => {});
      try {
        const place = await archives.format(wish);
        const archive = await read(place);
        await trail(archive).audit({ action: "format", outcome: "done", message: wish.comment ?? "" });
        if (archive !== undefined) await trail(archive).with((history) => learnArchive(archive, history));
        return place;
      } catch (error) {
        await trail().auditFailure({ action: "format" }, error);
        throw error;
      }
    },
    async add(wish, handlers = {}) {
      const subjects = await namedEntries(wish.entries, storeFile);
      const { tell } = handlers;
      return watched("add", { named: wish.archive, subjects, handlers }, async (trail) => {
        const faults: Promise<void>[] = [];
        const outcome = await archives
          .add(wish, {
            ...handlers,
            tell(event) {
              if (event.type === "segment" && event.fault !== "")
                faults.push(
                  trail.audit({ action: "segment", outcome: "failed", subjects: [event.path], message: event.fault }),
                );
              tell?.(event);
            },
          })
          .finally(() => Promise.all(faults));
        const archive = await read(outcome.place);
        const { session, files, bytes } = outcome.session;
        const problems = outcome.problems.length;
        const isCompared = wish.verify === "source" || wish.verify === "both";
        await trail.audit({
          action: "add",
          outcome: problems === 0 ? "done" : "problems",
          session,
          subjects,
          project: archive === undefined ? "" : projectOfSession(archive, session),
          files,
          bytes,
          message: [
            problems === 0 ? "" : `${problems} files are not in it as they are.`,
            isCompared ? "Every source was read again afterwards and compared." : "",
          ]
            .filter((sentence) => sentence !== "")
            .join(" "),
        });
        if (archive !== undefined) await trail.with((history) => learnArchive(archive, history));
        return outcome;
      });
    },
    async list(named) {
      const listed = await archives.list(named);
      const archive = await read(named);
      // What cannot be written down now is when it is listed again.
      if (archive !== undefined)
        await auditTrail(storeFile, { archive, named }, () => {}).with((history) => learnArchive(archive, history));
      return listed;
    },
    verify: (wish, handlers) => {
      const subjects = (wish.sessions ?? []).map((session) => `session ${session}`);
      return watched("verify", { named: wish.archive, subjects, handlers }, async (trail) => {
        const check = await archives.verify(wish, handlers);
        const { files, bytes, faults } = check;
        const [first] = faults;
        await trail.audit({
          action: "verify",
          outcome: faults.length === 0 ? "done" : "problems",
          subjects,
          files,
          bytes,
          message: first === undefined ? "" : `${faults.length} faults, the first: ${first.message}`,
        });
        return check;
      });
    },
    restore: (wish, handlers) => {
      const subjects = [...(wish.paths ?? [])];
      const target = wish.to === undefined ? "" : path.resolve(folder, wish.to, wish.as ?? "");
      return watched("restore", { named: wish.archive, subjects, target, handlers }, async (trail) => {
        const outcome = await archives.restore(wish, handlers);
        const { files, bytes, problems, unknown } = outcome;
        const isWhole = problems.length === 0 && unknown.length === 0;
        await trail.audit({
          action: "restore",
          outcome: isWhole ? "done" : "problems",
          subjects,
          project: wish.to === undefined ? parts.choice.name : "",
          target: outcome.target,
          files,
          bytes,
          message: isWhole
            ? ""
            : `${problems.length} files were not restored; ${unknown.length} names are not in the archive.`,
        });
        return outcome;
      });
    },
  };
}

interface Watched {
  readonly named: string;
  readonly subjects: readonly string[];
  readonly target?: string;
  readonly handlers?: ArchiveHandlers | undefined;
}
