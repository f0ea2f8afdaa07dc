import type { AssetOutcome, ExportEvent } from "../../export/export-outcome.ts";
import type { SequenceWarning } from "../../timeline/sequence.ts";
import type { ArchiveEvent } from "../../app/archives.ts";
import type { EventHub } from "../events/hub.ts";
import { pageWords } from "../shapes/page-words.ts";
import type { Progress } from "../shapes/queue-shapes.ts";
import type { LogLine } from "../shapes/run-shapes.ts";
import { countOf, sizeOf } from "./amounts.ts";

/** Between two events of the progress of a run, in milliseconds. */
const progressInterval = 250;

/** Assets that the progress lists: the latest. */
const mostShown = 200;

type AssetProgress = Progress["assets"][number];

/** A run of this process, from its beginning on: told to the hub, and kept for who comes later. */
export interface LiveRun {
  readonly runId: string | undefined;
  readonly progress: Progress;
  /** Of an export: what became of its assets so far. */
  readonly assets: readonly AssetOutcome[];
  readonly warnings: readonly SequenceWarning[];
  /** Of a session that is being archived. */
  readonly segments: LiveSegments;
  readonly tellExport: (event: ExportEvent) => void;
  readonly tellArchive: (event: ArchiveEvent) => void;
  /** A text of a script for people. */
  readonly say: (text: string, level: "info" | "warning" | "error" | "question") => void;
  /** The last word. */
  finish(status: string, message: string, detail?: string): void;
}

export interface LiveSegments {
  /** How many there will be, about; 0 where that is not known yet. */
  readonly planned: number;
  /** Those that are written, by their number; `fault` is empty for one that is as it should be. */
  readonly written: readonly { readonly number: number; readonly fault: string }[];
}

export interface LiveRunParts {
  readonly itemId: string;
  readonly hub: EventHub;
  /** Called once, as soon as the run has its id. */
  readonly began: (runId: string) => void;
  /** Keeps a line of the log. */
  readonly log: (line: LogLine) => void;
}

const archivePhases = {
  archive: "archiving",
  compare: "comparing",
  verify: "verifying",
  restore: "restoring",
} as const;

