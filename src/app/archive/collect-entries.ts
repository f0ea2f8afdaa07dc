import type { Catalogue, Entry, EntryTree } from "../../catalogue/catalogue.ts";
import { writeCut } from "../../timeline/write-cut.ts";
import { openEntry } from "../catalogue-sources.ts";
import { entryPrefix } from "../resolve-sources.ts";
import { type ArchivedEntry, type CatalogueJson, catalogueText } from "./catalogue-json.ts";
import { MediaRoots } from "./media-roots.ts";
import type { Selection, SelectOptions } from "./selection.ts";

/** What is archived of entries of the catalogue: their media, and what the catalogue knows of them. */
export async function collectEntries(
  trees: readonly EntryTree[],
  catalogue: Catalogue,
  options: SelectOptions,
): Promise<Selection> {
  const media = new MediaRoots();
  const entries: ArchivedEntry[] = [];
  const notes: string[] = [];
  const timelines: string[] = [];
  const seen = new Set<string>();
  let [clips, frames] = [0, 0];

  async function visit({ entry, children }: EntryTree, parent: string | undefined, where: string): Promise<void> {
    options.signal.throwIfAborted();
    if (seen.has(entry.id)) return;
    seen.add(entry.id);
    const { id, kind, name, attributes } = entry;
    const base = { id, kind, name, path: where, attributes, ...(parent === undefined ? {} : { parent }) };
    if (kind === "clip" || kind === "sequence") {
      clips += 1;
      frames += entry.clip?.duration ?? 0;
      entries.push({ ...base, ...(await contentsOf(entry)) });
    } else entries.push(base);
    for (const child of children) await visit(child, id, `${where === "/" ? "" : where}/${child.entry.name}`);
  }

  async function contentsOf(entry: Entry): Promise<Pick<ArchivedEntry, "facts" | "cutText" | "plays">> {
    const facts = await catalogue.clipFacts(entry.id);
    const { source } = facts;
    if (source.kind === "cut") {
      const { mediaFolders, mediaRoots, prober, signal } = options;
      const opened = await openEntry(entry.id, catalogue, {
        mediaFolders,
        mediaRoots,
        probe: (file, asked) => prober.probe(file, asked),
        signal,
      });
      const cutText = await catalogue.cutText(entry.id);
      timelines.push(writeCut(opened.sequence, "otio").text);
      const played = [
        ...new Map([...opened.conformed.links.values()].map((link) => [link.media.path, link.media])).values(),
      ];
      if (options.noMedia) return { facts, cutText };
      for (const { segment, tried } of opened.conformed.unlinked)
        notes.push(`${entry.name}: the media of the segment "${segment.name}" was not found: ${tried}`);
      for (const each of played) media.add(each, entry.id);
      return { facts, cutText, plays: played.map((each) => each.path) };
    }
    if (options.noMedia) return { facts };
    const used = source.versions.filter((_, index) => options.versions === "all" || index === source.current);
    for (const version of used) for (const each of [version.media, ...(version.sound ?? [])]) media.add(each, entry.id);
    return { facts };
  }

  const outer = trees.filter((tree) => !trees.some((other) => other !== tree && holds(other, tree.entry.id)));
  const [first] = outer;
  for (const tree of outer)
    await visit(
      tree,
      undefined,
      tree.entry.kind === "workspace"
        ? "/"
        : (await catalogue.pathOf(tree.entry.id)) || `${entryPrefix}${tree.entry.id}`,
    );
  const { name, nickname } = await catalogue.project(first?.entry.projectId ?? "");
  const json: CatalogueJson = { project: { name, nickname }, media: media.list(), entries };
  return {
    roots: await media.roots(),
    catalogue: catalogueText(json),
    sequences: timelines.length === 0 ? "" : collectionText(timelines),
    clips,
    frames,
    notes,
  };
}

const holds = ({ children }: EntryTree, id: string): boolean =>
  children.some((child) => child.entry.id === id || holds(child, id));

/** Timelines as one OTIO file. */
const collectionText = (timelines: readonly string[]): string =>
  `{"OTIO_SCHEMA": "SerializableCollection.1", "metadata": {}, "name": "sequences", "children": [\n${timelines
    .map((text) => text.trim())
    .join(",\n")}\n]}\n`;
