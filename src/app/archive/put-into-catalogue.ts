import path from "node:path";
import type { Catalogue, ClipDraft, ClipFacts, Entry, EntryKind, Project } from "../../catalogue/catalogue.ts";
import type { MediaInfo } from "../../media/media-info.ts";
import type { ArchivedEntry } from "./catalogue-json.ts";
import { type ArchivedPart, archivedMedia, playedBy } from "./find-archived.ts";

export interface RestoredPlace {
  readonly catalogue: Catalogue;
  readonly project: Project;
  /** Folder that media was restored to. */
  readonly target: string;
  /** Name of the library, or `Desktop`. */
  readonly name: string;
  readonly archiveName: string;
}

export interface PutEntries {
  /** The outermost of what was made. */
  readonly entries: readonly { readonly kind: string; readonly path: string }[];
  /** Clips of which the archive holds no media, and where it was. */
  readonly unlinked: readonly { readonly clip: string; readonly media: string }[];
}

/**
 * Puts archived entries into a project, linked to the media that was restored. In a library what was the Desktop or a
 * library becomes a folder; on the Desktop reel groups stay what they are, and other things come into one of their own.
 */
export async function putIntoCatalogue(found: readonly ArchivedPart[], place: RestoredPlace): Promise<PutEntries> {
  if (found.every(({ entries }) => entries.length === 0)) return { entries: [], unlinked: [] };
  const { catalogue, project } = place;
  const { entry: workspace } = await catalogue.tree(project.id, undefined, { clips: false });
  const top = place.name.toLowerCase() === "desktop" ? undefined : await library(place, workspace);
  const places = top === undefined ? desktopPlaces(place, workspace) : libraryPlaces(top, catalogue);
  const outermost = new Set<string>();
  const made = new Map<string, Entry>();
  const media = archivedMedia(found);
  const archived = new Map([...media].map(([was, is]) => [was, path.join(place.target, is)]));
  // The oldest session first, as they were archived.
  const all = found.toReversed().flatMap((part) => part.entries);
  for (const { parent: above, siblings } of families(all)) {
    const drafts = new Map<string, ClipDraft[]>();
    for (const entry of siblings) {
      const parent = await places.parentFor(entry, above === undefined ? undefined : made.get(above));
      if (entry.kind === "clip" || entry.kind === "sequence") {
        drafts.set(parent.id, [...(drafts.get(parent.id) ?? []), draftOf(entry, archived)]);
        continue;
      }
      const container = await places.container(entry, parent);
      made.set(entry.id, container);
      if (above === undefined) outermost.add(container.id);
    }
    for (const [id, list] of drafts)
      for (const clip of await catalogue.addClips(project.id, id, list))
        if (above === undefined) outermost.add(clip.id);
  }
  const ids = top === undefined ? [...outermost] : [top.id];
  const entries = await Promise.all(
    ids.map(async (id) => ({ kind: (await catalogue.entry(id)).kind, path: await catalogue.pathOf(id) })),
  );
  return { entries, unlinked: all.flatMap((entry) => unlinkedOf(entry, media)) };
}

interface Family {
  /** Id of what they lie in, where that is restored too. */
  readonly parent: string | undefined;
  readonly siblings: readonly ArchivedEntry[];
}

/** Entries by what they lie in, which comes before them. */
function families(entries: readonly ArchivedEntry[]): readonly Family[] {
  const chosen = new Set(entries.map(({ id }) => id));
  const groups = Map.groupBy(entries, ({ parent }) =>
    parent !== undefined && chosen.has(parent) ? parent : undefined,
  );
  const ordered: Family[] = [{ parent: undefined, siblings: groups.get(undefined) ?? [] }];
  for (const { siblings } of ordered)
    for (const { id } of siblings) {
      const children = groups.get(id);
      if (children !== undefined) ordered.push({ parent: id, siblings: children });
    }
  return ordered;
}

/** The version that a clip shows, where its media is in no session. Of cuts segments may have been without media. */
function unlinkedOf({ path: clip, facts }: ArchivedEntry, media: ReadonlyMap<string, string>): PutEntries["unlinked"] {
  if (facts?.source.kind !== "media") return [];
  const { versions, current } = facts.source;
  const shown = versions[current]?.media.path;
  return shown === undefined || media.has(shown) ? [] : [{ clip, media: shown }];
}

