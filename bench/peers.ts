import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that Cresset is compared with: where they are and which version, or nothing. */
export interface Peers {
  readonly ffmpeg: Peer | undefined;
  readonly melt: Peer | undefined;
}

export interface Peer {
  readonly path: string;
  readonly version: string;
}

/** How to get a peer that is missing; the product itself never needs one. */
export const installNote =
  "Peers are for the bench only. On Debian and Ubuntu: apt install ffmpeg melt. Their ratios are left out until then.";

export function findPeers(): Peers {
  return { ffmpeg: findPeer("ffmpeg", ["-version"]), melt: findPeer("melt", ["-version"]) };
}

function findPeer(name: string, versionWords: readonly string[]): Peer | undefined {
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    // The project's own packages bring no peers; a shim there would be another program.
    .filter((folder) => folder !== "" && !folder.includes("node_modules"))
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (path === undefined) return undefined;
  const output = execFileSync(path, versionWords, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return { path, version: output.split("\n", 1)[0] ?? "" };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
