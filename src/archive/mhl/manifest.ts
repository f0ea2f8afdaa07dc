import fs from "node:fs";
import { c4OfFile } from "../c4.ts";
import { type DirectoryHashes, DirectoryHasher } from "./directory-hashes.ts";
import { fitsXml, xmlText } from "./mhl-xml.ts";

/** A file or folder as a manifest lists it; folders come before what lies in them. */
export interface ManifestItem {
  /** Relative to the folder that the history covers, `/` between parts. */
  readonly path: string;
  /** Nothing for a folder. */
  readonly xxh128?: string;
  readonly size?: number;
  /** ISO 8601. */
  readonly modifiedAt?: string;
  readonly action?: "original" | "verified" | "failed";
  /** A link or pipe: no file to a manifest. Its name becomes an ignore pattern, or tools would take it for a new file. */
  readonly isNoFile?: boolean;
  /** Counts for the hashes of folders, and has its line in an earlier generation. */
  readonly isUnlisted?: boolean;
}

export interface ManifestFacts {
  /** ISO 8601. */
  readonly createdAt: string;
  readonly tool: string;
  readonly toolVersion: string;
  readonly host: string;
  readonly user: string;
  readonly comment: string;
  readonly process: "in-place" | "transfer" | "flatten";
  readonly ignore: readonly string[];
}

const flushBytes = 256 * 1024;

/** Writes an ASC MHL v2.0 manifest. @returns how many items XML has no way to name; they are left out. */
export function writeManifest(file: string, facts: ManifestFacts, items: Iterable<ManifestItem>): number {
  const manifest = manifestWriter(file, facts);
  try {
    for (const item of items) manifest.add(item);
    return manifest.finish();
  } finally {
    manifest.close();
  }
}

/**
 * An ASC MHL v2.0 manifest as it grows. Items come in the order of a walk and are written as they come, with the hashes of
 * their folders: a million files need no memory.
 */
export interface ManifestWriter {
  add(item: ManifestItem): void;
  /** Puts the file together. @returns how many items XML has no way to name; they are left out. */
  finish(): number;
  /** Takes away what is not finished. Safe to call after `finish`. */
  close(): void;
}

export function manifestWriter(file: string, facts: ManifestFacts): ManifestWriter {
  const body = `${file}.body`;
  const hashes = hashesWriter(body, facts.createdAt);
  return {
    add: (item) => hashes.add(item),
    finish() {
      const written = hashes.finish();
      const handle = fs.openSync(file, "wx");
      try {
        fs.writeFileSync(handle, head({ ...facts, ignore: [...facts.ignore, ...written.ignore] }, written.root));
        const buffer = Buffer.allocUnsafe(flushBytes);
        const source = fs.openSync(body, "r");
        for (let got = fs.readSync(source, buffer); got > 0; got = fs.readSync(source, buffer))
          fs.writeFileSync(handle, buffer.subarray(0, got));
        fs.closeSync(source);
        fs.writeFileSync(handle, "  </hashes>\n</hashlist>\n");
      } finally {
        fs.closeSync(handle);
      }
      return written.unnamed;
    },
    close() {
      hashes.close();
      fs.rmSync(body, { force: true });
    },
  };
}

