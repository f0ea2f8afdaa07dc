import type { ArchivedClipShape, ArchivedFileShape } from "../../../../src/server/shapes/archive-shapes.ts";

/** Something of the archive that can be chosen. */
export interface Chosen {
  readonly path: string;
  readonly session: number;
  readonly name: string;
}

export const chosenClip = ({ id, session, name }: ArchivedClipShape): Chosen => ({
  path: `cresset:${id}`,
  session,
  name,
});

export const chosenFile = ({ path, session }: ArchivedFileShape): Chosen => ({
  path,
  session,
  name: path.slice(path.lastIndexOf("/") + 1),
});

export const keyOf = ({ path, session }: Chosen): string => `${session} ${path}`;