export function createLiveRun({ itemId, hub, began, log }: LiveRunParts): LiveRun {
  let runId: string | undefined;
  let told = 0;
  let timer: NodeJS.Timeout | undefined;
  let overall: Omit<Progress, "assets"> = { phase: "preparing", done: 0, total: 0, perSecond: 0, secondsLeft: null };
  const shown = new Map<string, AssetProgress>();
  const outcomes = new Map<string, AssetOutcome>();
  const warnings: SequenceWarning[] = [];
  const segments = new Map<number, string>();
  let planned = 0;
  const progress = (): Progress => ({ ...overall, assets: [...shown.values()] });
  /** Ids of what changed since the progress was told last: many clients hear it many times a second. */
  const changed = new Set<string>();
  const about = () => ({ runId: runId ?? null, itemId });
  const publishProgress = () => {
    timer = undefined;
    told = Date.now();
    const assets = [...shown.values()].filter(({ id, status }) => status === "running" || changed.has(id));
    changed.clear();
    hub.publish({ type: "run.progress", data: { ...about(), progress: { ...overall, assets } } });
  };
  const progressed = () => {
    timer ??= setTimeout(publishProgress, Math.max(0, told + progressInterval - Date.now())).unref();
  };
  const start = (id: string, resumed: boolean) => {
    runId = id;
    began(id);
    log(line("info", resumed ? `Run ${id} goes on.` : `Run ${id} begins.`));
    hub.publish({ type: "run.started", data: about() });
  };
  const show = (asset: AssetProgress) => {
    shown.delete(asset.id);
    shown.set(asset.id, asset);
    changed.add(asset.id);
    const [oldest] = shown.keys();
    if (shown.size > mostShown && oldest !== undefined) shown.delete(oldest);
    progressed();
  };
  const say = (said: string, level: string) => {
    const text = pageWords(said);
    log(line(level === "error" || level === "warning" ? level : "info", text));
    hub.publish({ type: "run.message", data: { ...about(), text, level } });
  };
  const sayToPeople: LiveRun["say"] = (text, level) => {
    say(text, level);
    hub.publish({ type: "message", data: { runId: runId ?? null, text: pageWords(text), level } });
  };
  const hook = (event: Extract<ExportEvent, { type: "hook" }>) => {
    const { outcome, replayed } = event;
    if (outcome.calls.length === 0 || replayed) return;
    const { hook: name, aborted, failed, abortMessage, calls } = outcome;
    for (const { file, log: printed, complaints, detail, outcome: how } of calls) {
      for (const text of [...printed, ...complaints]) log(line("info", `${name} (${file}): ${text}`));
      if (how === "error" || how === "timeout") log(line("error", `${name} (${file}) failed.`, detail));
    }
    if (aborted) log(line("warning", `${name} said no: ${abortMessage}`));
    const files = calls.map(({ file }) => file);
    hub.publish({ type: "run.hook", data: { ...about(), hook: name, files, aborted, failed } });
  };
  return {
    get runId() {
      return runId;
    },
    get progress() {
      return progress();
    },
    get assets() {
      return [...outcomes.values()];
    },
    warnings,
    say: sayToPeople,
    get segments() {
      return { planned, written: [...segments].map(([number, fault]) => ({ number, fault })) };
    },
    tellExport(event) {
      switch (event.type) {
        case "started":
          start(event.runId, event.resumed);
          break;
        case "planned":
          overall = { ...overall, phase: "rendering", total: event.frames };
          log(
            line(
              "info",
              `${countOf(event.assets, "asset")} of ${countOf(event.sequences, "sequence")}, ${countOf(event.frames, "frame")}.`,
            ),
          );
          progressed();
          break;
        case "warning":
          warnings.push(event.warning);
          log(line("warning", `${event.sequence}: ${event.warning.message} (${event.warning.place})`));
          break;
        case "hook":
          hook(event);
          break;
        case "message":
          if (event.level === undefined) say(event.text, "info");
          else sayToPeople(event.text, event.level);
          break;
        case "progress": {
          const { assetId: id, assetName: name, framesDone, framesTotal } = event;
          const { allDone: done, allTotal: total, framesPerSecond: perSecond, secondsLeft } = event;
          overall = { phase: "rendering", done, total, perSecond, secondsLeft: finite(secondsLeft) };
          const left = perSecond > 0 ? (framesTotal - framesDone) / perSecond : null;
          show({ id, name, status: "running", framesDone, framesTotal, perSecond, secondsLeft: left });
          break;
        }
        case "asset": {
          const { outcome } = event;
          const { id, assetName: name, status, path, reason, frames, seconds } = outcome;
          outcomes.set(id, outcome);
          if (status === "planned" || status === "unanswered") break;
          const perSecond = seconds > 0 ? frames / seconds : 0;
          show({ id, name, status, framesDone: frames, framesTotal: frames, perSecond, secondsLeft: 0 });
          const isBad = status === "failed" || status === "aborted";
          log(line(isBad ? "error" : "info", `${name} ${status}${reason === "" ? "" : `: ${reason}`} ${path}`.trim()));
          for (const text of outcome.warnings) log(line("warning", `${name}: ${text}`));
          hub.publish({ type: "run.asset", data: { ...about(), id, name, status, path, reason } });
          break;
        }
        case "finished":
          break;
      }
    },
    tellArchive(event) {
      switch (event.type) {
        case "started":
          start(event.runId, event.resumed);
          break;
        case "estimated":
          planned = event.estimate.segments;
          log(line("info", `${countOf(event.estimate.files, "file")}, ${sizeOf(event.estimate.bytes)}.`));
          break;
        case "progress": {
          const { what, bytes: done, bytesTotal: total, bytesPerSecond: perSecond, secondsLeft } = event;
          overall = { phase: archivePhases[what], done, total, perSecond, secondsLeft: finite(secondsLeft) };
          progressed();
          break;
        }
        case "segment": {
          const { number, path, fault } = event;
          segments.set(number, fault);
          log(line(fault === "" ? "info" : "error", `Segment ${number}: ${fault === "" ? "good" : fault} ${path}`));
          hub.publish({ type: "archive.segment", data: { ...about(), number, path, fault } });
          break;
        }
        case "hook":
          hook(event);
          break;
        case "message":
          say(event.text, "info");
          break;
        case "problem":
          say(`${event.path}: ${event.message}`, "warning");
          break;
      }
    },
    finish(status, said, detail) {
      const message = pageWords(said);
      clearTimeout(timer);
      const text = message === "" ? `It is ${status}.` : message;
      log(line(status === "failed" ? "error" : "info", text, detail));
      hub.publish({ type: "run.finished", data: { ...about(), status, message } });
    },
  };
}

const finite = (seconds: number): number | null => (Number.isFinite(seconds) && seconds >= 0 ? seconds : null);

const line = (level: LogLine["level"], text: string, detail?: string): LogLine => ({
  at: new Date().toISOString(),
  level,
  text,
  ...(detail === undefined || detail === "" ? {} : { detail }),
});
