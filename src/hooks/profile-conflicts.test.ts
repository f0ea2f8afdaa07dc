import { expect, it } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { profileConflicts, profileConflictText } from "./profile-conflicts.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { hasPython } from "./test-python.ts";

it("a profile that two files fill in differently is told, one that a file adds to is not", async () => {
  await using folder = await writeHookFiles({
    "a.mjs": `export function getCustomExportProfiles(profiles) { profiles.P = { a: 1 }; profiles.Q = { x: 1 }; profiles.R = 1; }`,
    "b.mjs": `export function getCustomExportProfiles(profiles) { profiles.P = { a: 2 }; profiles.Q.y = 2; profiles.R = 1; }`,
    ...(hasPython
      ? { "c.py": "def get_custom_export_profiles(profiles):\n    profiles['S'] = {}\n    profiles['Q']['x'] = 3\n" }
      : {}),
  });
  const runner = await createHookRunner({ folders: [folder], api: apiForTests() });
  const conflicts = profileConflicts(await runner.call("getCustomExportProfiles", {}, {}));
  await runner.close();
  const [a, b, c] = ["a.mjs", "b.mjs", "c.py"].map((name) => folder.file(name));
  expect(conflicts).toEqual([
    { profile: "P", files: [a, b] },
    ...(hasPython ? [{ profile: "Q", files: [a, b, c] }] : []),
  ]);
  expect(conflicts.map(profileConflictText)[0]).toBe(
    `The custom export profile "P" is filled in differently by ${a} and ${b}; the last counts.`,
  );
});
