import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that Cresset is compared with: where they are and which version, or nothing. */
export type Peers = Readonly<Record<keyof typeof versionWords, Peer | undefined>>;

const versionWords = {
  ffmpeg: ["-version"],
  melt: ["-version"],
  cp: ["--version"],
  tar: ["--version"],
  dar: ["--version"],
  borg: ["--version"],
  restic: ["version"],
} as const;

export interface Peer {
  readonly path: string;
  readonly version: string;
}

/** How to get a peer that is missing; the product itself never needs one. */
export const installNote =
  "Peers are for the bench only. On Debian and Ubuntu: apt install ffmpeg melt dar borgbackup restic. Their ratios are left out until then.";

export function findPeers(): Peers {
  const { ffmpeg, melt, cp, tar, dar, borg, restic } = versionWords;
  return {
    ffmpeg: findPeer("ffmpeg", ffmpeg),
    melt: findPeer("melt", melt),
    cp: findPeer("cp", cp),
    tar: findPeer("tar", tar),
    dar: findPeer("dar", dar),
    borg: findPeer("borg", borg),
    restic: findPeer("restic", restic),
  };
}

function findPeer(name: string, words: readonly string[]): Peer | undefined {
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    // The project's own packages bring no peers; a shim there would be another program.
    .filter((folder) => folder !== "" && !folder.includes("node_modules"))
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (path === undefined) return undefined;
  const output = execFileSync(path, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return {
    path,
    version:
      output
        .split("\n")
        .find((line) => line.trim() !== "")
        ?.trim() ?? "",
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
