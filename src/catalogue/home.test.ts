import path from "node:path";
import { describe, expect, it } from "vitest";
import { cressetHome, storeFile } from "./home.ts";

const linux = { platform: "linux", homeFolder: "/home/ada" } as const;

describe("Cresset's own folder", () => {
  it("is what CRESSET_HOME says, even relative to where the artist stands", () => {
    const environment = { CRESSET_HOME: "data", XDG_DATA_HOME: "/xdg" };
    expect(cressetHome({ ...linux, environment })).toBe(path.resolve("data"));
  });
  it("follows XDG_DATA_HOME when that is absolute", () => {
    expect(cressetHome({ ...linux, environment: { XDG_DATA_HOME: "/xdg" } })).toBe("/xdg/cresset");
    expect(cressetHome({ ...linux, environment: { CRESSET_HOME: "", XDG_DATA_HOME: "xdg" } })).toBe(
      "/home/ada/.local/share/cresset",
    );
  });
  it("is where each system keeps such data", () => {
    expect(cressetHome({ ...linux, environment: {} })).toBe("/home/ada/.local/share/cresset");
    expect(cressetHome({ environment: {}, platform: "darwin", homeFolder: "/Users/ada" })).toBe(
      "/Users/ada/Library/Application Support/cresset",
    );
  });
  it("holds the history in one file", () => {
    expect(storeFile("/home/ada/cresset")).toBe("/home/ada/cresset/cresset.db");
  });
});
