import type { Entry } from "../catalogue/catalogue.ts";
import type { Journal } from "../catalogue/journal.ts";
import { memoryJournal } from "../catalogue/memory-journal.ts";
import type { RunStore } from "../catalogue/run-store.ts";
import { CressetError } from "../errors.ts";
import type { ExportOutcome } from "../export/export-outcome.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { recordFrame } from "../export/record-frame.ts";
import { createProber } from "../media/probe.ts";
import { createWarmEngine, type Playing } from "../media/warm-engine.ts";
import type {
  PlayedPicture,
  PlayOrder,
  ScreenLook,
  ScreenPicture,
  ScreenSound,
  ShownPictures,
} from "../media/shown-pictures.ts";
import type { ExportHandlers } from "./export-handlers.ts";
import type { ExportWish } from "./export-wish.ts";
import { type GatheredSequence, gatherSources } from "./gather-sources.ts";
import type { LazyCatalogue } from "./lazy-catalogue.ts";
import { type NotedImports, notedImports } from "./noted-imports.ts";
import { shownLut } from "./shown-lut.ts";
import { shownPictures } from "./shown-pictures.ts";
import type { SnapshotFrames, SnapshotSettings, SnapshotWish } from "./snapshot-wish.ts";
import { type FrameFacts, frameFacts, type ViewedSequence, viewedSequence } from "./viewed-sequence.ts";
import { createWarmHooks } from "./warm-hooks.ts";
import { lentProber, type WarmParts } from "./warm-parts.ts";

/** What a viewer looks at. */
export interface ViewedClip extends Pick<
  SnapshotWish,
  "source" | "sequenceName" | "mediaFolders" | "subtitleFiles" | "rate" | "lut"
> {
  /** Where to begin: a record timecode, or frames from the first, which is 0. */
  readonly at?: string | number;
  /** Whose hooks are told of snapshots, and into which project they import; else as Cresset was opened. */
  readonly project?: ExportRequest["project"];
  readonly user?: ExportRequest["user"];
}

/** The frame that a viewer stands on. */
export interface ShownFrame extends FrameFacts {
  /** Sentences: damaged or missing frames that were met. */
  readonly warnings: readonly string[];
}

/** A frame as a JPEG, and what it is. */
export interface FramePicture extends ShownFrame {
  readonly picture: ScreenPicture;
}

/** How pictures of a viewer look. */
export interface ViewerLook {
  /** Pixels; that of the clip where nothing is said, and never more. */
  readonly width?: number;
  /** Looked at through the LUT of the viewer, where it has one. */
  readonly lut?: boolean;
}

/** How a viewer plays; what is left out is as in `PlayOrder`. */
export type ViewerPlayOrder = Omit<PlayOrder, "look"> & ViewerLook;

/** A snapshot, and what hooks brought into the catalogue meanwhile. */
export interface SnapshotOutcome extends ExportOutcome {
  readonly imported: readonly Entry[];
}

/**
 * Looks at a clip or sequence for a process that serves: the decoder stands on the frame that is shown, hooks are loaded
 * once, and a snapshot of that frame is taken from there. One thing is done at a time, in the order in which it is asked.
 */
export interface Viewer {
  /** @throws CressetError when it cannot be opened; what was looked at before is gone then. */
  open(clip: ViewedClip): Promise<ViewedSequence>;
  /** @throws CressetError `usage` for a frame outside */
  seek(at: string | number): Promise<ShownFrame>;
  /** Forwards, or backwards with a negative number; stops at the ends. */
  step(frames: number): Promise<ShownFrame>;
  /** The frame that is shown, made as an export makes it. */
  picture(format: ScreenPicture["format"], look?: ViewerLook): Promise<ScreenPicture>;
  /** A frame as a JPEG. With `stays` it is the one that is shown from now on. @throws CressetError `usage` for one outside */
  frame(frame: number, look?: ViewerLook & { readonly stays?: boolean }): Promise<FramePicture>;
  /** What the frame at a record timecode, or of a number, shows. @throws CressetError `usage` for one outside */
  facts(at: string | number): FrameFacts;
  /** Gives JPEGs by the clock, beside all else that is asked. @throws CressetError `usage` where nothing lies to be played */
  play(order: ViewerPlayOrder, take: (picture: PlayedPicture) => void): Playing;
  /** The sound of some frames, to the sample that of an export. @throws CressetError `usage` where there is none */
  sound(from: number, frames: number): Promise<ScreenSound>;
  /**
   * Takes a snapshot of the frame that is shown; or of another one, which is then shown: it is decoded while hooks decide;
   * or of some frames.
   * @throws CressetError as `Cresset.snapshot`
   */
  snapshot(
    settings?: SnapshotSettings & { readonly at?: string | number; readonly frames?: SnapshotFrames },
    handlers?: ExportHandlers,
  ): Promise<SnapshotOutcome>;
  /** Hook files are loaded anew by the next snapshot. */
  reloadHooks(): Promise<void>;
  /** The process that decodes, while there is one. */
  readonly pid: number | undefined;
  /** Ends what it started. */
  close(): Promise<void>;
}

