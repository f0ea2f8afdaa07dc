import type { MediaInfo } from "../media/media-info.ts";
import type { Rate } from "../time/rate.ts";

/** project › workspace › desktop › reel group › reel › clip or sequence; libraries and folders beside the desktop. */
export type EntryKind = "workspace" | "desktop" | "reel group" | "reel" | "library" | "folder" | "clip" | "sequence";

/** The top of everything: a job of the house. Its name is unique in the store. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly nickname: string;
  /** Where the project's own files lie (presets, hook files); absolute, or empty. */
  readonly folder: string;
  readonly createdAt: Date;
}

/** What people write on an entry. Frames are counted at the clip's rate from its first frame, which is 0. */
export interface EntryAttributes {
  readonly comment?: string;
  readonly shotName?: string;
  /** Red, green, blue from 0 to 1. */
  readonly colour?: readonly [number, number, number];
  readonly tags?: readonly string[];
  /** The marked frame. */
  readonly inMark?: number;
  readonly outMark?: number;
  readonly hidden?: boolean;
  readonly expanded?: boolean;
  readonly markers?: readonly ClipMarker[];
  /** Of a sequence: what was written on its segments, by their ids; it counts over what the cut says. */
  readonly segments?: Readonly<Record<string, SegmentNotes>>;
}

export interface SegmentNotes extends Pick<EntryAttributes, "comment" | "shotName" | "colour" | "tags"> {
  readonly name?: string;
}

export interface ClipMarker {
  readonly frame: number;
  /** In frames; 0 for a point. */
  readonly duration: number;
  readonly name: string;
  readonly comment: string;
}

/** One version of a clip's media. A clip that never had another has one version without a name. */
export interface ClipVersion {
  /** `v003`; empty where it has none. */
  readonly name: string;
  readonly number: number;
  readonly media: MediaInfo;
  /** Files whose sound belongs to the picture, as an OpenClip lists them; their streams follow those of `media`. */
  readonly sound?: readonly MediaInfo[];
}

/** What a clip or sequence plays. */
export type ClipSource =
  | {
      readonly kind: "media";
      /** At least one; media stays where it is, a version names it. */
      readonly versions: readonly ClipVersion[];
      /** Index into `versions`. */
      readonly current: number;
      /** The OpenClip that the versions were read from, absolute. */
      readonly openClip?: string;
    }
  | {
      readonly kind: "cut";
      /** The cut that was imported, absolute: for people and for relative paths in it. Its text is kept by the store. */
      readonly path: string;
      /** Of several sequences in it, this. */
      readonly sequenceName: string;
      readonly mediaFolders: readonly string[];
    };

/** What lists show of a clip without opening its media. */
export interface ClipSummary {
  /** Length in frames at `rate`. */
  readonly duration: number;
  readonly rate: Rate;
  readonly dropFrame: boolean;
  /** Timecode (or file number) of the first frame, in frames at `rate`. */
  readonly startFrame: number;
  /** 0 for sound alone. */
  readonly width: number;
  readonly height: number;
}

/** Everything the catalogue knows of a clip: what lists show, and what it plays, which is large and read when asked for. */
export interface ClipFacts extends ClipSummary {
  readonly source: ClipSource;
}

/** An item of the tree, as it was when it was read. */
export interface Entry {
  /** UUID (version 7). */
  readonly id: string;
  readonly projectId: string;
  readonly kind: EntryKind;
  readonly name: string;
  /** Nothing for the workspace, and for a clip that was imported to nowhere. */
  readonly parentId: string | undefined;
  /** Sorts it among its siblings. Not their count: numbers of those that were moved away or deleted are left out. */
  readonly position: number;
  readonly attributes: EntryAttributes;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** For clips and sequences; `Catalogue.clipFacts` tells what they play. */
  readonly clip?: ClipSummary;
}

/** An entry with everything below it. */
export interface EntryTree {
  readonly entry: Entry;
  readonly children: readonly EntryTree[];
  /** Clips and sequences that lie directly in it, whether `children` lists them or not. */
  readonly clipCount: number;
}

/** A clip or sequence that is about to lie on a reel. */
export interface ClipDraft {
  readonly kind: "clip" | "sequence";
  readonly name: string;
  readonly facts: ClipFacts;
  readonly attributes?: EntryAttributes;
  /** For `source.kind: "cut"`: the cut as it was read, which the store keeps. */
  readonly cutText?: string;
}

/** What can be undone: everything that one call deleted. */
export interface Deletion {
  readonly id: string;
  readonly deletedAt: Date;
  /** The entries that were named, without what lay in them. */
  readonly entries: readonly Entry[];
}

