import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Destination } from "../destination/destination.ts";
import { copyWhole } from "../destination/whole-file.ts";
import { chainLink, chainXml, type ManifestItem, manifestName, writeManifest } from "./manifest.ts";
import { chainFile, historyFolder, type MhlHistory } from "./read-history.ts";

/** Who adds a generation, and why. */
export interface GenerationFacts {
  /** Name and version, with a space between. */
  readonly tool: string;
  readonly host: string;
  readonly user: string;
  readonly comment: string;
}

/**
 * Adds a generation to the history of an archive's folder: a manifest of its own, and a chain that has it. Manifests that are
 * there stay as they are.
 * @param items every file of the archive that there is a checksum of, in any order.
 */
export function appendGeneration(
  destination: Destination,
  history: MhlHistory,
  facts: GenerationFacts,
  items: readonly ManifestItem[],
): void {
  const scratch = mkdtempSync(path.join(tmpdir(), "cresset-mhl-"));
  try {
    const createdAt = new Date().toISOString();
    const number = (history.chain.at(-1)?.sequence ?? 0) + 1;
    const name = manifestName(number, path.basename(destination.place), createdAt);
    const [tool = "Cresset", toolVersion = ""] = facts.tool.split(" ");
    writeManifest(
      path.join(scratch, name),
      { ...facts, createdAt, tool, toolVersion, process: "in-place", ignore: ignored },
      withFolders(items),
    );
    destination.makeFolder(historyFolder);
    copyWhole(destination, path.join(scratch, name), `${historyFolder}/${name}`);
    const chain = [...history.chain, chainLink(number, scratch, name)];
    destination.replace(`${historyFolder}/${chainFile}`, chainXml(chain));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What lies in the folder for a while only. */
const ignored = [".DS_Store", "ascmhl", "ascmhl/", ".writing*", "*.partial"];

/** In the order of a walk, each folder before its files; one without anything new is not listed again. */
function* withFolders(items: readonly ManifestItem[]): Generator<ManifestItem> {
  const sorted = items.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  let folder = "";
  for (const item of sorted) {
    const own = item.path.includes("/") ? path.posix.dirname(item.path) : "";
    if (own !== folder && own !== "") yield { path: own };
    folder = own;
    yield item;
  }
}