/** What a viewer needs of the Cresset that it belongs to. */
export interface ViewerParts {
  readonly snapshotWish: (wish: SnapshotWish) => ExportWish;
  /** The request of a wish, its sources looked up. */
  readonly request: (wish: ExportWish, catalogue: LazyCatalogue) => Promise<ExportRequest>;
  readonly run: (
    asked: ExportRequest,
    journal: Journal,
    handlers: ExportHandlers,
    warm: WarmParts,
  ) => Promise<ExportOutcome>;
  readonly openHistory: () => Promise<RunStore>;
  readonly catalogue: LazyCatalogue;
}

interface Opened {
  readonly clip: ViewedClip;
  readonly request: ExportRequest;
  readonly gathered: GatheredSequence;
  readonly pictures: ShownPictures;
  readonly lut: string | undefined;
  frame: number;
}

/** Opens a viewer. Its processes start at once, so that the first clip finds them ready. */
export function openViewer(parts: ViewerParts): Viewer {
  const { catalogue } = parts;
  const [engine, prober, hooks] = [createWarmEngine(), createProber(), createWarmHooks()];
  engine.warm();
  prober.warm();
  const lent = lentProber(prober);
  const lifetime = new AbortController();
  let opened: Opened | undefined;
  let history: Promise<RunStore> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result;
    return result;
  };

  const warmParts = (noted: NotedImports): WarmParts => ({
    catalogue: noted.catalogue,
    prober: lent,
    renderer: { render: (job, on) => engine.render(job, on), warm() {}, close: async () => {} },
    hooks,
    gathered: (request) =>
      opened !== undefined && keyOf(request) === keyOf(opened.request) ? [opened.gathered] : undefined,
  });

  const looked = (): Opened => {
    if (opened !== undefined) return opened;
    throw new CressetError("usage", "The viewer looks at nothing: open a clip or sequence first.");
  };

  /** What is looked at, where it has such a frame. */
  const lookedAt = (frame: number): Opened => {
    const at = looked();
    const { sequence } = at.gathered;
    if (Number.isInteger(frame) && frame >= 0 && frame < sequence.duration) return at;
    throw new CressetError(
      "usage",
      `Frame ${frame} lies outside of "${sequence.name}", which has ${sequence.duration} frames, 0 to ${sequence.duration - 1}.`,
    );
  };

  const lookOf = (format: ScreenLook["format"], { width, lut = false }: ViewerLook): ScreenLook => {
    const at = looked();
    const own = at.pictures.video.width;
    const pixels = Math.max(16, Math.min(Math.round(width ?? own), own));
    return { format, width: pixels, ...(lut && at.lut !== undefined ? { lut: at.lut } : {}) };
  };

  async function goTo(frame: number, alone = false): Promise<ShownFrame> {
    const at = lookedAt(frame);
    const warnings = await engine.show(frame, alone);
    at.frame = frame;
    return { ...factsOf(at, frame), warnings };
  }

  return {
    get pid() {
      return engine.pid;
    },
    open: (clip) =>
      inTurn(async () => {
        opened = undefined;
        const { at = 0, project: _, user: __, ...rest } = clip;
        const wish = parts.snapshotWish({ ...rest, frames: { frame: 0 } });
        const request = await parts.request(wish, catalogue);
        const [gathered] = await gatherSources(request, {
          prober: lent,
          catalogue: catalogue.open,
          signal: lifetime.signal,
        });
        if (gathered === undefined) throw new CressetError("bad-input", `${clip.source} holds no sequence.`);
        const { sequence } = gathered;
        const frame = recordFrame(String(at), "The frame", sequence);
        if (frame < 0 || frame >= sequence.duration)
          throw new CressetError(
            "usage",
            `${at} lies outside of "${sequence.name}", which has ${sequence.duration} frames.`,
          );
        const pictures = shownPictures(gathered);
        const lut = await shownLut(request);
        const warnings = await engine.open(pictures, frame);
        opened = { clip, request, gathered, pictures, lut, frame };
        return viewedSequence(gathered, pictures, { lut, shown: { ...factsOf(opened, frame), warnings } });
      }),
    seek: (at) => inTurn(async () => goTo(recordFrame(String(at), "The frame", looked().gathered.sequence))),
    step: (frames) =>
      inTurn(async () => {
        const { frame, gathered } = looked();
        return goTo(Math.min(Math.max(0, frame + Math.trunc(frames)), gathered.sequence.duration - 1));
      }),
    picture: (format, look = {}) =>
      inTurn(async () => (await engine.picture(looked().frame, lookOf(format, look))).picture),
    frame: (frame, { stays = false, ...look } = {}) =>
      inTurn(async () => {
        const at = lookedAt(frame);
        const { picture, warnings } = await engine.picture(frame, lookOf("jpeg", look), { stays });
        if (stays) at.frame = frame;
        return { ...factsOf(at, frame), warnings, picture };
      }),
    facts(at) {
      const frame = recordFrame(String(at), "The frame", looked().gathered.sequence);
      return factsOf(lookedAt(frame), frame);
    },
    play({ width, lut, ...order }, take) {
      lookedAt(order.from);
      lookedAt(order.until - Math.sign(order.step));
      const look = lookOf("jpeg", { ...(width === undefined ? {} : { width }), ...(lut === undefined ? {} : { lut }) });
      return engine.play({ ...order, look }, take);
    },
    async sound(from, frames) {
      lookedAt(from);
      lookedAt(from + frames - 1);
      return engine.sound(from, frames);
    },
    snapshot: ({ at: wanted, frames: range, ...settings } = {}, handlers = {}) =>
      inTurn(async () => {
        const { clip, gathered } = looked();
        const { at: _, project, user, ...source } = clip;
        const at = wanted === undefined ? looked().frame : recordFrame(String(wanted), "The frame", gathered.sequence);
        // What fails here fails again, and is told, when the frame is rendered.
        if (wanted !== undefined) goTo(at, true).catch(() => {});
        const wish = parts.snapshotWish({ ...source, ...settings, frames: range ?? { frame: at } });
        const asked = await parts.request(
          { ...wish, ...(project === undefined ? {} : { project }), ...(user === undefined ? {} : { user }) },
          catalogue,
        );
        const noted = notedImports(catalogue);
        const run = async (journal: Journal) => ({
          ...(await parts.run(asked, journal, handlers, warmParts(noted))),
          imported: noted.entries,
        });
        if (handlers.dryRun === true) return run(memoryJournal(asked));
        history ??= parts.openHistory();
        // The disk has it with the picture, before hooks are told of that one.
        return run(await (await history).begin({ kind: "export", request: asked }, "soon"));
      }),
    reloadHooks: () => inTurn(() => hooks.close()),
    close: () =>
      inTurn(async () => {
        lifetime.abort();
        await Promise.all([engine.close(), prober.close(), hooks.close()]);
        await (await history)?.close();
        await catalogue.close();
      }),
  };
}

const factsOf = ({ gathered, pictures }: Opened, frame: number): FrameFacts => frameFacts(gathered, pictures, frame);

/** What decides which sequences a request opens. */
const keyOf = ({ sources, sequenceNames, mediaFolders, subtitleFiles, rate, allowMissing }: ExportRequest) =>
  JSON.stringify([sources, sequenceNames, mediaFolders, subtitleFiles, rate, allowMissing]);
