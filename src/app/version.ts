import { readFileSync } from "node:fs";

const packageFile = new URL("../../package.json", import.meta.url);

function readVersion(): string {
  const data: unknown = JSON.parse(readFileSync(packageFile, "utf8"));
  return typeof data === "object" && data !== null && "version" in data ? String(data.version) : "0.0.0";
}

/** Cresset's version, from its package.json: the same file beside src/ and dist/. */
export const version = readVersion();
