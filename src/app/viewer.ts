import type { Journal } from "../catalogue/journal.ts";
import { memoryJournal } from "../catalogue/memory-journal.ts";
import type { RunStore } from "../catalogue/run-store.ts";
import { CressetError } from "../errors.ts";
import type { ExportOutcome } from "../export/export-outcome.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { recordFrame } from "../export/record-frame.ts";
import { createProber } from "../media/probe.ts";
import { createWarmEngine } from "../media/warm-engine.ts";
import type { ScreenPicture } from "../media/shown-pictures.ts";
import type { Rate } from "../time/rate.ts";
import { formatTimecode } from "../time/timecode.ts";
import type { ExportHandlers } from "./export-handlers.ts";
import type { ExportWish } from "./export-wish.ts";
import { type GatheredSequence, gatherSources } from "./gather-sources.ts";
import type { LazyCatalogue } from "./lazy-catalogue.ts";
import { shownPictures } from "./shown-pictures.ts";
import type { SnapshotSettings, SnapshotWish } from "./snapshot-wish.ts";
import { createWarmHooks } from "./warm-hooks.ts";
import { lentProber, type WarmParts } from "./warm-parts.ts";

/** What a viewer looks at. */
export interface ViewedClip extends Pick<
  SnapshotWish,
  "source" | "sequenceName" | "mediaFolders" | "subtitleFiles" | "rate"
> {
  /** Where to begin: a record timecode, or frames from the first, which is 0. */
  readonly at?: string | number;
}

export interface ViewedSequence {
  readonly name: string;
  readonly frames: number;
  readonly rate: Rate;
  readonly width: number;
  readonly height: number;
  readonly shown: ShownFrame;
}

/** The frame that a viewer stands on. */
export interface ShownFrame {
  /** Counted from the first, which is 0. */
  readonly frame: number;
  readonly timecode: string;
  /** Sentences: damaged or missing frames that were met. */
  readonly warnings: readonly string[];
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
  /** The frame that is shown, made as an export makes it; `width` in pixels, that of the clip where nothing is said. */
  picture(format: ScreenPicture["format"], options?: { readonly width?: number }): Promise<ScreenPicture>;
  /**
   * Takes a snapshot of the frame that is shown, or of another one, which is then shown: it is decoded while hooks decide.
   * @throws CressetError as `Cresset.snapshot`
   */
  snapshot(
    settings?: SnapshotSettings & { readonly at?: string | number },
    handlers?: ExportHandlers,
  ): Promise<ExportOutcome>;
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
  readonly width: number;
  frame: number;
}

/** Opens a viewer. Its processes start at once, so that the first clip finds them ready. */
export function openViewer(parts: ViewerParts): Viewer {
  const { catalogue } = parts;
  const [engine, prober, hooks] = [createWarmEngine(), createProber(), createWarmHooks()];
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

  const warm: WarmParts = {
    catalogue: { open: catalogue.open, close: async () => {} },
    prober: lent,
    renderer: { render: (job, on) => engine.render(job, on), warm() {}, close: async () => {} },
    hooks,
    gathered: (request) =>
      opened !== undefined && keyOf(request) === keyOf(opened.request) ? [opened.gathered] : undefined,
  };

  const looked = (): Opened => {
    if (opened !== undefined) return opened;
    throw new CressetError("usage", "The viewer looks at nothing: open a clip or sequence first.");
  };

  async function goTo(frame: number): Promise<ShownFrame> {
    const at = looked();
    const { sequence } = at.gathered;
    if (!Number.isInteger(frame) || frame < 0 || frame >= sequence.duration)
      throw new CressetError(
        "usage",
        `Frame ${frame} lies outside of "${sequence.name}", which has ${sequence.duration} frames, 0 to ${sequence.duration - 1}.`,
      );
    const warnings = await engine.show(frame);
    at.frame = frame;
    return shownFrame(at, warnings);
  }

  return {
    get pid() {
      return engine.pid;
    },
    open: (clip) =>
      inTurn(async () => {
        opened = undefined;
        const { at = 0, ...rest } = clip;
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
        const shown = await shownPictures(gathered);
        const warnings = await engine.open(shown, frame);
        const { width, height } = shown.video;
        opened = { clip, request, gathered, width, frame };
        return {
          name: sequence.name,
          frames: sequence.duration,
          rate: sequence.rate,
          width,
          height,
          shown: shownFrame(opened, warnings),
        };
      }),
    seek: (at) => inTurn(async () => goTo(recordFrame(String(at), "The frame", looked().gathered.sequence))),
    step: (frames) =>
      inTurn(async () => {
        const { frame, gathered } = looked();
        return goTo(Math.min(Math.max(0, frame + Math.trunc(frames)), gathered.sequence.duration - 1));
      }),
    picture: (format, { width } = {}) =>
      inTurn(async () => engine.picture(format, Math.max(16, Math.round(width ?? looked().width)))),
    snapshot: ({ at: wanted, ...settings } = {}, handlers = {}) =>
      inTurn(async () => {
        const { clip, gathered } = looked();
        const { at: _, ...source } = clip;
        const going =
          wanted === undefined ? undefined : goTo(recordFrame(String(wanted), "The frame", gathered.sequence));
        // What fails here fails again, and is told, when the frame is rendered.
        going?.catch(() => {});
        const frame =
          going === undefined ? looked().frame : recordFrame(String(wanted), "The frame", gathered.sequence);
        const wish = parts.snapshotWish({ ...source, ...settings, frames: { frame } });
        const asked = await parts.request(wish, catalogue);
        if (handlers.dryRun === true) return parts.run(asked, memoryJournal(asked), handlers, warm);
        history ??= parts.openHistory();
        const journal = await (await history).begin({ kind: "export", request: asked });
        return parts.run(asked, journal, handlers, warm);
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

function shownFrame({ frame, gathered: { sequence } }: Opened, warnings: readonly string[]): ShownFrame {
  const { startFrame, rate, dropFrame } = sequence;
  return { frame, timecode: formatTimecode(startFrame + frame, rate, dropFrame), warnings };
}

/** What decides which sequences a request opens. */
const keyOf = ({ sources, sequenceNames, mediaFolders, subtitleFiles, rate, allowMissing }: ExportRequest) =>
  JSON.stringify([sources, sequenceNames, mediaFolders, subtitleFiles, rate, allowMissing]);