function head(
  { createdAt, tool, toolVersion, host, user, comment, process, ignore }: ManifestFacts,
  root: DirectoryHashes,
) {
  const note = fitsXml(comment) && comment !== "" ? `    <comment>${xmlText(comment)}</comment>\n` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>
<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">
  <creatorinfo>
    <creationdate>${createdAt}</creationdate>
    <hostname>${xmlText(host)}</hostname>
    <tool version="${xmlText(toolVersion)}">${xmlText(tool)}</tool>
    <author>${xmlText(user)}</author>
${note}  </creatorinfo>
  <processinfo>
    <process>${process}</process>
    <roothash>
${folderHashes(root, createdAt, "      ")}    </roothash>
    <ignore>
${ignore.map((pattern) => `      <pattern>${xmlText(pattern)}</pattern>\n`).join("")}    </ignore>
  </processinfo>
  <hashes>
`;
}

const folderHashes = ({ content, structure }: DirectoryHashes, at: string, indent: string): string =>
  ["content", "structure"]
    .map(
      (kind) =>
        `${indent}<${kind}>\n${indent}  <xxh128 hashdate="${at}">${kind === "content" ? content : structure}</xxh128>\n${indent}</${kind}>\n`,
    )
    .join("");

interface OpenFolder {
  readonly path: string;
  readonly modifiedAt: string | undefined;
  readonly hasher: DirectoryHasher;
}

function hashesWriter(file: string, at: string) {
  let handle: number | undefined = fs.openSync(file, "w");
  let text = "";
  let unnamed = 0;
  const ignore: string[] = [];
  const rootHasher = new DirectoryHasher();
  const open: OpenFolder[] = [];
  const flush = () => {
    if (handle !== undefined) fs.writeFileSync(handle, text);
    text = "";
  };
  const say = (more: string) => {
    text += more;
    if (text.length >= flushBytes) flush();
  };
  const inner = () => open.at(-1)?.hasher ?? rootHasher;

  function closeFolder(): void {
    const folder = open.pop();
    if (folder === undefined) return;
    const hashes = folder.hasher.hashes();
    inner().addFolder(nameOf(folder.path), hashes);
    say(
      `    <directoryhash>\n      ${pathElement(folder)}\n${folderHashes(hashes, at, "      ")}    </directoryhash>\n`,
    );
  }

  /** Closes folders that the path does not lie in, and opens those that nobody listed. */
  function enter(path: string): void {
    const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    // Nearly all lie where the one before did.
    if (folder === (open.at(-1)?.path ?? "")) return;
    while (open.length > 0 && !path.startsWith(`${open.at(-1)?.path}/`)) closeFolder();
    const parts = path.split("/").slice(0, -1);
    for (let depth = open.length; depth < parts.length; depth += 1)
      open.push({ path: parts.slice(0, depth + 1).join("/"), modifiedAt: undefined, hasher: new DirectoryHasher() });
  }

  const close = () => {
    if (handle !== undefined) fs.closeSync(handle);
    handle = undefined;
  };
  return {
    add(item: ManifestItem): void {
      if (!fitsXml(item.path)) {
        unnamed += 1;
        return;
      }
      enter(item.path);
      const { path, xxh128, modifiedAt, action = "original" } = item;
      if (item.isNoFile === true) ignore.push(exactPattern(path));
      else if (xxh128 === undefined) open.push({ path, modifiedAt, hasher: new DirectoryHasher() });
      else {
        inner().addFile(nameOf(path), xxh128);
        if (item.isUnlisted === true) return;
        say(
          `    <hash>\n      ${pathElement(item)}\n      <xxh128 action="${action}" hashdate="${at}">${xxh128}</xxh128>\n    </hash>\n`,
        );
      }
    },
    finish() {
      while (open.length > 0) closeFolder();
      flush();
      close();
      return { root: rootHasher.hashes(), unnamed, ignore };
    },
    close,
  };
}

/**
 * A pattern (as in .gitignore) that means this path. It begins with `**`, because the reference tool holds patterns against
 * absolute paths.
 */
const exactPattern = (path: string) => `**/${path.replaceAll(/[\\*?[\]!# ]/g, (letter) => `\\${letter}`)}`;

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function pathElement({
  path,
  size,
  modifiedAt,
}: Pick<ManifestItem, "path" | "size"> & { modifiedAt?: string | undefined }) {
  const sized = size === undefined ? "" : ` size="${size}"`;
  const dated = modifiedAt === undefined ? "" : ` lastmodificationdate="${modifiedAt}"`;
  return `<path${sized}${dated}>${xmlText(path)}</path>`;
}

/** A manifest in a chain. */
export interface ChainLink {
  readonly sequence: number;
  /** Name of the manifest's file. */
  readonly file: string;
  readonly c4: string;
}

export const chainXml = (links: readonly ChainLink[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">
${links
  .map(
    ({ sequence, file, c4 }) =>
      `  <hashlist sequencenr="${sequence}">\n    <path>${xmlText(file)}</path>\n    <c4>${c4}</c4>\n  </hashlist>\n`,
  )
  .join("")}</ascmhldirectory>
`;

/** `0001_A001_2026-01-31_120000Z.mhl`: generation, folder that it covers, moment in UTC. */
export function manifestName(generation: number, rootFolder: string, createdAt: string): string {
  const moment = new Date(createdAt).toISOString();
  return `${String(generation).padStart(4, "0")}_${rootFolder}_${moment.slice(0, 10)}_${moment.slice(11, 19).replaceAll(":", "")}Z.mhl`;
}

export const chainLink = (sequence: number, folder: string, file: string): ChainLink => ({
  sequence,
  file,
  c4: c4OfFile(`${folder}/${file}`),
});
