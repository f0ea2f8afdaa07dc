import { readFileSync } from "node:fs";
import type { Rate } from "../time/rate.ts";
import { formatTimecode } from "../time/timecode.ts";
import { paintOf, type Rgb } from "./paint-colour.ts";
import type { BurnIn, RenderAsset } from "./render-job.ts";
import { describe, RenderFault } from "./render-fault.ts";
import { parseSrt, type SrtCue } from "./srt-cues.ts";
import { undrawable } from "./stroke-font.ts";
import { type TextImage, TextPainter } from "./text-image.ts";

/** A line of text with its place in the picture. Pixels. */
export interface PlacedText {
  readonly image: TextImage;
  readonly x: number;
  readonly y: number;
  readonly colour: Rgb;
  readonly opacity: number;
}

/** Distance of burn-ins from the picture's edges, as a part of its height. */
const margin = 0.04;
/** Height of a subtitle's capitals, as a part of the picture's height. */
const subtitleSize = 0.04;

interface Lines {
  readonly position: BurnIn["position"];
  readonly painter: TextPainter;
  readonly lines: readonly string[];
  readonly colour: Rgb;
  readonly opacity: number;
}

/** What is written over the pictures of an asset: burn-ins, and subtitles under them. */
export class OverlayText {
  readonly #width: number;
  readonly #height: number;
  readonly #burnIns: readonly { readonly burnIn: BurnIn; readonly painter: TextPainter; readonly colour: Rgb }[];
  readonly #cues: readonly SrtCue[];
  readonly #subtitles: TextPainter;
  readonly #asset: Pick<RenderAsset, "rate" | "timecode">;

  private constructor(asset: RenderAsset, video: NonNullable<RenderAsset["video"]>, cues: readonly SrtCue[]) {
    this.#asset = asset;
    this.#width = video.width;
    this.#height = video.height;
    this.#burnIns = video.burnIns.map((burnIn) => ({
      burnIn,
      painter: new TextPainter(burnIn.size * video.height),
      colour: paintOf(burnIn.colour),
    }));
    this.#subtitles = new TextPainter(subtitleSize * video.height);
    this.#cues = cues;
  }

  /** Nothing when the asset has neither burn-ins nor subtitles. @throws RenderFault when the SRT file cannot be read. */
  static of(asset: RenderAsset): OverlayText | undefined {
    const { video } = asset;
    if (video === undefined || (video.burnIns.length === 0 && video.burnInSubtitles === undefined)) return undefined;
    return new OverlayText(asset, video, video.burnInSubtitles === undefined ? [] : readCues(video.burnInSubtitles));
  }

  /** Letters that the pictures show otherwise than they are written. */
  get warnings(): readonly string[] {
    const told = (what: string, text: string) => {
      const letters = undrawable(text.replaceAll(/\s/g, " "));
      return letters.length === 0
        ? []
        : [
            `${what} has letters that cannot be drawn (${letters.join(" ")}): a box stands for a letter, an accent is left out.`,
          ];
    };
    return [
      ...this.#burnIns.flatMap(({ burnIn: { text } }) => told(`The burn-in "${text}"`, text)),
      ...told("The subtitle drawn into the picture", this.#cues.flatMap(({ lines }) => lines).join(" ")),
    ];
  }

  /** The lines that stand over frame `k` of the asset. */
  at(k: number): readonly PlacedText[] {
    const blocks: Lines[] = this.#burnIns.map(({ burnIn, painter, colour }) => ({
      position: burnIn.position,
      painter,
      lines: wording(burnIn, k, this.#asset).split("\n"),
      colour,
      opacity: burnIn.opacity,
    }));
    const moment = (k * this.#asset.rate.den * 1000) / this.#asset.rate.num;
    for (const cue of this.#cues)
      if (moment >= cue.start && moment < cue.end)
        blocks.push({
          position: "bottom",
          painter: this.#subtitles,
          lines: cue.lines.flatMap((line) => wrap(line, this.#subtitles.lettersIn(this.#width * 0.9))),
          colour: paintOf("white"),
          opacity: 1,
        });
    return this.#place(blocks);
  }

  /** Blocks of one place stand one under the other; at the bottom the first is the lowest. */
  #place(blocks: readonly Lines[]): readonly PlacedText[] {
    const used = new Map<string, number>();
    const edge = Math.round(margin * this.#height);
    return blocks.flatMap(({ position, painter, lines, colour, opacity }) => {
      const taken = used.get(position) ?? 0;
      const height = lines.length * painter.lineHeight;
      used.set(position, taken + height);
      const top = position.startsWith("top")
        ? edge + taken
        : position.startsWith("bottom")
          ? this.#height - edge - taken - height
          : Math.round((this.#height - height) / 2) + taken;
      return lines.map((line, index) => {
        const image = painter.line(line);
        const left = position.endsWith("left")
          ? edge
          : position.endsWith("right")
            ? this.#width - edge - image.width
            : Math.round((this.#width - image.width) / 2);
        return { image, x: left, y: top + index * painter.lineHeight, colour, opacity };
      });
    });
  }
}

function wording(
  { kind, text, firstFrame = 0 }: BurnIn,
  k: number,
  { rate, timecode }: { rate: Rate; timecode: RenderAsset["timecode"] },
) {
  if (kind === "text") return text;
  return (
    text + (kind === "frame" ? String(firstFrame + k) : formatTimecode(timecode.frame + k, rate, timecode.dropFrame))
  );
}

function readCues(path: string): readonly SrtCue[] {
  try {
    return parseSrt(readFileSync(path, "utf8"), path);
  } catch (error) {
    throw new RenderFault("source", `The subtitles cannot be burned in: ${describe(error)}`, { cause: error });
  }
}

/** Breaks a line between words so that it fits. */
function wrap(line: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of line.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
