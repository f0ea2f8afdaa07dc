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

describe("paths", () => {
  it("lead to what they name, with or without the reel group, and back", async () => {
    const [clip] = await catalogue.addClips(project.id, (await at("/Desktop/Reel 1")).id, [testClip("sh010")]);
    for (const path of ["/Desktop/Reels/Reel 1/sh010", "/Desktop/Reel 1/sh010", `cresset:${clip!.id}`, `/${clip!.id}`])
      expect((await at(path)).id).toBe(clip!.id);
    expect(await catalogue.pathOf(clip!.id)).toBe("/Desktop/Reels/Reel 1/sh010");
    expect((await at("/")).kind).toBe("workspace");
    expect(await catalogue.pathOf((await at("/Default Library")).id)).toBe("/Default Library");
  });

  it("name what a name cannot: a second of the same name, one with a slash", async () => {
    const reel = await at("/Desktop/Reel 1");
    const clips = await catalogue.addClips(
      project.id,
      reel.id,
      ["plate", "plate", "a/b", "Bärenhöhle"].map((name) => testClip(name)),
    );
    for (const clip of clips) expect((await at(await catalogue.pathOf(clip.id))).id).toBe(clip.id);
    expect((await at("/Desktop/Reel 1/plate")).id).toBe(clips[0]!.id);
    expect((await at("/Desktop/Reel 1/Bärenhöhle".normalize("NFD"))).id).toBe(clips[3]!.id);
  });

  it("that lead nowhere say what there is", async () => {
    await expect(at("/Desktop/Reels/Reel 9/x")).rejects.toThrow(
      'There is no "Reel 9" in /Desktop/Reels (a reel group). It holds "Reel 1", "Reel 2", "Reel 3", "Reel 4".',
    );
    await expect(at("/Desk")).rejects.toThrow(/no "Desk" in the project. It holds "Desktop", "Default Library"/);
  });
});

describe("search", () => {
  it("finds names, shot names, comments, tags and media, in any case, but nothing in the bin", async () => {
    const reel = await at("/Desktop/Reel 1");
    const [one, two] = await catalogue.addClips(project.id, reel.id, [
      testClip("Ärger 100%", { attributes: { shotName: "SH_010", tags: ["hero"] } }),
      testClip("other", { attributes: { comment: "needs a\nre-grade" } }),
    ]);
    const found = async (text: string) => names(await catalogue.search(project.id, text));
    expect(await found("ärger")).toEqual(["Ärger 100%"]);
    expect(await found("sh_0")).toEqual(["Ärger 100%"]);
    expect(await found("sh%0")).toEqual([]);
    expect(await found("0%")).toEqual(["Ärger 100%"]);
    expect(await found("HERO")).toEqual(["Ärger 100%"]);
    expect(await found("RE-GRADE")).toEqual(["other"]);
    expect(await found("rushes/day 1/other")).toEqual(["other"]);
    expect(await found("reel 1")).toEqual(["Reel 1"]);
    await catalogue.rename(two!.id, "Renamed");
    await catalogue.annotate(two!.id, { comment: undefined, shotName: "sh099" });
    expect(await found("re-grade")).toEqual([]);
    expect(await found("sh099")).toEqual(["Renamed"]);
    await catalogue.delete([reel.id]);
    expect(await found("sh099")).toEqual([]);
    await catalogue.undelete(project.id);
    expect(names(await catalogue.search(project.id, "sh", { kinds: ["clip"], limit: 1 }))).toEqual([one!.name]);
  });
});

describe("attributes and media", () => {
  it("are laid over what is there, taken away, and refused where they are wrong", async () => {
    const [clip] = await catalogue.addClips(project.id, undefined, [testClip("sh010")]);
    await catalogue.annotate(clip!.id, { comment: "first", inMark: 10, tags: ["a"] });
    const annotated = await catalogue.annotate(clip!.id, { comment: undefined, outMark: 20 });
    expect(annotated.attributes).toEqual({ inMark: 10, outMark: 20, tags: ["a"] });
    await expect(catalogue.annotate(clip!.id, { inMark: 1.5 })).rejects.toThrow(/attribute "inMark" cannot be set/);
    expect(await catalogue.pathOf(clip!.id)).toBe("");
  });

  it("of a clip are replaced; its copy keeps playing what it played", async () => {
    const [clip] = await catalogue.addClips(project.id, (await at("/Desktop/Reel 1")).id, [testClip("sh010")]);
    const [copy] = await catalogue.copy([clip!.id], (await at("/Desktop/Reel 2")).id);
    const other = { ...testClip("sh010_v002").facts, duration: 48 };
    expect((await catalogue.changeClip(clip!.id, other)).clip?.duration).toBe(48);
    expect(await catalogue.clipFacts(clip!.id)).toEqual(other);
    expect(await catalogue.clipFacts(copy!.id)).toEqual(testClip("sh010").facts);
    expect(names(await catalogue.search(project.id, "sh010_v002.mov"))).toEqual(["sh010"]);
  });

  it("of a sequence hold the cut as it was imported", async () => {
    const source = { kind: "cut", path: "/cuts/reel.edl", sequenceName: "reel", mediaFolders: [] } as const;
    const draft = testClip("reel", {
      kind: "sequence",
      cutText: "TITLE: reel",
      facts: { ...testClip("x").facts, source },
    });
    const [one, two] = await catalogue.addClips(project.id, (await at("/Desktop/Reel 1")).id, [draft, draft]);
    expect([await catalogue.cutText(one!.id), await catalogue.cutText(two!.id)]).toEqual([
      "TITLE: reel",
      "TITLE: reel",
    ]);
    const [clip] = await catalogue.addClips(project.id, undefined, [testClip("clip")]);
    await expect(catalogue.cutText(clip!.id)).rejects.toThrow(/The clip "clip" plays no cut/);
  });
});

describe("the revision", () => {
  it("grows with every change and with nothing else", async () => {
    const revision = () => catalogue.revision(project.id);
    const before = await revision();
    const reel = await catalogue.firstReel(project.id);
    await catalogue.tree(project.id);
    expect(await revision()).toBe(before);
    await catalogue.rename(reel.id, "Plates");
    const { id } = await catalogue.delete([reel.id]);
    await catalogue.undelete(project.id, id);
    expect(await revision()).toBe(before + 3);
  });
});

describe("the first reel", () => {
  it("is made where somebody deleted all of them", async () => {
    await catalogue.delete([(await at("/Desktop/Reels")).id]);
    const reel = await catalogue.firstReel(project.id);
    expect(await catalogue.pathOf(reel.id)).toBe("/Desktop/Reels/Reel 1");
    expect(await catalogue.firstReel(project.id)).toEqual(reel);
  });
});
