import { describeSource } from "../app/describe-source.ts";
import { readConfig } from "../config.ts";
import { mediaText, sequenceText } from "./media-text.ts";
import { printJson } from "./print-json.ts";

/** `cresset probe`. */
export async function probeCommand(
  source: string,
  options: {
    readonly media?: readonly string[];
    readonly rate?: string;
    readonly json?: boolean;
    readonly config?: string;
  },
): Promise<void> {
  const mediaFolders = [...(options.media ?? []), ...readConfig(process.cwd(), options.config).media];
  const description = await describeSource(source, { mediaFolders, rate: options.rate });
  if (options.json === true) printJson(description);
  else if (description.kind === "media") console.log(mediaText(description.media));
  else console.log(description.sequences.map(sequenceText).join("\n\n"));
}
