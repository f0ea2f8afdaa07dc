/** A row of the table of rooms in ARCHITECTURE.md. */
export interface Room {
  /** A folder of src, or a file that stands in src itself: `time`, `errors.ts`. */
  readonly name: string;
  /** Names of rows that its files may import; `everything` for the files that wire the rest. */
  readonly mayImport: readonly string[] | "everything";
}

/**
 * Reads the table: its first column names the room, its last what it may import (`–` for nothing).
 * @throws Error when there is no such table, or a cell names what is no row.
 */
export function readRooms(markdown: string): readonly Room[] {
  const lines = markdown.split("\n");
  const header = lines.findIndex((line) => /^\|\s*room\s*\|.*\|\s*may import\s*\|\s*$/.test(line));
  if (header < 0) throw new Error("Expected a table from `room` to `may import` in ARCHITECTURE.md");
  const after = lines.slice(header + 2);
  const end = after.findIndex((line) => !line.startsWith("|"));
  const rooms = after.slice(0, end < 0 ? after.length : end).map((line): Room => {
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const last = cells.at(-1) ?? "";
    const name = namesIn(cells[0] ?? "")[0];
    if (name === undefined) throw new Error(`Expected a room's name in backticks at the start of "${line}"`);
    return { name, mayImport: last === "everything" ? "everything" : namesIn(last) };
  });
  const known = new Set(rooms.map(({ name }) => name));
  for (const { name, mayImport } of rooms) {
    const unknown = mayImport === "everything" ? undefined : mayImport.find((each) => !known.has(each));
    if (unknown !== undefined) throw new Error(`${name} may import ${unknown}, which is no row of the table of rooms`);
  }
  return rooms;
}

const namesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
