import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type {
  DeletionShape,
  EntryShape,
  ImportOutcomeShape,
  MovedShape,
  RelinkedClipShape,
} from "../../../../src/server/shapes/catalogue-shapes.ts";
import { ApiProblem, sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";
import { type DoneStep, remember, takeBack } from "./done-steps.ts";

export type NewKind = "reel" | "reel group" | "library" | "folder";

/** What one does to things of the catalogue. Each says what went wrong by itself, and answers whether it went well. */
export interface DesktopActions {
  rename(id: string, name: string): Promise<boolean>;
  /** With a way back in the corner. */
  remove(ids: readonly string[], what: string): Promise<boolean>;
  /** Undoes what was done last in this tab; never what somebody else did. */
  undo(): Promise<boolean>;
  /** To the end of a container, or before a position in it. @returns the first of them as it is then. */
  move(ids: readonly string[], parentId: string, position?: number): Promise<EntryShape | undefined>;
  copy(ids: readonly string[], parentId: string): Promise<boolean>;
  /** Tells of what was imported, which can be undone from then on: the clips go into the bin. */
  imported(outcome: ImportOutcomeShape): void;
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
    const did = (what: string, undo: () => Promise<unknown>): DoneStep => {
      const step = { what, undo };
      remember(projectId, step);
      return step;
    };
    const bringBack = (deletionId: string) =>
      api.post<DeletionShape>(`/projects/${projectId}/undelete`, { deletionId });
    const undo = async (certain?: DoneStep): Promise<boolean> => {
      const step = takeBack(projectId, certain);
      if (step !== undefined)
        return attempt(`Not undone: ${step.what}`, async () => {
          await step.undo();
          notify({ kind: "good", title: `Undone: ${step.what}` });
        });
      notify({
        kind: "info",
        title: "There is nothing more to undo",
        message: "What was done in this tab can be undone.",
      });
      return false;
    };
    return {
      undo: () => undo(),
      rename: (id, name) =>
        attempt("It was not renamed", async () => {
          const { name: before } = await api.get<EntryShape>(`/entries/${id}`);
          await api.patch(`/entries/${id}`, { name });
          did(`Renamed “${before}”`, () => api.patch(`/entries/${id}`, { name: before }));
        }),
      remove: (ids, what) =>
        attempt(`${what} was not deleted`, async () => {
          const { id } = await api.post<DeletionShape>("/entries/delete", { ids });
          const step = did(`Deleted ${what}`, () => bringBack(id));
          notify({ kind: "info", title: step.what, action: { label: "Undo", run: () => void undo(step) } });
        }),
      move: async (ids, parentId, position) => {
        let first: EntryShape | undefined;
        await attempt("Nothing was moved", async () => {
          const move = { ids, parentId, ...(position === undefined ? {} : { position }) };
          const { items, back } = await api.post<MovedShape>("/entries/move", move);
          did(`Moved ${nameAll(items)}`, () => moveBack(back, parentId));
          [first] = items;
        });
        return first;
      },
      copy: (ids, parentId) =>
        attempt("Nothing was copied", async () => {
          const { items } = await api.post<{ items: readonly EntryShape[] }>("/entries/copy", { ids, parentId });
          did(`Copied ${nameAll(items)}`, () => api.post("/entries/delete", { ids: items.map(({ id }) => id) }));
        }),
      imported: ({ clips }) => {
        void queries.invalidateQueries({ queryKey: ["catalogue"] });
        const step = did(`Imported ${nameAll(clips)}`, () => takeOff(clips));
        notify({ kind: "good", title: step.what, action: { label: "Undo", run: () => void undo(step) } });
      },
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
          const { id, name } = await api.post<EntryShape>("/entries", body);
          made = id;
          did(`Made the ${kind} “${name}”`, () => api.post("/entries/delete", { ids: [id] }));
        });
        return made;
      },
    };
  }, [projectId, queries]);
}

/** Of more entries nobody looks whether they still lie where they were put. */
const mostLookedAt = 200;

/** Into the bin. @throws Error when somebody has moved one since: then all stay. What was deleted since stays deleted. */
async function takeOff(clips: readonly EntryShape[]): Promise<void> {
  const left = clips.length > mostLookedAt ? clips : (await Promise.all(clips.map(asItIsNow))).flat();
  for (const { id, name, parentId } of left)
    if (clips.some((clip) => clip.id === id && clip.parentId !== parentId))
      throw new Error(`“${name}” was moved since, and was left where it is.`);
  if (left.length > 0) await api.post("/entries/delete", { ids: left.map(({ id }) => id) });
}

/** Nothing for what is not there any more. */
const asItIsNow = ({ id }: EntryShape): Promise<readonly EntryShape[]> =>
  api.get<EntryShape>(`/entries/${id}`).then(
    (entry) => [entry],
    (error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return [];
      throw error;
    },
  );

/** @throws Error when somebody has moved or deleted one since: then all stay where they are. */
async function moveBack(back: MovedShape["back"], from: string): Promise<void> {
  const ids = back.flatMap((move) => move.ids);
  if (ids.length <= mostLookedAt)
    for (const { name, parentId } of await Promise.all(ids.map((id) => api.get<EntryShape>(`/entries/${id}`))))
      if (parentId !== from) throw new Error(`“${name}” was moved again since, and was left where it is.`);
  for (const move of back) await api.post("/entries/move", move);
}

/** `"beach"`, or `3 clips`. */
export function nameAll(entries: readonly Pick<EntryShape, "name">[]): string {
  const [first] = entries;
  return entries.length === 1 && first !== undefined ? `“${first.name}”` : `${entries.length} clips`;
}