interface Places {
  parentFor(entry: ArchivedEntry, parent: Entry | undefined): Promise<Entry>;
  container(entry: ArchivedEntry, parent: Entry): Promise<Entry>;
}

async function library({ catalogue, name }: RestoredPlace, workspace: Entry): Promise<Entry> {
  return catalogue.create(workspace.id, "library", await freeName(catalogue, workspace, name));
}

/** A name that nothing beside it has: two of one name could not be told apart by their paths. */
async function freeName(catalogue: Catalogue, parent: Entry, name: string): Promise<string> {
  const taken = new Set((await catalogue.children(parent.id)).map((entry) => entry.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
  return free;
}

function libraryPlaces(top: Entry, catalogue: Catalogue): Places {
  return {
    parentFor: async (_, parent) => parent ?? top,
    async container({ kind, name }, parent) {
      if (kind === "workspace") return top;
      return catalogue.create(parent.id, kind === "reel" || kind === "reel group" ? kind : "folder", name);
    },
  };
}

function desktopPlaces({ catalogue, project, archiveName }: RestoredPlace, workspace: Entry): Places {
  let group: Entry | undefined;
  let reel: Entry | undefined;
  let own: Entry | undefined;
  const desktop = () => catalogue.at(project.id, "/Desktop");
  const create = async (parent: Entry, kind: Parameters<Catalogue["create"]>[1], name: string) =>
    catalogue.create(parent.id, kind, await freeName(catalogue, parent, name));
  const groupFor = async () => (group ??= await create(await desktop(), "reel group", archiveName));
  const reelFor = async () => (reel ??= await catalogue.create((await groupFor()).id, "reel", archiveName));
  const libraryFor = async () => (own ??= await create(workspace, "library", archiveName));
  const outer: Readonly<Record<EntryKind, () => Promise<Entry>>> = {
    workspace: async () => workspace,
    desktop: async () => workspace,
    library: async () => workspace,
    "reel group": desktop,
    reel: groupFor,
    folder: libraryFor,
    clip: reelFor,
    sequence: reelFor,
  };
  return {
    parentFor: async ({ kind }, parent) => parent ?? outer[kind](),
    async container({ kind, name }, parent) {
      if (kind === "workspace") return workspace;
      if (kind === "desktop") return desktop();
      if (kind === "clip" || kind === "sequence") return parent;
      return create(parent, kind, name);
    },
  };
}

/** @param archived where media was, and where it lies now. */
function draftOf(entry: ArchivedEntry, archived: ReadonlyMap<string, string>): ClipDraft {
  const { kind, name, attributes, facts, cutText } = entry;
  if (facts === undefined || (kind !== "clip" && kind !== "sequence"))
    throw new TypeError(`Expected "${name}" to be a clip with what it plays.`);
  return {
    kind,
    name,
    attributes,
    facts: linkedFacts(facts, archived, playedBy(entry)),
    ...(cutText === undefined ? {} : { cutText }),
  };
}

/** Facts of media where it lies now; what was not archived stays where it was. */
function linkedFacts(facts: ClipFacts, archived: ReadonlyMap<string, string>, played: readonly string[]): ClipFacts {
  const { source } = facts;
  const moved = (media: MediaInfo): MediaInfo => {
    const now = archived.get(media.path);
    if (now === undefined) return media;
    const { imageSequence } = media;
    return imageSequence === undefined
      ? { ...media, path: now }
      : { ...media, path: now, imageSequence: { ...imageSequence, folder: path.dirname(now) } };
  };
  if (source.kind === "cut") {
    const folders = new Set(played.flatMap((each) => archived.get(each) ?? []).map((file) => path.dirname(file)));
    return { ...facts, source: { ...source, mediaFolders: [...folders, ...source.mediaFolders] } };
  }
  const { openClip: _, ...rest } = source;
  const versions = source.versions.map(({ media, sound, ...version }) => ({
    ...version,
    media: moved(media),
    ...(sound === undefined ? {} : { sound: sound.map(moved) }),
  }));
  return { ...facts, source: { ...rest, versions } };
}
