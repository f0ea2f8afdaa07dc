import path from "node:path";
import type { Catalogue, ClipDraft, ClipFacts, Entry, EntryKind, Project } from "../../catalogue/catalogue.ts";
import type { MediaInfo } from "../../media/media-info.ts";
import type { ArchivedEntry } from "./catalogue-json.ts";
import { type ArchivedPart, playedBy } from "./find-archived.ts";

export interface RestoredPlace {
  readonly catalogue: Catalogue;
  readonly project: Project;
  /** Folder that media was restored to. */
  readonly target: string;
  /** Name of the library, or `Desktop`. */
  readonly name: string;
  readonly archiveName: string;
}

/**
 * Puts archived entries into a project, linked to the media that was restored. In a library what was the Desktop or a
 * library becomes a folder; on the Desktop reel groups stay what they are, and other things come into one of their own.
 * @returns the outermost of what was made.
 */
export async function putIntoCatalogue(
  found: readonly ArchivedPart[],
  place: RestoredPlace,
): Promise<readonly { readonly kind: string; readonly path: string }[]> {
  if (found.every(({ entries }) => entries.length === 0)) return [];
  const { catalogue, project } = place;
  const { entry: workspace } = await catalogue.tree(project.id, undefined, { clips: false });
  const top = place.name.toLowerCase() === "desktop" ? undefined : await library(place, workspace);
  const places = top === undefined ? desktopPlaces(place, workspace) : libraryPlaces(top, catalogue);
  const outermost = new Set<string>();
  // The oldest session first, as they were archived.
  for (const part of found.toReversed()) {
    const made = new Map<string, Entry>();
    for (const [parentId, siblings] of inFamilies(part.entries)) {
      const drafts = new Map<string, ClipDraft[]>();
      for (const entry of siblings) {
        const parent = await places.parentFor(entry, parentId === undefined ? undefined : made.get(parentId));
        if (entry.kind === "clip" || entry.kind === "sequence") {
          drafts.set(parent.id, [...(drafts.get(parent.id) ?? []), draftOf(entry, part, place.target)]);
          continue;
        }
        const container = await places.container(entry, parent);
        made.set(entry.id, container);
        if (parentId === undefined) outermost.add(container.id);
      }
      for (const [id, list] of drafts)
        for (const clip of await catalogue.addClips(project.id, id, list))
          if (parentId === undefined) outermost.add(clip.id);
    }
  }
  const ids = top === undefined ? [...outermost] : [top.id];
  return Promise.all(
    ids.map(async (id) => ({ kind: (await catalogue.entry(id)).kind, path: await catalogue.pathOf(id) })),
  );
}

/** Entries by what they lie in, in the order in which that is made. */
function inFamilies(entries: readonly ArchivedEntry[]): ReadonlyMap<string | undefined, readonly ArchivedEntry[]> {
  const chosen = new Set(entries.map(({ id }) => id));
  return Map.groupBy(entries, ({ parent }) => (parent !== undefined && chosen.has(parent) ? parent : undefined));
}

interface Places {
  parentFor(entry: ArchivedEntry, parent: Entry | undefined): Promise<Entry>;
  container(entry: ArchivedEntry, parent: Entry): Promise<Entry>;
}

async function library({ catalogue, name }: RestoredPlace, workspace: Entry): Promise<Entry> {
  const taken = new Set((await catalogue.children(workspace.id)).map((entry) => entry.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
  return catalogue.create(workspace.id, "library", free);
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
  const groupFor = async () => (group ??= await catalogue.create((await desktop()).id, "reel group", archiveName));
  const reelFor = async () => (reel ??= await catalogue.create((await groupFor()).id, "reel", archiveName));
  const libraryFor = async () => (own ??= await catalogue.create(workspace.id, "library", archiveName));
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
      return catalogue.create(parent.id, kind, name);
    },
  };
}

function draftOf(entry: ArchivedEntry, { catalogue }: ArchivedPart, target: string): ClipDraft {
  const { kind, name, attributes, facts, cutText } = entry;
  if (facts === undefined || (kind !== "clip" && kind !== "sequence"))
    throw new TypeError(`Expected "${name}" to be a clip with what it plays.`);
  const archived = new Map(catalogue?.media.map((media) => [media.path, path.join(target, media.archived)]));
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
