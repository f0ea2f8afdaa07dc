import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Catalogue, Entry, EntryTree, Project } from "./catalogue.ts";
import { openCatalogue } from "./open-catalogue.ts";
import { testClip } from "./project/test-clips.ts";

let folder: string;
let catalogue: Catalogue;
let project: Project;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-catalogue-"));
  catalogue = await openCatalogue(path.join(folder, "cresset.db"));
  project = await catalogue.createProject({ name: "Bigger Buck", nickname: "bbk", folder: "/jobs/bbk" });
});
afterEach(async () => {
  await catalogue.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (where: string) => catalogue.at(project.id, where);
const names = (entries: readonly Entry[]) => entries.map(({ name }) => name);
/** `Desktop > Reels > Reel 1 …` as nested lists. */
const shape = ({ entry, children }: EntryTree): unknown =>
  children.length === 0 ? entry.name : { [entry.name]: children.map(shape) };

describe("a project", () => {
  it("begins with a desktop of four reels and a library", async () => {
    expect(shape(await catalogue.tree(project.id))).toEqual({
      Workspace: [{ Desktop: [{ Reels: ["Reel 1", "Reel 2", "Reel 3", "Reel 4"] }] }, "Default Library"],
    });
    expect(await catalogue.firstReel(project.id)).toEqual(await at("/Desktop/Reels/Reel 1"));
  });

  it("is found by name and id, and made only once", async () => {
    expect(await catalogue.project("Bigger Buck")).toEqual(project);
    expect(await catalogue.project(project.id)).toEqual(project);
    expect(await catalogue.ensureProject({ name: "Bigger Buck" })).toEqual(project);
    await expect(catalogue.createProject({ name: " Bigger Buck " })).rejects.toThrow(/a project "Bigger Buck" already/);
    await expect(catalogue.createProject({ name: " " })).rejects.toThrow(/Expected a name for the project/);
    await catalogue.ensureProject({ name: "Ads" });
    expect((await catalogue.projects()).map(({ name }) => name)).toEqual(["Ads", "Bigger Buck"]);
    await expect(catalogue.project("Adz")).rejects.toThrow(/no project "Adz". There are: "Ads", "Bigger Buck"/);
  });
});

describe("clips", () => {
  it("lie at the end of a reel with what lists show, and keep what they play", async () => {
    const reel = await at("/Desktop/Reel 2");
    const draft = testClip("sh010", { attributes: { shotName: "010", colour: [1, 0.5, 0] } });
    const [first] = await catalogue.addClips(project.id, reel.id, [draft, testClip("sh020")]);
    await catalogue.addClips(project.id, reel.id, [testClip("sh030")]);
    const lying = await catalogue.children(reel.id);
    expect(names(lying)).toEqual(["sh010", "sh020", "sh030"]);
    expect(lying[0]).toEqual(first);
    expect(first?.attributes).toEqual({ shotName: "010", colour: [1, 0.5, 0] });
    expect(first?.clip).toEqual({
      duration: 100,
      rate: { num: 24, den: 1 },
      dropFrame: false,
      startFrame: 86_400,
      width: 1920,
      height: 1080,
    });
    expect(await catalogue.clipFacts(first!.id)).toEqual(draft.facts);
    await expect(catalogue.clipFacts(reel.id)).rejects.toThrow(/"Reel 2" is a reel/);
  });
});