/** A part of what lies in an entry. */
export interface ChildPage {
  /** How many are left out at the beginning. */
  readonly offset?: number;
  readonly limit?: number;
  /** The last that was read: what follows its place comes, whatever became of it. In place of an offset. */
  readonly after?: Pick<Entry, "position" | "id"> | undefined;
}

/**
 * Projects and what lies in them. Every call is one transaction; several processes may work on one store at once. Names
 * need not be unique; a path (`/Desktop/Reels/Reel 1/clip`) then means the first.
 */
export interface Catalogue {
  projects(): Promise<readonly Project[]>;
  /**
   * A project with a workspace, its Desktop with a reel group "Reels" of four reels, and a library "Default Library".
   * @throws CressetError `conflict` when the name is taken.
   */
  createProject(project: { name: string; nickname?: string; folder?: string }): Promise<Project>;
  /** By id or name. @throws CressetError `not-found` that lists what there is. */
  project(idOrName: string): Promise<Project>;
  /** The project of that name, made if there is none: what an export or import of a house without projects uses. */
  ensureProject(project: { name: string; nickname?: string; folder?: string }): Promise<Project>;

  /**
   * The project's workspace with all that lies in it, or what lies in `from`. Without `clips` containers alone, which takes
   * milliseconds however many clips there are; `children` then gives those that are looked at.
   */
  tree(projectId: string, from?: string, options?: { readonly clips?: boolean }): Promise<EntryTree>;
  /** @throws CressetError `not-found`. */
  entry(id: string): Promise<Entry>;
  /** What lies directly in an entry, in order: all of it, or a page. */
  children(id: string, page?: ChildPage): Promise<readonly Entry[]>;
  /** What a clip or sequence plays. @throws CressetError `not-found`; `usage` for what is no clip or sequence. */
  clipFacts(id: string): Promise<ClipFacts>;
  /**
   * The entry at a path: `/Desktop/<reel group>/<reel>/<clip>`, where the reel group may be left out
   * (`/Desktop/Reel 1/clip`), or `/<library>/…`; a part may be an id, and `cresset:<id>` is the entry itself.
   * @throws CressetError `not-found` that names the part that is not there and what is.
   */
  at(projectId: string, path: string): Promise<Entry>;
  /** The path of an entry, such that `at` finds it; empty for one that lies nowhere. */
  pathOf(id: string): Promise<string>;
  /** Entries whose name, shot name, comment, tags or media path hold the text, in any case. */
  search(
    projectId: string,
    text: string,
    options?: { limit?: number; kinds?: readonly EntryKind[] },
  ): Promise<readonly Entry[]>;
  /** The first reel of the first reel group of the Desktop; made where there is none. */
  firstReel(projectId: string): Promise<Entry>;

  /** @throws CressetError `usage` when such a kind cannot lie there. */
  create(
    parentId: string,
    kind: Exclude<EntryKind, "clip" | "sequence" | "workspace" | "desktop">,
    name: string,
  ): Promise<Entry>;
  /** Clips at the end of a container, in order; without one they lie nowhere until they are moved. */
  addClips(projectId: string, parentId: string | undefined, drafts: readonly ClipDraft[]): Promise<readonly Entry[]>;
  rename(id: string, name: string): Promise<Entry>;
  /** Lays `attributes` over the entry's; `undefined` as a value removes one. */
  annotate(id: string, attributes: Partial<Record<keyof EntryAttributes, unknown>>): Promise<Entry>;
  /** Lays notes over those of one segment of a sequence. @throws CressetError `usage` for what is no sequence. */
  annotateSegment(id: string, segmentId: string, notes: SegmentNotes): Promise<Entry>;
  /** Replaces what a clip plays: another version, media found elsewhere. */
  changeClip(id: string, facts: ClipFacts): Promise<Entry>;
  /** The cut of a sequence as it was imported. @throws CressetError `not-found` for one that plays no cut. */
  cutText(id: string): Promise<string>;
  /**
   * To the end of a container, or before the first entry in it whose `position` is not below the given one.
   * @throws CressetError `usage` when one cannot lie there (a reel in a reel, anything in itself).
   */
  move(ids: readonly string[], parentId: string, position?: number): Promise<readonly Entry[]>;
  copy(ids: readonly string[], parentId: string): Promise<readonly Entry[]>;
  /** Puts entries, with all that lies in them, into the bin. */
  delete(ids: readonly string[]): Promise<Deletion>;
  /** What lies in the bin, the latest first. */
  deletions(projectId: string): Promise<readonly Deletion[]>;
  /**
   * Brings a deletion back to where it was; the latest when none is named.
   * @throws CressetError `not-found` for an empty bin; `usage` when what it lay in is in the bin too.
   */
  undelete(projectId: string, deletionId?: string): Promise<Deletion>;
  /** A number that grows with every change by any process: what looks on compares it. */
  revision(projectId: string): Promise<number>;
  close(): Promise<void>;
}
