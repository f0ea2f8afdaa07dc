import * as z from "zod";
import type { Catalogue, ClipFacts } from "../../catalogue/catalogue.ts";
import { currentVersion, isLinked } from "../../catalogue/clip-facts.ts";
import { mediaSequence } from "../../catalogue/media-sequence.ts";
import { openCut, type OpenedSequence } from "../../catalogue/open-source.ts";
import { colourSpaceName } from "../../export/colour-space-name.ts";
import type { MediaInfo } from "../../media/media-info.ts";
import { toNumber } from "../../time/rational.ts";
import { audioTracks, sourceUid, videoTracks } from "./clip-structure.ts";
import { entryRow } from "./entry-rows.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";
import { PythonError } from "../../hooks/python-backend.ts";

const id = z.strictObject({ id: z.string() });

/** What clips and sequences are: their media, versions, tracks and segments. */
export function clipMethods({ catalogue, prober }: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  const open = (facts: ClipFacts, clip: string) => async () =>
    openClip(await catalogue(), clip, facts, (file, options) => prober.probe(file, options));
  return {
    "flame.clip.details": flameMethod(id, async ({ id: clip }) => {
      const facts = await (await catalogue()).clipFacts(clip);
      return details(facts, open(facts, clip));
    }),
    "flame.clip.versions": flameMethod(id, async ({ id: clip }) => {
      const facts = await (await catalogue()).clipFacts(clip);
      return structure(facts, open(facts, clip));
    }),
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

type Probe = (file: string, options?: Parameters<FlameSurroundings["prober"]["probe"]>[1]) => Promise<MediaInfo>;

/** The sequence that a clip of the catalogue plays, with its media. */
async function openClip(catalogue: Catalogue, id: string, facts: ClipFacts, probe: Probe): Promise<OpenedSequence> {
  const { source, rate } = facts;
  if (source.kind === "media") {
    const version = currentVersion(facts);
    if (version === undefined) throw new RangeError(`The clip ${id} has no version ${source.current}.`);
    return mediaSequence(version.media, rate, version.sound);
  }
  const options = { mediaFolders: source.mediaFolders, probe, rate };
  const opened = await openCut(await catalogue.cutText(id), source.path, options);
  const found = opened.find(({ sequence }) => sequence.name === source.sequenceName) ?? opened[0];
  if (found === undefined) throw new RangeError(`The cut ${source.path} holds no sequence.`);
  return found;
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

async function structure(facts: ClipFacts, open: () => Promise<OpenedSequence>) {
  const opened = await open();
  const { source } = facts;
  const versions =
    source.kind === "cut"
      ? [{ key: "cut", name: "", tracks: videoTracks(opened, false) }]
      : source.versions.map(({ name, media, sound }, index) => ({
          key: `version.${index}`,
          name,
          tracks: videoTracks(mediaSequence(media, facts.rate, sound), true, `version.${index}.`),
        }));
  return {
    versions,
    audio: audioTracks(opened, source.kind === "media"),
    subtitles: opened.sequence.subtitleTracks.map((track) => ({ key: track.id, name: track.name })),
  };
}
