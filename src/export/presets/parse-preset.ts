import { dirname, resolve } from "node:path";
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { CressetError } from "../../errors.ts";
import { nearest } from "./nearest.ts";
import { type Preset, presetSchema } from "../preset.ts";
import { presetFaults } from "./preset-problems.ts";
import { knownTokens, tokensOf } from "../naming/tokens.ts";

/** Something about a preset file that its author should know. */
export interface PresetProblem {
  /** A preset with errors is not used; a warning tells of what is probably a slip. */
  readonly severity: "error" | "warning";
  /** Path of the key, such as `video.codec` or `cut[0].format`; empty for the file as a whole. */
  readonly key: string;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly message: string;
}

export interface CheckedPreset {
  /** Nothing when there is an error among the problems. */
  readonly preset?: Preset;
  readonly problems: readonly PresetProblem[];
}

/**
 * Reads a preset of YAML or JSON (which is YAML too).
 * @param file path of the preset, for messages and for what it names relative to itself.
 * @throws CressetError `bad-preset` that names file, line, key, what was expected and what was probably meant.
 */
export function parsePreset(text: string, file: string): Preset {
  return usablePreset(checkPresetText(text, file), file);
}

/** The preset that was checked. @throws CressetError `bad-preset` as `parsePreset` does, when it has errors. */
export function usablePreset({ preset, problems }: CheckedPreset, file: string): Preset {
  if (preset !== undefined) return preset;
  const errors = problems.filter(({ severity }) => severity === "error").map(problemText);
  const [first = "It cannot be read", ...others] = errors;
  throw new CressetError(
    "bad-preset",
    others.length === 0
      ? `The preset ${file} cannot be used: ${first}`
      : `The preset ${file} cannot be used: ${first} (and ${others.length} more)`,
    { detail: errors.join("\n") },
  );
}

/** A problem in one line: `line 4, video.codec: Expected …`. */
export function problemText({ line, key, message }: PresetProblem): string {
  return `line ${line}${key === "" ? "" : `, ${key}`}: ${message}`;
}

/** An error at a key of a preset that can be read. */
export function errorAt(text: string, path: readonly PropertyKey[], message: string): PresetProblem {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return { severity: "error", key: keyText(path), line: lines.linePos(offsetOf(document, path)).line, message };
}

/** Finds everything that is wrong with the text of a preset at once, and what looks like a slip. */
export function checkPresetText(text: string, file: string): CheckedPreset {
  const lines = new LineCounter();
  const unusable = (message: string): CheckedPreset => ({
    problems: [{ severity: "error", key: "", line: 1, message }],
  });
  let document: Document.Parsed;
  let data: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    data = document.errors.length > 0 ? undefined : document.toJS();
  } catch (error) {
    // Aliases of aliases of aliases, and brackets without end, would fill the memory.
    return unusable(`This is no preset: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ message, pos }) => ({
        severity: "error",
        key: "",
        line: lines.linePos(pos[0]).line,
        message: `This is not valid YAML or JSON: ${message}`,
      })),
    };
  const at = (severity: PresetProblem["severity"], path: readonly PropertyKey[], message: string): PresetProblem => ({
    severity,
    key: keyText(path),
    line: lines.linePos(offsetOf(document, path)).line,
    message,
  });
  const parsed = presetSchema.safeParse(data);
  if (!parsed.success)
    return {
      problems: presetFaults(parsed.error.issues, data)
        .map(({ path, message }) => at("error", path, message))
        .toSorted((a, b) => a.line - b.line),
    };
  const preset = withAbsoluteLut(parsed.data, dirname(resolve(file)));
  const slips = unknownTokens(preset).map(({ path, message }) => at("warning", path, message));
  return { preset, problems: slips };
}

function withAbsoluteLut(preset: Preset, folder: string): Preset {
  if (preset.video?.lut === undefined) return preset;
  return { ...preset, video: { ...preset.video, lut: resolve(folder, preset.video.lut) } };
}

/** Tokens that Cresset does not know are left for hooks; one that resembles a known token is told. */
function unknownTokens(preset: Preset) {
  const patterns = [
    { path: ["namePattern"], text: preset.namePattern },
    { path: ["openClip", "namePattern"], text: preset.openClip?.namePattern ?? "" },
    { path: ["shotAudio", "namePattern"], text: preset.shotAudio?.namePattern ?? "" },
    { path: ["subtitles", "namePattern"], text: preset.subtitles?.namePattern ?? "" },
    ...preset.cut.map(({ namePattern }, index) => ({ path: ["cut", index, "namePattern"], text: namePattern })),
    ...(preset.video?.burnIns ?? []).map(({ text }, index) => ({ path: ["video", "burnIns", index, "text"], text })),
  ];
  return patterns.flatMap(({ path, text }) =>
    tokensOf(text)
      .filter((name) => !Object.hasOwn(knownTokens, name))
      .map((name) => {
        const near = nearest(name, Object.keys(knownTokens));
        const hint = near === undefined ? "" : ` Did you mean <${near}>?`;
        const fate = path.includes("burnIns")
          ? "it is drawn as it stands"
          : "it stays as it is unless a hook resolves it";
        return { path, message: `<${name}> is no token of Cresset; ${fate}.${hint}` };
      }),
  );
}

const keyText = (path: readonly PropertyKey[]) =>
  path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");

/** Where a key stands in the file; for one that is missing, where the group stands that lacks it. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(document.contents);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    }
  }
  return offset ?? 0;
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? rangeStart(node) : undefined;
}

const rangeStart = ({ range }: Node) => range?.[0];
