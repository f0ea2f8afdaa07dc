import { XMLParser } from "fast-xml-parser";
import * as z from "zod";

// What the schemas of ASC MHL v2.0 ask for, as far as Cresset writes it: elements in their order, attributes, values.

type Node = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
};

const raw = z.array(z.record(z.string(), z.unknown()));

export function xmlNodes(text: string): readonly Node[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    parseTagValue: false,
    trimValues: true,
  });
  return toNodes(parser.parse(text));
}

function toNodes(value: unknown): readonly Node[] {
  return raw.parse(value).flatMap((element): Node[] => {
    const name = Object.keys(element).find((key) => key !== ":@") ?? "";
    if (name === "#text" || name.startsWith("?")) return [];
    const inner = raw.parse(element[name]);
    const attributes = z.record(z.string(), z.string()).parse(element[":@"] ?? {});
    const text = inner.map((child) => (typeof child["#text"] === "string" ? child["#text"] : "")).join("");
    return [{ name, attributes, children: toNodes(inner), text }];
  });
}

/** Elements that may stand in another, in their order; `?` for none or one, `*` for any number, `+` for at least one. */
const order: Readonly<Record<string, string>> = {
  hashlist: "creatorinfo processinfo hashes",
  creatorinfo: "creationdate hostname tool author* location? comment?",
  processinfo: "process roothash? ignore?",
  roothash: "content structure",
  ignore: "pattern+",
  hash: "path xxh128",
  directoryhash: "path content structure",
  content: "xxh128",
  structure: "xxh128",
  ascmhldirectory: "hashlist*",
};
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  tool: ["@_version"],
  path: ["@_size", "@_lastmodificationdate"],
  xxh128: ["@_action", "@_hashdate"],
  hashlist: ["@_version", "@_xmlns", "@_sequencenr"],
  ascmhldirectory: ["@_xmlns"],
};
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const values: Readonly<Record<string, RegExp>> = {
  creationdate: moment,
  process: /^(?:in-place|transfer|flatten)$/,
  xxh128: /^[0-9a-f]{32}$/,
  path: /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).+$/s,
  c4: /^c4[1-9A-HJ-NP-Za-km-z]{88}$/,
  "@_action": /^(?:original|verified|failed)$/,
  "@_hashdate": moment,
  "@_lastmodificationdate": moment,
  "@_size": /^\d+$/,
};

/** @returns what a schema would refuse, in sentences. */
export function mhlFaults(nodes: readonly Node[], place = ""): readonly string[] {
  return nodes.flatMap((node) => {
    const at = `${place}/${node.name}`;
    const faults: string[] = [];
    const isChainLink = place === "/ascmhldirectory" && node.name === "hashlist";
    const wanted = isChainLink ? "path c4" : node.name === "hashes" ? undefined : order[node.name];
    const names = node.children.map(({ name }) => `${name} `).join("");
    if (wanted !== undefined && !new RegExp(`^${wanted.replaceAll(/(\w+)([*+?]?) ?/g, "(?:$1 )$2")}$`).test(names))
      faults.push(`${at} holds ${names}`);
    if (node.name === "hashes" && !/^(?:hash |directoryhash )*$/.test(names)) faults.push(`${at} holds ${names}`);
    for (const [name, value] of Object.entries(node.attributes)) {
      if (attributesOf[node.name]?.includes(name) !== true) faults.push(`${at} has ${name}`);
      if (values[name]?.test(value) === false) faults.push(`${at} ${name} is ${value}`);
    }
    if (values[node.name]?.test(node.text) === false) faults.push(`${at} is ${node.text}`);
    return [...faults, ...mhlFaults(node.children, at)];
  });
}
