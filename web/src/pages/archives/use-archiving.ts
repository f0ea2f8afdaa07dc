import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ArchiveShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { api } from "../../api/client.ts";
import { type EstimateWish, estimateQuery } from "./archive-queries.ts";
import { readSize } from "./segment-size.ts";

/** What the form of a new session says. */
export interface Archiving {
  /** Id of an archive; empty for one that is to be made. */
  readonly archive: string;
  readonly name: string;
  readonly destination: string;
  readonly segmentSize: string;
  readonly entries: ReadonlySet<string>;
  readonly paths: readonly string[];
  readonly media: boolean;
  readonly versions: "used" | "all";
  readonly verify: "archived" | "both" | "none";
  readonly comment: string;
}

export const nothingYet: Archiving = {
  archive: "",
  name: "",
  destination: "",
  segmentSize: "100 GB",
  entries: new Set(),
  paths: [],
  media: true,
  versions: "used",
  verify: "archived",
  comment: "",
};

const selectionOf = ({ entries, paths, media, versions }: Archiving, projectId: string) => ({
  entries: [...[...entries].map((id) => `cresset:${id}`), ...paths],
  projectId,
  versions,
  ...(media ? {} : { noMedia: true }),
});

const newArchive = ({ name, destination, segmentSize }: Archiving) => ({
  name: name.trim(),
  destination: destination.trim(),
  segmentBytes: readSize(segmentSize) ?? 0,
});

export const isWhole = (form: Archiving): boolean =>
  form.entries.size + form.paths.length > 0 &&
  (form.archive !== "" ||
    (form.name.trim() !== "" && form.destination.trim() !== "" && readSize(form.segmentSize) !== undefined));

/** Between the last change and the next estimate, in milliseconds: hooks are asked each time. */
const pause = 350;

/** What the selection comes to, again after each change. */
export function useEstimate(form: Archiving, projectId: string) {
  const wish: EstimateWish | undefined = isWhole(form)
    ? {
        ...selectionOf(form, projectId),
        ...(form.archive === "" ? { make: newArchive(form) } : { archiveId: form.archive }),
      }
    : undefined;
  const key = JSON.stringify(wish);
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), pause);
    return () => clearTimeout(timer);
  }, [key]);
  const read = useQuery({
    ...estimateQuery(settled === undefined ? {} : JSON.parse(settled)),
    enabled: settled !== undefined,
  });
  const isWanted = wish !== undefined;
  return {
    estimate: isWanted ? read.data : undefined,
    error: isWanted && settled === key ? read.error : null,
    working: isWanted && (settled !== key || read.isFetching),
  };
}

/** Makes the archive where that is wanted, and puts the session into the queue. @returns the archive's id. */
export async function startArchiving(form: Archiving, projectId: string, force: boolean): Promise<string> {
  const id = form.archive === "" ? (await api.post<ArchiveShape>("/archives", newArchive(form))).id : form.archive;
  await api.post(`/archives/${id}/sessions`, {
    ...selectionOf(form, projectId),
    verify: form.verify,
    ...(form.comment.trim() === "" ? {} : { comment: form.comment.trim() }),
    ...(force ? { force } : {}),
  });
  return id;
}
