import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathOfUrl, urlOfPath } from "./file-url.ts";

describe("media URLs", () => {
  it.each([
    ["file:///mnt/show/plate%20one.mov", "/mnt/show/plate one.mov"],
    ["file:///mnt/show/plate one.mov", "/mnt/show/plate one.mov"],
    ["file:/mnt/a.mov", "/mnt/a.mov"],
    ["FILE:///mnt/a.mov", "/mnt/a.mov"],
    ["file://localhost/D%3a/K%C3%BCste.mov", "D:/Küste.mov"],
    ["file:///C:/shots/a.mov", "C:/shots/a.mov"],
    ["file:///C:%5Cshots%5Ca.mov", "C:\\shots\\a.mov"],
    ["file://C:/shots/a.mov", "C:/shots/a.mov"],
    ["file://server/share/a.mov", "//server/share/a.mov"],
    ["file:////server/share/a.mov", "//server/share/a.mov"],
    ["file:///mnt/100%.mov", "/mnt/100%.mov"],
    ["file:///mnt/latin%FC.mov", "/mnt/latin%FC.mov"],
    ["file:///mnt/take#2?.mov", "/mnt/take#2?.mov"],
    ["/mnt/100%20.mov", "/mnt/100%20.mov"],
    ["C:\\shots\\a.mov", "C:\\shots\\a.mov"],
    ["plates/a%20b.mov", "plates/a%20b.mov"],
    ["s3://bucket/a%20b.mov", "s3://bucket/a%20b.mov"],
  ])("reads %s as %s", (url, path) => {
    expect(pathOfUrl(url)).toBe(path);
  });

  it("writes paths as URLs that mean the same path, whatever stands in them", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("/"));
    const root = fc.constantFrom("/", "//server/", "C:/", "C:\\", "", "../");
    fc.assert(
      fc.property(root, fc.array(name, { minLength: 1 }), (start, names) => {
        const path = start + names.join("/");
        fc.pre(!/^file:/i.test(path));
        expect(pathOfUrl(urlOfPath(path))).toBe(path);
      }),
    );
    expect(urlOfPath("/mnt/a b/#1 100%.mov")).toBe("file:///mnt/a%20b/%231%20100%25.mov");
  });
});
