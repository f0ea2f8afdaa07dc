import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, openCommandLine } from "./command-line.ts";

let shell: CommandLine;
beforeAll(async () => {
  shell = await openCommandLine();
});
afterAll(() => shell.close());

test("probe tells disabled clips from clips whose media was not found", async () => {
  const time = (value: number) => ({ OTIO_SCHEMA: "RationalTime.1", rate: 24, value });
  const clip = (name: string, enabled: boolean) => ({
    OTIO_SCHEMA: "Clip.2",
    name,
    enabled,
    source_range: { OTIO_SCHEMA: "TimeRange.1", start_time: time(0), duration: time(24) },
  });
  const children = [clip("on", true), clip("off", false)];
  const track = { OTIO_SCHEMA: "Track.1", kind: "Video", children };
  const cut = { OTIO_SCHEMA: "Timeline.1", name: "cut", tracks: { OTIO_SCHEMA: "Stack.1", children: [track] } };
  const { stdout } = await shell.run(["probe", shell.file("cut.otio", JSON.stringify(cut))]);
  expect(stdout).toMatch(/ on .*\(no media\)/);
  expect(stdout).toMatch(/ off .*\(disabled\)/);
});
