import { percentDecoded } from "../percent-decoded.ts";

/**
 * The path that a media URL of a cut names. `file:` URLs are decoded: spaces and umlauts, written as they are or as
 * `%20`; drives (`file:///C:/x` → `C:/x`); machines (`file://server/share` → `//server/share`). Anything else is given
 * back as written: a path, a relative path, another kind of URL.
 */
export function pathOfUrl(url: string): string {
  const [, machine, path] = /^file:(?:\/\/([^/]*))?(.*)$/is.exec(url) ?? [];
  if (path === undefined) return url;
  const decoded = percentDecoded(path);
  const host = machine === undefined || machine.toLowerCase() === "localhost" ? "" : percentDecoded(machine);
  // "file://C:/x" is wrong but common.
  if (/^[a-z]:?$/i.test(host)) return `${host}${decoded}`;
  if (host !== "") return `//${host}${decoded}`;
  return /^\/[a-z]:([/\\]|$)/i.test(decoded) ? decoded.slice(1) : decoded;
}

/** The URL that names a path: `file:` for a whole path, the path itself for a relative one or another kind of URL. */
export function urlOfPath(path: string): string {
  if (!path.isWellFormed()) return path;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  if (/^\/\/[^/]/.test(path)) return `file:${encoded}`;
  if (path.startsWith("/")) return `file://${encoded}`;
  return /^[a-z]:[/\\]/i.test(path) ? `file:///${encoded.replace("%3A", ":")}` : path;
}
