import fs from "node:fs";
import path from "node:path";
import { randomBytes } from "node:crypto";
import fc from "fast-check";

/** A file or folder that a test makes; names are bytes, because a file system takes any but `/` and NUL. */
export type TreeNode =
  | {
      readonly kind: "file";
      readonly name: Buffer;
      readonly size: number;
      readonly mode: number;
      readonly mtime: number;
    }
  | { readonly kind: "holes"; readonly name: Buffer; readonly size: number; readonly data: readonly number[] }
  | { readonly kind: "symlink"; readonly name: Buffer; readonly target: string }
  | { readonly kind: "hardlink"; readonly name: Buffer }
  | {
      readonly kind: "folder";
      readonly name: Buffer;
      readonly mtime: number;
      readonly children: readonly TreeNode[];
    };

const name = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom("-rf", "a\nb", "  ", "é", "ü.mov", "x".repeat(255), "shot.[1001-1010].exr", "*?")
      .map((text) => Buffer.from(text)),
  )
  .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0 && byte !== 0x2f)).subarray(0, 255))
  .filter((bytes) => bytes.length > 0 && !["", ".", ".."].includes(bytes.toString("latin1")));

const mtime = fc.integer({ min: -1_000_000_000, max: 1_700_000_000 });

/** Around the places where blocks, pages and segments end. */
const size = fc.oneof(
  fc.constantFrom(0, 1, 511, 512, 513, 4095, 4096, 65_535, 65_536, 65_537, 1_000_000, 1_048_576, 2_500_001),
  fc.nat({ max: 100_000 }),
);

export const treeArbitrary = fc.letrec<{ node: TreeNode; children: readonly TreeNode[] }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constant("file" as const),
      name,
      size,
      mode: fc.constantFrom(0o644, 0o600, 0o755, 0o444),
      mtime,
    }),
    fc.record({
      kind: fc.constant("holes" as const),
      name,
      size: fc.integer({ min: 300_000, max: 5_000_000 }),
      data: fc.array(fc.nat({ max: 299_999 }), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("symlink" as const), name, target: fc.constantFrom("..", "nowhere", "/etc", ".") }),
    fc.record({ kind: fc.constant("hardlink" as const), name }),
    fc.record({ kind: fc.constant("folder" as const), name, mtime, children: tie("children") }),
  ),
  children: fc.uniqueArray(tie("node"), { maxLength: 5, selector: (node) => node.name.toString("latin1") }),
})).children;

const slash = Buffer.from("/");
const join = (folder: Buffer, child: Buffer) => Buffer.concat([folder, slash, child]);

/** Makes a tree on the disk. */
export function makeTree(root: string, children: readonly TreeNode[]): void {
  const firstFile: { path?: Buffer } = {};
  fs.mkdirSync(root, { recursive: true });
  makeChildren(Buffer.from(root), children, firstFile);
}

function makeChildren(folder: Buffer, children: readonly TreeNode[], first: { path?: Buffer }): void {
  for (const child of children) {
    const at = join(folder, child.name);
    switch (child.kind) {
      case "folder":
        fs.mkdirSync(at);
        makeChildren(at, child.children, first);
        fs.utimesSync(at, `${child.mtime}`, `${child.mtime}`);
        break;
      case "file":
        fs.writeFileSync(at, randomBytes(child.size));
        fs.utimesSync(at, `${child.mtime}`, `${child.mtime}`);
        fs.chmodSync(at, child.mode);
        first.path ??= at;
        break;
      case "holes": {
        const handle = fs.openSync(at, "w");
        for (const place of child.data) fs.writeSync(handle, Buffer.from("data"), 0, 4, place);
        fs.ftruncateSync(handle, child.size);
        fs.closeSync(handle);
        break;
      }
      case "symlink":
        fs.symlinkSync(child.target, at);
        break;
      case "hardlink":
        if (first.path === undefined) fs.writeFileSync(at, "");
        else fs.linkSync(first.path, at);
        break;
    }
  }
}

/** What lies under a folder, in lines that can be compared: type, mode, whole seconds, content, links. */
export function describeTree(root: string): readonly string[] {
  const lines: string[] = [];
  const inodes = new Map<string, string>();
  const walk = (folder: Buffer, shown: string) => {
    for (const child of fs.readdirSync(folder, { encoding: "buffer" }).toSorted((a, b) => Buffer.compare(a, b))) {
      const at = join(folder, child);
      const stat = fs.lstatSync(at);
      const named = path.posix.join(shown, child.toString("latin1"));
      const facts = `${(stat.mode & 0o7777).toString(8)} ${Math.floor(stat.mtimeMs / 1000)}`;
      if (stat.isDirectory()) {
        lines.push(`folder ${named} ${facts}`);
        walk(at, named);
      } else if (stat.isSymbolicLink()) lines.push(`symlink ${named} ${fs.readlinkSync(at)}`);
      else {
        const same = inodes.get(`${stat.ino}`) ?? named;
        inodes.set(`${stat.ino}`, same);
        const content = fs.readFileSync(at).toString("base64");
        lines.push(`file ${named} ${facts} ${stat.size} ${same} ${content.length > 64 ? hash(content) : content}`);
      }
    }
  };
  walk(Buffer.from(root), "");
  return lines;
}

function hash(text: string): string {
  let value = 7;
  for (let at = 0; at < text.length; at += 1) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return `${value}`;
}
