import { extname } from "node:path";
import { CressetError } from "../errors.ts";
import type { Rate } from "../time/rate.ts";
import type { Sequence } from "./sequence.ts";
import { decodeText } from "./formats/decode-text.ts";
import { readEdl } from "./formats/edl-reader.ts";
import { readOtio } from "./formats/otio-reader.ts";

/** The text of a cut, decoded as `readCut` does: what is kept where the file may change. */
export const readCutText = (content: Uint8Array): string => decodeText(content);

/**
 * Reads the sequences of a cut, in the format that the file's extension says: `.otio` or `.edl`. At least one comes back.
 * @param path for the extension, and for messages
 * @param content the file's bytes, or its text when its encoding is known
 * @param options.rate of an EDL, which does not say its own
 * @throws CressetError `bad-input` that names the file, the line and what was expected, also where it holds no sequence.
 */
export function readCut(
  path: string,
  content: string | Uint8Array,
  options: { readonly rate?: Rate } = {},
): readonly Sequence[] {
  switch (extname(path).toLowerCase()) {
    case ".edl":
      return [readEdl(content, path, options)];
    case ".otio": {
      const { document, sequences } = readOtio(decodeText(content), path);
      if (sequences.length > 0) return sequences;
      const detail = document.warnings.map(({ message, place }) => `${place}: ${message}`).join("\n");
      throw new CressetError(
        "bad-input",
        `${path} holds no sequence: expected a Timeline, Stack, Track or Clip, or a SerializableCollection of them`,
        { detail },
      );
    }
    default:
      throw new CressetError(
        "bad-input",
        `${path} is no cut that can be read: expected a name that ends in .otio or .edl`,
      );
  }
}
