import { fileURLToPath } from "node:url";
import { inspect, types } from "node:util";

/** What went wrong, in short; anything can be thrown. */
export function errorMessage(error: unknown): string {
  try {
    if (types.isNativeError(error)) return error.message === "" ? error.name : error.message;
    return typeof error === "string" ? error : inspect(error, { depth: 2 });
  } catch {
    return "an error that throws when it is read";
  }
}

/**
 * The folder of Cresset's own code, `src/` or in the package `dist/`. Its frames tell a hook author nothing. Tests beside
 * the code stand for the files of others.
 */
const ownFolder = fileURLToPath(new URL("..", import.meta.url));
const isOwn = (frame: string): boolean => frame.includes(ownFolder) && !/\.test\.[jt]s\b/.test(frame);

/** The error with its stack, causes included: paths instead of URLs, without frames of Node and of the runner. */
export function errorDetail(error: unknown): string {
  const lines: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current !== undefined; depth += 1) {
    const text = types.isNativeError(current) ? (current.stack ?? errorMessage(current)) : errorMessage(current);
    lines.push(depth === 0 ? tidyStack(text) : `caused by ${tidyStack(text)}`);
    current = types.isNativeError(current) ? current.cause : undefined;
  }
  return lines.join("\n");
}

/** What of an error with its stack says what went wrong: its first line, of a traceback of Python the one behind the frames. */
export function reasonOf(detail: string): string {
  const [first = ""] = detail.split("\n");
  if (!first.startsWith("Traceback ") && !first.startsWith("  File ")) return first;
  const last = detail.slice(Math.max(0, detail.lastIndexOf("Traceback (most recent call last):"))).split("\n");
  return last.find((line, index) => index > 0 && /^\S/.test(line)) ?? first;
}

function tidyStack(stack: string): string {
  const lines = stack
    .split("\n")
    .map((line) => line.replaceAll(/file:\/\/[^\s)]*?(?=:\d|[\s)]|$)/g, (url) => pathOf(url)))
    .filter((line) => !/^\s+at .*\(?node:/.test(line));
  const frames = lines.findIndex((line) => isFrame(line));
  if (frames === -1) return lines.join("\n");
  // The run's API may stand above the hook that called it, and whatever called the hook stands below.
  const first = lines.findIndex((line, index) => index >= frames && !isOwn(line));
  const hook = first === -1 ? [] : lines.slice(first);
  const end = hook.findIndex((line) => isFrame(line) && isOwn(line));
  return [...lines.slice(0, frames), ...hook.slice(0, end === -1 ? undefined : end)].join("\n");
}

const isFrame = (line: string): boolean => /^\s+at /.test(line);

function pathOf(url: string): string {
  try {
    return fileURLToPath(url.replace(/\?.*$/, ""));
  } catch {
    return url;
  }
}
