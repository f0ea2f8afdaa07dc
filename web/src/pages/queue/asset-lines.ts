import { nameOfFiles } from "../../format/file-names.ts";
import type { RunDetail } from "./queue-queries.ts";
import type { Work } from "./shown-work.ts";

/** One asset of an export as the list beside the queue shows it. */
export interface AssetLine {
  readonly id: string;
  readonly name: string;
  /** The sequence that it is of, where that is known. */
  readonly sequence: string;
  readonly status: string;
  readonly path: string;
  readonly framesDone: number;
  readonly framesTotal: number;
  readonly perSecond: number;
  readonly secondsLeft: number | null;
  readonly bytes: number;
  readonly reason: string;
}

const order: Readonly<Record<string, number>> = { running: 0, failed: 1, aborted: 1, skipped: 2 };

/** What is known of the assets, from what is told while it runs, from the run, else from the files it wrote. */
export function assetLines({ progress }: Work, run: RunDetail | undefined): readonly AssetLine[] {
  const lines = new Map<string, AssetLine>();
  const none = { perSecond: 0, secondsLeft: null, reason: "" } as const;
  for (const [id, files] of Map.groupBy(run?.files ?? [], ({ assetId }) => assetId)) {
    const [first] = files;
    const frames = files.reduce((sum, file) => sum + file.frames, 0);
    lines.set(id, {
      ...none,
      id,
      name: files.length === 0 ? id : nameOfFiles(files.map(({ path }) => path)),
      sequence: "",
      status: "written",
      path: first?.path ?? "",
      framesDone: frames,
      framesTotal: frames,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    });
  }
  for (const row of run?.rows ?? [])
    lines.set(row.id, {
      ...none,
      id: row.id,
      name: row.resolvedPath === "" ? row.name : row.resolvedPath,
      sequence: row.sequence,
      status: row.status,
      path: row.path,
      framesDone: row.frames,
      framesTotal: row.frames,
      bytes: row.bytes,
      reason: [row.reason, ...row.warnings].filter((text) => text !== "").join(" "),
    });
  for (const asset of progress?.assets ?? []) {
    const known = lines.get(asset.id);
    const { id, name, status, framesDone, framesTotal, perSecond, secondsLeft } = asset;
    lines.set(id, {
      id,
      name: known?.name ?? name,
      sequence: known?.sequence ?? name,
      status,
      path: known?.path ?? "",
      framesDone,
      framesTotal,
      perSecond,
      secondsLeft,
      bytes: known?.bytes ?? 0,
      reason: known?.reason ?? "",
    });
  }
  return [...lines.values()].toSorted((a, b) => (order[a.status] ?? 3) - (order[b.status] ?? 3));
}
