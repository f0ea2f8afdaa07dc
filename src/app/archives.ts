import { existsSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { readyPackThreads, readyReadThread } from "../archive/ready-threads.ts";
import { CressetError } from "../errors.ts";
import type { ArchiveParts } from "./archive/archive-parts.ts";
import type {
  AddOutcome,
  AddWish,
  ArchiveCheck,
  ArchiveEvent,
  ArchiveHandlers,
  EstimateOutcome,
  FormatWish,
  RestoreArchiveWish,
  RestoreOutcome,
  SelectionEstimate,
  VerifyArchiveWish,
} from "./archive/archive-wish.ts";
import type { EstimateWish } from "./archive/estimate-call.ts";
import type { ListedArchive } from "./archive/list-archive.ts";
import { version } from "./version.ts";

export type {
  AddOutcome,
  AddWish,
  ArchiveCheck,
  ArchiveEvent,
  ArchiveHandlers,
  FormatWish,
  ListedArchive,
  RestoreArchiveWish,
  RestoreOutcome,
  SelectionEstimate,
  VerifyArchiveWish,
};

/** Archives as a library: what `cresset archive` does, for programs. */
export interface Archives {
  /** Makes an empty archive. @returns its folder. @throws CressetError `bad-destination`, `usage`. */
  format(wish: FormatWish, handlers?: Pick<ArchiveHandlers, "who">): Promise<string>;
  /** What entries come to, and whether they fit. The house's `archiveSelectionUpdated` is called. */
  estimate(wish: EstimateWish, handlers?: ArchiveHandlers): Promise<EstimateOutcome>;
  /**
   * Archives entries and files as a new session, or goes on with the one that was stopped.
   * @throws CressetError `disk-full` when it does not fit, `not-found`, `usage`, `bad-destination`, `cancelled`.
   */
  add(wish: AddWish, handlers?: ArchiveHandlers): Promise<AddOutcome>;
  /** @throws CressetError `not-found`. */
  list(archive: string): Promise<ListedArchive>;
  /**
   * Writes what an archive holds as one page with pictures of its clips, that needs no server.
   * @returns the file: `<name>.html` where none is named. @throws CressetError `would-overwrite`, `not-found`.
   */
  contentsPage(wish: { readonly archive: string; readonly file?: string }, handlers?: ArchiveHandlers): Promise<string>;
  /** Reads an archive and holds it against its checksums. */
  verify(wish: VerifyArchiveWish, handlers?: ArchiveHandlers): Promise<ArchiveCheck>;
  /** @throws CressetError `not-found` where nothing in the archive is called so. */
  restore(wish: RestoreArchiveWish, handlers?: ArchiveHandlers): Promise<RestoreOutcome>;
}

const defaultSegmentBytes = 100_000_000_000;

export function openArchives(parts: ArchiveParts): Archives {
  return {
    async format({ name, destination, segmentBytes = defaultSegmentBytes, comment = "" }) {
      if (!/^[^/\\\p{Cc}]+$/u.test(name) || /^\.+$/.test(name))
        throw new CressetError("usage", `Expected a name for the archive that can be a folder's, got "${name}".`);
      const [{ formatArchive }, { placeAt }] = await Promise.all([
        import("../archive/archive.ts"),
        import("../archive/archive-place.ts"),
      ]);
      const root = path.resolve(parts.folder, destination, name);
      // A mount point without its disk is such a folder, too: it is not made.
      if (!existsSync(path.dirname(root)))
        throw new CressetError(
          "bad-destination",
          `The destination ${path.dirname(root)} is not there. An archive is made in a folder that exists: make it, plug its disk in, or choose another.`,
        );
      const [tool, host, user] = [`Cresset ${version}`, hostname(), userInfo().username];
      const { facts } = formatArchive(placeAt(root), { name, segmentBytes, comment, tool, host, user });
      const store = await parts.openHistory();
      try {
        const archive = { id: facts.id, name, place: root };
        const request = { task: "format", archive, sources: [], hookFolders: [] };
        const journal = await store.begin({ kind: "archive", request });
        await journal.finish("finished", { archive });
        await journal.close();
      } finally {
        await store.close();
      }
      return root;
    },
    estimate: async (wish, handlers = {}) =>
      (await import("./archive/estimate-call.ts")).estimateCall(wish, handlers, parts),
    async add(wish, handlers = {}) {
      readyPackThreads();
      return (await import("./archive/add-to-archive.ts")).addToArchive(wish, handlers, parts);
    },
    list: async (archive) => (await import("./archive/list-archive.ts")).listArchive(archive, parts),
    contentsPage: async (wish, { signal = new AbortController().signal } = {}) =>
      (await import("./archive/contents-page.ts")).contentsPage(wish, signal, parts),
    async verify(
      { archive, sessions, percent = 100 },
      { signal = new AbortController().signal, tell = () => {} } = {},
    ) {
      readyReadThread();
      const [{ readArchive }, { verifyArchive }, { findArchive }, { progressRate }] = await Promise.all([
        import("../archive/archive.ts"),
        import("../archive/read-back.ts"),
        import("./archive/find-archive.ts"),
        import("./archive/progress-rate.ts"),
      ]);
      const known = readArchive(await findArchive(archive, parts));
      const { place } = known;
      for (const session of sessions ?? [])
        if (!known.there.includes(session))
          throw new CressetError("not-found", `The archive ${known.facts.name} has no session ${session}.`);
      const total = known.sessions
        .filter(({ session }) => sessions?.includes(session) ?? true)
        .flatMap(({ segments }) => segments)
        .reduce((sum, { bytes }) => sum + bytes, 0);
      const onProgress = progressRate("verify", (total * percent) / 100, tell);
      const record = { tool: `Cresset ${version}`, host: hostname(), user: userInfo().username, comment: "" };
      return verifyArchive({ place, sessions, percent, seed: new Date().toISOString(), record, signal, onProgress });
    },
    async restore(wish, handlers = {}) {
      readyReadThread();
      return (await import("./archive/restore-from-archive.ts")).restoreFromArchive(wish, handlers, parts);
    },
  };
}
