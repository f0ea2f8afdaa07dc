import path from "node:path";
import type { AssetTiming } from "../export/export-outcome.ts";
import { type Rate, sameRate } from "../time/rate.ts";
import type { Catalogue, ClipDraft, Entry, Project } from "../catalogue/catalogue.ts";
import { clipPlace } from "../catalogue/clip-place.ts";
import { clipDrafts, type ImportProblem, refuseNothing } from "../catalogue/import-clips.ts";
import { probeUnder } from "../catalogue/probe-under.ts";
import { readRate } from "../catalogue/open-source.ts";
import { CressetError } from "../errors.ts";
import { createProber, type Prober } from "../media/probe.ts";
import { openCatalogue } from "../catalogue/open-catalogue.ts";
import { type ProjectChoice, projectToWrite } from "./current-project.ts";

/** What is to be imported into the catalogue, and where to. */
export interface ImportWish {
  /**
   * Media files, image sequences in any spelling, folders, patterns (`{name}_v{version}.{frame}.{extension}`), OpenClips,
   * cuts (.otio, .edl). Relative ones start at Cresset's folder.
   */
  readonly paths: string | readonly string[];
  /**
   * Path of a reel, library or folder of the catalogue (`/Desktop/Reels/Reel 2`), or `cresset:<id>`; of the Desktop and of
   * a reel group its first reel is meant. When left out, the first reel of the first reel group of the Desktop; `null`: the
   * clips lie nowhere until they are moved.
   */
  readonly to?: string | null;
  /** Folders in which the media of cuts is looked for. */
  readonly mediaFolders?: readonly string[];
  /** Rate of cuts that do not say theirs, of image sequences, and of sound alone: `24000/1001`. */
  readonly rate?: string;
  /** Folders with all folders in them. */
  readonly recursive?: boolean;
}

/** What an import did. */
export interface ImportOutcome {
  readonly project: Project;
  /** Path of what the clips lie in; empty for nowhere. */
  readonly destination: string;
  /** In the order of the paths. */
  readonly clips: readonly Entry[];
  /** What was not imported, each with a sentence. */
  readonly problems: readonly ImportProblem[];
  /** Sentences of what people should know although nothing failed. */
  readonly notes: readonly string[];
}

/** What an import works with. */
export interface ImportParts {
  readonly catalogue: Catalogue;
  readonly project: Project;
  readonly prober: Prober;
  /** Where relative paths start. */
  readonly folder: string;
  /** What is known of media that the program wrote itself: images state neither rate nor timecode. */
  readonly timing?: ((file: string) => AssetTiming | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Media elsewhere is not imported, whatever cuts and OpenClips name; from everywhere when left out. */
  readonly mediaRoots?: readonly string[] | undefined;
}

/**
 * Imports media and cuts as clips and sequences of the catalogue. Media stays where it is. All clips of a call are added at
 * once, so that one that is killed has added none of them.
 * @throws CressetError `bad-input` when nothing could be imported, `not-found` or `usage` for a destination that cannot be.
 */
export async function importClips(wish: ImportWish, parts: ImportParts): Promise<ImportOutcome> {
  const { catalogue, project, prober, folder, timing = () => undefined, signal, mediaRoots } = parts;
  const paths = (typeof wish.paths === "string" ? [wish.paths] : wish.paths).map((each) => path.resolve(folder, each));
  if (paths.length === 0) throw new CressetError("usage", "Nothing was named that could be imported.");
  const place = await destinationOf(wish, catalogue, project);
  const drafted = await clipDrafts(paths, {
    probe: probeUnder((file, options = {}) => prober.probe(file, options), mediaRoots),
    mediaRoots,
    mediaFolders: (wish.mediaFolders ?? []).map((each) => path.resolve(folder, each)),
    recursive: wish.recursive ?? false,
    rate: wish.rate === undefined ? onlyRate(paths, timing) : readRate(wish.rate),
    signal,
  });
  refuseNothing(drafted, paths);
  const drafts = drafted.drafts.map((draft) => timed(draft, timing));
  const clips = await catalogue.addClips(project.id, place?.id, drafts);
  return {
    project,
    destination: place === undefined ? "" : await catalogue.pathOf(place.id),
    clips,
    problems: drafted.problems,
    notes: drafted.notes,
  };
}

/** The rate of media that is all known and of one mind. */
function onlyRate(paths: readonly string[], timing: NonNullable<ImportParts["timing"]>): Rate | undefined {
  const [first, ...rest] = paths.map((each) => timing(each)?.rate);
  return first !== undefined && rest.every((rate) => rate !== undefined && sameRate(rate, first)) ? first : undefined;
}

/** An image sequence with the timecode that it was written with. */
function timed(draft: ClipDraft, timing: NonNullable<ImportParts["timing"]>): ClipDraft {
  const { source } = draft.facts;
  const media = source.kind === "media" ? source.versions[source.current]?.media : undefined;
  const known = media?.imageSequence === undefined ? undefined : timing(media.path);
  return known === undefined ? draft : { ...draft, facts: { ...draft.facts, ...known } };
}

/** Before anything is read: a destination that is not there is said at once. */
async function destinationOf({ to }: ImportWish, catalogue: Catalogue, project: Project): Promise<Entry | undefined> {
  if (to === null) return undefined;
  if (to === undefined) return catalogue.firstReel(project.id);
  const place = await clipPlace(catalogue, await catalogue.at(project.id, to));
  if (["reel", "library", "folder"].includes(place.kind)) return place;
  throw new CressetError("usage", `${to} is a ${place.kind}. Expected a reel, a library or a folder to import to.`);
}

/** `importClips` for a program that has nothing open yet. */
export async function importIntoStore(
  wish: ImportWish,
  {
    storeFile,
    choice,
    folder,
    mediaFolders,
    signal,
    mediaRoots,
  }: Pick<ImportParts, "folder" | "signal" | "mediaRoots"> & {
    readonly storeFile: string;
    readonly choice: ProjectChoice;
    /** Searched beside those of the wish. */
    readonly mediaFolders: readonly string[];
  },
): Promise<ImportOutcome> {
  const prober = createProber();
  prober.warm();
  const catalogue = await openCatalogue(storeFile);
  try {
    const project = await projectToWrite(catalogue, choice);
    const folders = [...(wish.mediaFolders ?? []), ...mediaFolders];
    return await importClips(
      { ...wish, mediaFolders: folders },
      { catalogue, project, prober, folder, signal, mediaRoots },
    );
  } finally {
    await Promise.all([prober.close(), catalogue.close()]);
  }
}
