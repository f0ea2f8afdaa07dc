/**
 * Text of a file whose encoding nobody wrote down: a byte order mark decides, else UTF-8 when the bytes are valid UTF-8,
 * else Windows-1252 (Latin-1 with curly quotes), which old edit systems write. Text that is decoded already only loses
 * its byte order mark.
 */
export function decodeText(content: string | Uint8Array): string {
  if (typeof content === "string") return content.replace(/^\uFEFF/, "");
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(content);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}
