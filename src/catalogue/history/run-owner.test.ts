import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { ownerLives, thisProcess } from "./run-owner.ts";

const now = new Date("2026-11-21T14:30:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const self = thisProcess();

describe("the process that holds a run", () => {
  it("lives while it is there", () => {
    expect(ownerLives(self, now, now)).toBe(true);
  });
  it("is gone after its end, whatever its last heartbeat", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    const pid = child.pid ?? 0;
    await once(child, "close");
    expect(ownerLives({ ...self, pid }, now, now)).toBe(false);
    expect(ownerLives({ ...self, pid, started: "" }, now, now)).toBe(false);
  });
  it("is not the one that got its number later, or after the machine was started again", () => {
    expect(ownerLives({ ...self, started: "1" }, now, now)).toBe(false);
    expect(ownerLives({ ...self, boot: "another" }, now, now)).toBe(false);
  });
  it("on another machine or in another container lives by its heartbeat", () => {
    for (const elsewhere of [
      { ...self, host: "render07" },
      { ...self, space: "pid:[1]" },
    ]) {
      expect(ownerLives(elsewhere, secondsAgo(30), now)).toBe(true);
      expect(ownerLives(elsewhere, secondsAgo(90), now)).toBe(false);
    }
  });
});
