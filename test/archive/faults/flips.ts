import fs from "node:fs";
import path from "node:path";
import { describeTree } from "../trees.ts";
import { archiveCase, filesOf, makeSource, newCase, outcomeOf, removeTree, verifyCase } from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";

/**
 * Flips single bits anywhere in an archive of two sessions, one at a time.
 * @param verified of how many of them a check of the archive must find each; a restore is tried for all.
 */
export async function flips(folder: string, times: number, verified: number): Promise<readonly FaultRow[]> {
  const inSegments = faultRow("bit flip in a segment, headers and data");
  const inDescriptions = faultRow("bit flip in a table, journal, manifest or description");
  const found = faultRow("bit flip anywhere, found by verify");
  const one = newCase(folder, "flips");
  makeSource(one.source, 1_300_000);
  await archiveCase(one);
  fs.writeFileSync(path.join(one.source, "notes.txt"), "take three\n");
  await archiveCase(one);
  const before = describeTree(one.source);
  const files = filesOf(one.root);
  for (let time = 0; time < times; time += 1) {
    const isSegment = time % 2 === 0;
    const candidates = files.filter((file) => file.endsWith(".tar") === isSegment);
    const file = path.join(one.root, candidates[Math.floor(Math.random() * candidates.length)] ?? "");
    const bytes = fs.readFileSync(file);
    const at = placeToFlip(bytes, time);
    const bit = 1 << Math.floor(Math.random() * 8);
    writeByte(file, at, (bytes[at] ?? 0) ^ bit);
    const outcome = outcomeOf(one, before);
    const where = `${path.relative(one.root, file)} byte ${at} bit ${bit}`;
    count(
      isSegment ? inSegments : inDescriptions,
      typeof outcome === "string" ? outcome : { silent: `${where}: ${outcome.silent}` },
    );
    if (time < verified) count(found, verifyCase(one.root).length > 0 ? "reported" : { silent: where });
    writeByte(file, at, bytes[at] ?? 0);
  }
  removeTree(one.at);
  return [inSegments, inDescriptions, found];
}

/** Every other time in a header: they are few among much data. */
function placeToFlip(bytes: Buffer, time: number): number {
  const any = Math.floor(Math.random() * bytes.length);
  if (time % 4 !== 0) return any;
  const header = bytes.indexOf("ustar", any);
  return header === -1 ? any : Math.max(0, header - 257) + (Math.floor(Math.random() * 1024) % (bytes.length - header));
}

function writeByte(file: string, at: number, value: number): void {
  const handle = fs.openSync(file, "r+");
  fs.writeSync(handle, Buffer.from([value]), 0, 1, at);
  fs.closeSync(handle);
}
