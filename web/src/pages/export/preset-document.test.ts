import { expect, test } from "vitest";
import { isReadable, readKey, writeKey } from "./preset-document.ts";

const text = `# of the house
name: Dailies
video:
  codec: h264 # small
  crf: 18
`;

test("a key is read and written, and comments stay", () => {
  expect(readKey(text, ["video", "crf"])).toBe(18);
  expect(readKey(text, ["video", "alpha"])).toBeUndefined();
  const changed = writeKey(text, ["video", "codec"], "prores_hq");
  expect(changed).toBe(text.replace("h264", "prores_hq"));
});

test("a group that is missing is made, a key that is taken out is gone", () => {
  expect(writeKey("name: A\n", ["frames", "start"], 1)).toBe("name: A\nframes:\n  start: 1\n");
  expect(writeKey(text, ["video", "crf"], undefined)).not.toContain("crf");
});

test("a text that cannot be read is left alone", () => {
  const broken = "name: [";
  expect(isReadable(broken)).toBe(false);
  expect(writeKey(broken, ["name"], "B")).toBe(broken);
});
