import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { findBreaches } from "./architecture/find-breaches.ts";
import { readRooms } from "./architecture/rooms.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

it("the source keeps to the table of rooms in ARCHITECTURE.md", () => {
  const files = globSync("src/**/*.ts", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, "utf8") }));
  expect(files.length).toBeGreaterThan(0);
  expect(findBreaches(files, readRooms(readFileSync(`${root}ARCHITECTURE.md`, "utf8")))).toEqual([]);
});
