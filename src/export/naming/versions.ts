import { join, sep } from "node:path";
import { namesIn } from "./existing-files.ts";
import { parseSequencePath } from "../sequence-path.ts";
import { resolveTokenText } from "./tokens.ts";

interface Versioning {
  readonly padding: number;
  /** Pattern of the version's name, such as `v<version>`. */
  readonly name: string;
  /** Number of the first version. */
  readonly start: number;
}

/** The tokens of a version: `<version>`, padded, and `<version name>`. */
export function versionTokens(version: number, { padding, name }: Versioning) {
  const padded = String(version).padStart(padding, "0");
  return { version: padded, "version name": resolveTokenText(name, { version: padded }) } as const;
}

interface VersionRequest {
  /** Where the paths start, absolute. */
  readonly destinationPath: string;
  /** The asset's path relative to the destination, resolved with the version tokens that it is given. */
  readonly path: (tokens: Readonly<Record<"version" | "version name", string>>) => string;
  readonly versioning: Versioning;
  /** Versions that are taken elsewhere: in an OpenClip, or by the same export. */
  readonly taken?: readonly number[];
}

/**
 * The next free version of an asset: one past the highest that is on disk, in its folders or in its name; numbers left free
 * between are not taken up again, because somebody may remember them. A file sequence counts as soon as one of its files is
 * there. Nothing on disk gives `versioning.start`.
 */
export function nextVersion({ destinationPath, path, versioning, taken = [] }: VersionRequest): number {
  const version = hole;
  const named = path({ version, "version name": resolveTokenText(versioning.name, { version }) });
  const found = named.includes(hole) ? versionsBelow(destinationPath, splitPath(named), undefined) : [];
  return Math.max(versioning.start, ...[...found, ...taken].map((number) => number + 1));
}

/** Stands for the number in a path; a private character that patterns do not use. */
const hole = "\uF8FF";

/** A file sequence is looked for by any of its numbers. */
function splitPath(path: string): readonly string[] {
  const parts = parseSequencePath(path);
  return (parts === undefined ? path : `${parts.prefix}${anyNumber}${parts.suffix}`).split(/[/\\]/);
}
const anyNumber = "\uF8FD";

/** Version numbers of everything in a folder that the components of a path match; all holes of a path hold one number. */
function versionsBelow(folder: string, components: readonly string[], version: number | undefined): readonly number[] {
  const [component, ...rest] = components;
  if (component === undefined) return version === undefined ? [] : [version];
  if (rest.length > 0 && !component.includes(hole)) return versionsBelow(`${folder}${sep}${component}`, rest, version);
  const pattern = componentPattern(component);
  const matches = namesIn(folder).flatMap((name) => {
    const numbers = pattern.exec(name.normalize("NFC"))?.slice(1).map(Number);
    if (numbers === undefined) return [];
    const [number = version, ...others] = numbers;
    const agree = (version === undefined || number === version) && others.every((other) => other === number);
    return agree ? [{ name, number }] : [];
  });
  return matches.flatMap(({ name, number }) => versionsBelow(`${folder}${sep}${name}`, rest, number));
}

function componentPattern(component: string): RegExp {
  const text = component
    .normalize("NFC")
    .split(/([\uF8FD\uF8FF])/)
    .map((part) => (part === hole ? String.raw`(\d+)` : part === anyNumber ? String.raw`\d+` : escapeForPattern(part)));
  return new RegExp(`^${text.join("")}$`, "iu");
}

const escapeForPattern = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/**
 * The next free path beside one that is taken: `cut.mov` becomes `cut_v002.mov`, `cut_v007.mov` becomes `cut_v008.mov`,
 * `sh010.[1001-1070].exr` becomes `sh010_v002.[1001-1070].exr`; then the next, until one is free.
 * @param isTaken whether a path is on disk or promised to another asset of the same export.
 */
export function nextFreePath(path: string, isTaken: (path: string) => boolean): string {
  const [, folder = "", name = ""] = /^(.*\/)?([^/]*)$/s.exec(path) ?? [];
  // What follows the stem: a file range or number pattern, and the extension.
  const [, stem = name, tail = ""] =
    /^(.+?)([._]?(?:\[\d+-\d+\]|%\d*d)[^[\]%]*|\.[A-Za-z0-9]{1,10}|)$/s.exec(name) ?? [];
  const [, base = stem, digits] = /^(.*)_v(\d+)$/s.exec(stem) ?? [];
  const padding = digits?.length ?? 3;
  for (let version = digits === undefined ? 2 : Number(digits) + 1; ; version++) {
    const next = join(folder, `${base}_v${String(version).padStart(padding, "0")}${tail}`);
    if (!isTaken(next)) return next;
  }
}
