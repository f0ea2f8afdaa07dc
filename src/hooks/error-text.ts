import { fileURLToPath } from "node:url";
import { inspect, types } from "node:util";

/** What went wrong, in short; anything can be thrown. */
export function errorMessage(error: unknown): string {
  if (types.isNativeError(error)) return error.message === "" ? error.name : error.message;
  return typeof error === "string" ? error : inspect(error, { depth: 2 });
}

/** Frames of the runner, and what called it, tell a hook author nothing. */
const ownFrame = ["run-handlers", "handler-session", "hook-thread", "hook-modules"].map(
  (file) => `${fileURLToPath(new URL(file, import.meta.url))}.`,
);

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

function tidyStack(stack: string): string {
  const lines = stack
    .split("\n")
    .map((line) => line.replaceAll(/file:\/\/[^\s)]*?(?=:\d|[\s)]|$)/g, (url) => pathOf(url)))
    .filter((line) => !/^\s+at .*\(?node:/.test(line));
  const runner = lines.findIndex((line) => /^\s+at /.test(line) && ownFrame.some((file) => line.includes(file)));
  return lines.slice(0, runner === -1 ? undefined : runner).join("\n");
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url.replace(/\?.*$/, ""));
  } catch {
    return url;
  }
}
