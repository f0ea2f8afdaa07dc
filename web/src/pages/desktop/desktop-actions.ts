import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DeletionShape, EntryShape, RelinkedClipShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";

export type NewKind = "reel" | "reel group" | "library" | "folder";

/** What one does to things of the catalogue. Each says what went wrong by itself, and answers whether it went well. */
export interface DesktopActions {
  rename(id: string, name: string): Promise<boolean>;
  /** With a way back in the corner. */
  remove(ids: readonly string[], what: string): Promise<boolean>;
  /** Brings back what was deleted last. */
  undo(deletionId?: string): Promise<boolean>;
  /** To the end of a container, or before a position in it. */
  move(ids: readonly string[], parentId: string, position?: number): Promise<boolean>;
  copy(ids: readonly string[], parentId: string): Promise<boolean>;
  /** Looks in a folder, and all folders in it, for media that is not there any more. */
  relink(ids: readonly string[], folder: string): Promise<boolean>;
  /** Asks for a name, then makes it. @returns its id. */
  create(kind: NewKind, parentId: string, suggestion: string): Promise<string | undefined>;
}

export function useDesktopActions(projectId: string): DesktopActions {
  const queries = useQueryClient();
  return useMemo(() => {
    const attempt = async (failed: string, work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch (error) {
        notify({ kind: "bad", title: failed, message: sentenceOf(error) });
        return false;
      } finally {
        // The stream tells of it too, but a hand that moved something looks at it now.
        void queries.invalidateQueries({ queryKey: ["catalogue"] });
      }
    };
    const undo = (deletionId?: string) =>
      attempt("Nothing was brought back", async () => {
        const body = deletionId === undefined ? {} : { deletionId };
        const { entries } = await api.post<DeletionShape>(`/projects/${projectId}/undelete`, body);
        notify({ kind: "good", title: `Brought back ${nameAll(entries)}` });
      });
    return {
      undo,
      rename: (id, name) => attempt("It was not renamed", () => api.patch(`/entries/${id}`, { name })),
      remove: (ids, what) =>
        attempt(`${what} was not deleted`, async () => {
          const { id } = await api.post<DeletionShape>("/entries/delete", { ids });
          notify({ kind: "info", title: `Deleted ${what}`, action: { label: "Undo", run: () => void undo(id) } });
        }),
      move: (ids, parentId, position) =>
        attempt("Nothing was moved", () =>
          api.post("/entries/move", { ids, parentId, ...(position === undefined ? {} : { position }) }),
        ),
      copy: (ids, parentId) => attempt("Nothing was copied", () => api.post("/entries/copy", { ids, parentId })),
      relink: (ids, folder) =>
        attempt("No media was found", async () => {
          const { items } = await api.post<{ items: readonly RelinkedClipShape[] }>("/relinks", {
            ids,
            mediaFolders: [folder],
          });
          const missing = items.filter(({ linked }) => !linked);
          notify({
            kind: missing.length > 0 ? "warning" : "good",
            title: `${items.length - missing.length} of ${items.length} linked again`,
            message: missing.map(({ name }) => `${name}: still not there`).join("\n"),
          });
        }),
      create: async (kind, parentId, suggestion) => {
        const answer = await ask({
          title: `New ${kind}`,
          input: { label: "Name", value: suggestion },
          escape: "cancel",
          buttons: [
            { value: "cancel", label: "Cancel" },
            { value: "create", label: "Create", primary: true },
          ],
        });
        if (answer?.value !== "create" || answer.text.trim() === "") return undefined;
        let made: string | undefined;
        await attempt(`The ${kind} was not made`, async () => {
          const body = { kind, parentId, name: answer.text.trim() };
          made = (await api.post<EntryShape>("/entries", body)).id;
        });
        return made;
      },
    };
  }, [projectId, queries]);
}

/** `"beach"`, or `3 clips`. */
export function nameAll(entries: readonly Pick<EntryShape, "name">[]): string {
  const [first] = entries;
  return entries.length === 1 && first !== undefined ? `“${first.name}”` : `${entries.length} clips`;
}
