import type { ExportWishShape } from "../../../../src/server/shapes/export-shapes.ts";
import { pointerFault } from "../../../../src/time/pointed-frame.ts";

export const overwriteWays = [
  ["ask", "Ask about each"],
  ["overwrite", "Overwrite"],
  ["skip", "Skip"],
  ["version-up", "Version up"],
] as const;

type Overwrite = (typeof overwriteWays)[number][0];

/** What is being put together on the page. Numbers are texts, as they are typed. */
export interface ExportDraft {
  /** Ids of clips, sequences, or containers whose clips are meant. */
  readonly clips: readonly string[];
  readonly presets: readonly string[];
  readonly profile: string;
  readonly destination: string;
  /** In place of that of the preset; empty for that. */
  readonly namePattern: string;
  readonly handles: string;
  readonly betweenMarks: boolean;
  readonly markIn: string;
  readonly markOut: string;
  readonly subtitles: "none" | "burn-in" | "files" | "all files";
  readonly topTrack: boolean;
  readonly allowMissing: boolean;
  readonly overwrite: Overwrite;
}

export const emptyDraft: ExportDraft = {
  clips: [],
  presets: [],
  profile: "",
  destination: "",
  namePattern: "",
  handles: "",
  betweenMarks: false,
  markIn: "",
  markOut: "",
  subtitles: "none",
  topTrack: false,
  allowMissing: false,
  overwrite: "ask",
};

/** What is missing before anything can be tried, in a sentence; empty when nothing is. */
export function missingIn(draft: ExportDraft): string {
  const { clips, presets, profile, destination, handles, markIn, markOut } = draft;
  if (clips.length === 0) return "Choose clips or sequences to export.";
  if (profile === "" && presets.length === 0) return "Choose a preset.";
  if (profile === "" && destination.trim() === "") return "Say where the files go.";
  if (handles.trim() !== "" && !/^\d+$/.test(handles.trim())) return "Handles are a whole number of frames.";
  if (faultOf(markIn) !== "") return `The mark in cannot be read: ${faultOf(markIn)}.`;
  if (faultOf(markOut) !== "") return `The mark out cannot be read: ${faultOf(markOut)}.`;
  return "";
}

const faultOf = (mark: string) => (mark.trim() === "" ? "" : pointerFault(mark.trim()));

/** The draft as the server is asked. */
export function wishOf(draft: ExportDraft, projectId: string): ExportWishShape {
  const { subtitles, handles, namePattern, markIn, markOut, profile } = draft;
  return {
    sources: draft.clips.map((id) => `cresset:${id}`),
    destinationPath: draft.destination.trim(),
    presets: [...draft.presets],
    projectId,
    overwrite: draft.overwrite,
    ...(profile === "" ? {} : { profile }),
    ...(handles.trim() === "" ? {} : { handles: Number(handles) }),
    ...(namePattern.trim() === "" ? {} : { namePattern: namePattern.trim() }),
    ...(draft.betweenMarks || markIn.trim() !== "" || markOut.trim() !== "" ? { exportBetweenMarks: true } : {}),
    ...(markIn.trim() === "" ? {} : { markIn: markIn.trim() }),
    ...(markOut.trim() === "" ? {} : { markOut: markOut.trim() }),
    ...(subtitles === "none" ? {} : { includeSubtitles: true }),
    ...(subtitles === "files" || subtitles === "all files" ? { exportSubtitlesAsFiles: true } : {}),
    ...(subtitles === "all files" ? { exportAllSubtitles: true } : {}),
    ...(draft.topTrack ? { useTopVideoTrack: true } : {}),
    ...(draft.allowMissing ? { allowMissing: true } : {}),
  };
}

const remembered = "cresset.export";

/** What was put together before, in this tab; the last destination and preset of this browser otherwise. */
export function rememberedDraft(): ExportDraft {
  for (const storage of [sessionStorage, localStorage]) {
    const draft = read(storage.getItem(remembered));
    if (draft !== undefined) return draft;
  }
  return emptyDraft;
}

export function rememberDraft(draft: ExportDraft): void {
  sessionStorage.setItem(remembered, JSON.stringify(draft));
  const { presets, destination } = draft;
  localStorage.setItem(remembered, JSON.stringify({ ...emptyDraft, presets, destination }));
}

function read(text: string | null): ExportDraft | undefined {
  if (text === null) return undefined;
  try {
    const kept: ExportDraft = JSON.parse(text);
    return { ...emptyDraft, ...kept };
  } catch {
    return undefined;
  }
}
