import { existsSync } from "node:fs";
import path from "node:path";
import { readArchive } from "../../archive/archive.ts";
import { sessionEntries } from "../../archive/read-session.ts";
import { CressetError } from "../../errors.ts";
import { writeFileWhole } from "../../export/write-file.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import { archivedThumbnails } from "./archived-thumbnails.ts";
import type { ArchivedEntry } from "./catalogue-json.ts";
import { findArchive } from "./find-archive.ts";
import { archivedCatalogue, type ListedSession, listArchive } from "./list-archive.ts";

/** A page with more rows is slow to open. */
const mostFiles = 20_000;

/**
 * Writes what an archive holds as one page that needs no server and nothing beside it.
 * @returns its path. @throws CressetError `would-overwrite`.
 */
export async function contentsPage(
  { archive: named, file }: { readonly archive: string; readonly file?: string },
  signal: AbortSignal,
  parts: ArchiveParts,
): Promise<string> {
  const listed = await listArchive(named, parts);
  const target = path.resolve(parts.folder, file ?? `${listed.name}.html`);
  if (existsSync(target))
    throw new CressetError("would-overwrite", `${target} exists and is left as it is. Name another file with --out.`);
  const archive = readArchive(await findArchive(named, parts));
  const sections: string[] = [];
  for (const session of listed.sessions) {
    const catalogue = await archivedCatalogue(archive, session.session);
    const pictures =
      catalogue === undefined
        ? new Map<string, string>()
        : await archivedThumbnails(archive, session.session, catalogue, signal);
    const files: string[] = [];
    let more = 0;
    for (const { path: name, size = 0, type, problem } of sessionEntries(archive, session.session)) {
      if (type === "folder") continue;
      if (files.length >= mostFiles) more += 1;
      else files.push(fileRow(typeof name === "string" ? name : `base64 ${name.base64}`, size, problem?.message));
    }
    const clips = (catalogue?.entries ?? []).filter(({ facts }) => facts !== undefined);
    sections.push(
      sessionSection(
        session,
        clips.map((clip) => clipCard(clip, pictures.get(clip.id))),
        files,
        more,
      ),
    );
  }
  const { name, comment, createdAt, place, id } = listed;
  const head = `<h1>${escaped(name)}</h1><p>${escaped(comment)}</p><p class="dim">${escaped(place)} · made ${escaped(createdAt)} · ${escaped(id)}</p>`;
  await writeFileWhole(target, page(name, `${head}${sections.join("\n")}`));
  return target;
}

const sessionSection = (
  { session, startedAt, user, host, comment, files: count, bytes, segments }: ListedSession,
  clips: readonly string[],
  files: readonly string[],
  more: number,
) => `<section><h2>Session ${session}${comment === "" ? "" : `: ${escaped(comment)}`}</h2>
<p class="dim">${escaped(startedAt)} · ${escaped(user)}@${escaped(host)} · ${count} files · ${bytes.toLocaleString("en")} bytes · ${segments.length} segments</p>
<div class="clips">${clips.join("\n")}</div>
<details><summary>Files</summary><table>${files.join("\n")}</table>${more > 0 ? `<p>… and ${more} more: toc.jsonl lists all.</p>` : ""}</details></section>`;

function clipCard({ name, path: where, kind, facts, attributes }: ArchivedEntry, picture: string | undefined): string {
  const { comment = "", shotName = "", tags = [] } = attributes;
  const length =
    facts === undefined
      ? ""
      : `${formatTimecode(facts.startFrame, facts.rate, facts.dropFrame)} · ${facts.duration} frames${facts.width > 0 ? ` · ${facts.width}×${facts.height}` : ""}`;
  const image =
    picture === undefined
      ? `<div class="none">${kind === "sequence" ? "sequence" : "no picture"}</div>`
      : `<img alt="" src="data:image/jpeg;base64,${picture}">`;
  const words = [shotName, comment, tags.join(", ")].filter((text) => text !== "").join(" · ");
  return `<figure>${image}<figcaption><b>${escaped(name)}</b><br>${escaped(length)}${words === "" ? "" : `<br>${escaped(words)}`}<br><span class="dim">${escaped(where)}</span></figcaption></figure>`;
}

const fileRow = (name: string, size: number, problem: string | undefined) =>
  `<tr><td>${escaped(name)}</td><td class="size">${size.toLocaleString("en")}</td><td class="bad">${escaped(problem ?? "")}</td></tr>`;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
.dim { opacity: 0.65; overflow-wrap: anywhere; }
.bad { color: #c33; }
.clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
img, .none { width: 100%; aspect-ratio: 16 / 9; object-fit: contain; background: #1113; border-radius: 4px; }
.none { display: grid; place-items: center; }
table { border-collapse: collapse; width: 100%; }
td { padding: 0.1rem 0.6rem 0.1rem 0; overflow-wrap: anywhere; }
.size { text-align: right; white-space: nowrap; }
input { width: 100%; padding: 0.5rem; font: inherit; box-sizing: border-box; }
</style></head>
<body><input type="search" placeholder="Filter clips and files" aria-label="Filter clips and files">
${body}
<script>
const items = [...document.querySelectorAll("figure, tr")].map((item) => [item, item.textContent.toLowerCase()]);
document.querySelector("input").addEventListener("input", ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const [item, text] of items) item.hidden = !text.includes(wanted);
});
</script></body></html>
`;
