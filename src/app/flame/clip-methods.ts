import * as z from "zod";
import type { ClipFacts, EntryAttributes } from "../../catalogue/catalogue.ts";
import { currentVersion, isLinked } from "../../catalogue/clip-facts.ts";
import { mediaSequence } from "../../catalogue/media-sequence.ts";
import type { OpenedSequence } from "../../catalogue/open-source.ts";
import { colourSpaceName } from "../../export/colour-space-name.ts";
import { PythonError } from "../../hooks/python-backend.ts";
import { toNumber } from "../../time/rational.ts";
import { openEntry } from "../catalogue-sources.ts";
import { audioTracks, sourceUid, videoTracks } from "./clip-structure.ts";
import { entryRow } from "./entry-rows.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";

const id = z.strictObject({ id: z.string() });

const segmentNotes = z
  .strictObject({
    name: z.string(),
    shotName: z.string(),
    comment: z.string(),
    colour: z.tuple([z.number(), z.number(), z.number()]),
    tags: z.array(z.string()),
  })
  .partial();

/** What clips and sequences are: their media, versions, tracks and segments. */
export function clipMethods({
  catalogue,
  prober,
  mediaFolders,
}: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  const openCut = async (clip: string): Promise<OpenedSequence> =>
    openEntry(clip, await catalogue(), { mediaFolders, probe: (file, options) => prober.probe(file, options) });
  // What a clip plays is known without opening it again; of a sequence it is what its cut plays now.
  const open = (facts: ClipFacts, clip: string) => async (): Promise<OpenedSequence> => {
    const version = currentVersion(facts);
    return version === undefined ? openCut(clip) : mediaSequence(version.media, facts.rate, version.sound);
  };
  return {
    "flame.clip.details": flameMethod(id, async ({ id: clip }) => {
      const facts = await (await catalogue()).clipFacts(clip);
      return details(facts, open(facts, clip));
    }),
    "flame.clip.versions": flameMethod(id, async ({ id: clip }) => {
      const store = await catalogue();
      const facts = await store.clipFacts(clip);
      const { segments: notes } = (await store.entry(clip)).attributes;
      return structure(facts, open(facts, clip), notes);
    }),
    "flame.segment.annotate": flameMethod(
      z.strictObject({ id: z.string(), segment: z.string(), notes: segmentNotes }),
      async ({ id: clip, segment, notes }) => {
        const given = Object.entries(notes).filter(([, value]) => value !== undefined);
        return entryRow(await (await catalogue()).annotateSegment(clip, segment, Object.fromEntries(given)));
      },
    ),
    "flame.clip.start": flameMethod(
      z.strictObject({ id: z.string(), frame: z.int().nonnegative() }),
      async ({ id: clip, frame }) => {
        const store = await catalogue();
        const facts = await store.clipFacts(clip);
        if (facts.source.kind === "cut")
          throw new PythonError("NotImplementedError", "The start of a sequence is that of its cut and cannot be set.");
        return entryRow(await store.changeClip(clip, { ...facts, startFrame: frame }));
      },
    ),
  };
}

const scanModes = { progressive: "P", topFirst: "F1", bottomFirst: "F2" } as const;

async function details(facts: ClipFacts, open: () => Promise<OpenedSequence>) {
  const media = currentVersion(facts)?.media;
  const opened = media === undefined ? await open() : undefined;
  const first =
    media ?? [...(opened?.conformed.links.values() ?? [])].find((link) => link.media.video.length > 0)?.media;
  const [picture] = first?.video ?? [];
  const { width, height, source } = facts;
  const pixelAspect = picture === undefined ? 1 : toNumber(picture.pixelAspect);
  return {
    bitDepth: picture?.bitDepth ?? 0,
    ratio: height === 0 ? 0 : Number(((width / height) * pixelAspect).toFixed(6)),
    scan: scanModes[picture?.scan ?? "progressive"],
    unlinked: opened === undefined ? !(await isLinked(facts)) : opened.conformed.unlinked.length > 0,
    sourceUid: sourceUid(source.kind === "media" ? (media?.path ?? "") : `${source.path}\n${source.sequenceName}`),
    colourPrimaries: picture?.colour.primaries ?? "",
    colourSpace: picture === undefined ? "" : colourSpaceName(picture.colour),
    metadata: media?.metadata ?? {},
  };
}

async function structure(
  facts: ClipFacts,
  open: () => Promise<OpenedSequence>,
  notes: EntryAttributes["segments"] = {},
) {
  const opened = await open();
  const { source } = facts;
  const versions =
    source.kind === "cut"
      ? [{ key: "cut", name: "", tracks: videoTracks(opened, { whole: false, notes }) }]
      : source.versions.map(({ name, media, sound }, index) => ({
          key: `version.${index}`,
          name,
          tracks: videoTracks(mediaSequence(media, facts.rate, sound), { whole: true, key: `version.${index}.` }),
        }));
  return {
    versions,
    audio: audioTracks(opened, { whole: source.kind === "media", notes }),
    subtitles: opened.sequence.subtitleTracks.map((track) => ({ key: track.id, name: track.name })),
  };
}
