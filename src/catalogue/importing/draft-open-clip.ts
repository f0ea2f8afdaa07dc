import { mediaFacts } from "../clip-facts.ts";
import { readOpenClipMedia } from "../open-clip-versions.ts";
import type { Drafted } from "./drafted.ts";
import type { ImportOptions } from "./import-options.ts";

/** An OpenClip as a clip with its versions, showing the one that the file shows. */
export async function draftOpenClip(file: string, { probe, rate }: ImportOptions): Promise<Drafted> {
  const { name, versions, current, problems } = await readOpenClipMedia(file, probe, rate);
  const facts = mediaFacts(versions, current, { openClip: file, rate });
  return { drafts: [{ kind: "clip", name, facts }], problems, notes: [] };
}
