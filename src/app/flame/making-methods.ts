import path from "node:path";
import * as z from "zod";
import { clipPlace } from "../../catalogue/clip-place.ts";
import { PythonError } from "../../hooks/python-backend.ts";
import { rate as makeRate } from "../../time/rate.ts";
import type { Sequence } from "../../timeline/sequence.ts";
import { writeCut } from "../../timeline/write-cut.ts";
import { importClips } from "../import-clips.ts";
import { entryRow } from "./entry-rows.ts";
import { type FlameMethod, flameMethod } from "./flame-method.ts";
import type { FlameSurroundings } from "./flame-surroundings.ts";

const count = z.int().nonnegative();
const sequenceWish = z.strictObject({
  parent: z.string(),
  name: z.string(),
  videoTracks: z.int().min(1).max(100),
  audioTracks: count.max(100),
  width: count,
  height: count,
  rate: z.tuple([z.int().positive(), z.int().positive()]),
  dropFrame: z.boolean(),
  startFrame: count,
  duration: z.int().positive(),
});

/** New clips and sequences. */
export function makingMethods({
  catalogue,
  project,
  prober,
  spelled = (file) => file,
  timing,
  mediaFolders,
  home,
  tell,
}: FlameSurroundings): Readonly<Record<string, FlameMethod>> {
  return {
    "flame.import": flameMethod(
      z.strictObject({ paths: z.array(z.string()), destination: z.string().nullable() }),
      async ({ paths, destination }, { signal }) => {
        const { clips, problems, notes } = await importClips(
          { paths: paths.map(spelled), to: destination === null ? null : `cresset:${destination}`, mediaFolders },
          { catalogue: await catalogue(), project: await project(), prober, folder: home, timing, signal },
        );
        for (const { message } of problems) tell({ type: "message", text: message, level: "warning" });
        for (const text of notes) tell({ type: "message", text });
        return clips.map(entryRow);
      },
    ),
    "flame.sequence.create": flameMethod(sequenceWish, async (wish) => {
      const store = await catalogue();
      const { num, den } = makeRate(...wish.rate);
      const sequence = emptySequence(wish, { num, den });
      const { name, rate, dropFrame, startFrame, duration } = sequence;
      const [made] = await store.addClips(
        (await project()).id,
        (await clipPlace(store, await store.entry(wish.parent))).id,
        [
          {
            kind: "sequence",
            name,
            cutText: writeCut(sequence, "otio").text,
            facts: {
              // It was read from no file: its text is kept by the store.
              source: { kind: "cut", path: path.join(home, `${name}.otio`), sequenceName: name, mediaFolders: [] },
              duration,
              rate,
              dropFrame,
              startFrame,
              width: wish.width,
              height: wish.height,
            },
          },
        ],
      );
      if (made === undefined) throw new PythonError("RuntimeError", `The sequence ${name} was not made.`);
      return entryRow(made);
    }),
  };
}

function emptySequence(wish: z.output<typeof sequenceWish>, rate: Sequence["rate"]): Sequence {
  const { name, dropFrame, startFrame, duration, width, height } = wish;
  const tracks = (letter: string, number: number) =>
    Array.from({ length: number }, (_, index) => ({
      id: `${letter}${index + 1}`,
      name: `${letter}${index + 1}`,
      segments: [],
      transitions: [],
    }));
  return {
    name,
    rate,
    startFrame,
    dropFrame,
    duration,
    videoTracks: tracks("V", wish.videoTracks),
    audioTracks: tracks("A", wish.audioTracks),
    subtitleTracks: [],
    markers: [],
    warnings: [],
    ...(width > 0 && height > 0 ? { size: { width, height } } : {}),
  };
}
