import { formatTimecode } from "../../time/timecode.ts";
import type { ArchivedEntry } from "./catalogue-json.ts";
import type { ListedArchive, ListedSession } from "./list-archive.ts";

/** What a contents page shows of a file. */
export interface ShownFile {
  readonly name: string;
  readonly bytes: number;
  /** Segment that it begins in; nothing where the archive has no data of it. */
  readonly segment: number | undefined;
  /** Empty where it is archived as it was. */
  readonly problem: string;
}

export interface ShownSession {
  readonly session: ListedSession;
  readonly clips: readonly ArchivedEntry[];
  /** JPEG in base64, by clip. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly files: readonly ShownFile[];
  /** Files that are left out of the list. */
  readonly moreFiles: number;
}

/** A page that needs no server and nothing beside it: it opens in any browser, dark or light, and prints. */
export const contentsHtml = (archive: ListedArchive, sessions: readonly ShownSession[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(archive.name)}</title>
<style>${style}</style></head>
<body>
<header>
<h1>${escaped(archive.name)}</h1>
${archive.comment === "" ? "" : `<p class="comment">${escaped(archive.comment)}</p>`}
<dl>${facts([
  ["Made", when(archive.createdAt)],
  ["Where it was", archive.place],
  ["Id", archive.id],
  ["Holds", totals(archive.sessions)],
])}</dl>
${archive.damage.map((message) => `<p class="bad">Damaged: ${escaped(message)}</p>`).join("\n")}
</header>
<div class="filter"><input type="search" placeholder="Filter clips and files" aria-label="Filter clips and files"><output></output></div>
<main>
${sessions.map(sessionSection).join("\n")}
</main>
<script>${script}</script>
</body></html>
`;

function sessionSection({ session, clips, pictures, files, moreFiles }: ShownSession): string {
  const problems = files.filter(({ problem }) => problem !== "");
  const { segments, comment, startedAt, user, host } = session;
  return `<section id="session-${session.session}">
<h2>Session ${session.session}${comment === "" ? "" : ` <span>${escaped(comment)}</span>`}</h2>
<p class="dim">${[when(startedAt), `${user}@${host}`, totals([session])].map(escaped).join(" · ")}</p>
${problems.length === 0 ? "" : `<div class="problems"><b>Not archived as ${problems.length === 1 ? "it is" : "they are"}</b><ul>${problems.map(({ name, problem }) => `<li>${escaped(name)}: ${escaped(problem)}</li>`).join("\n")}</ul></div>`}
${clips.length === 0 ? "" : `<div class="clips">${clips.map((clip) => clipCard(clip, pictures.get(clip.id))).join("\n")}</div>`}
<details class="files"><summary>${number(files.length + moreFiles)} files</summary>
<table><thead><tr><th>File</th><th class="number">Bytes</th><th class="number">Segment</th></tr></thead><tbody>
${files.map(fileRow).join("\n")}
</tbody></table>${moreFiles > 0 ? `<p class="dim">… and ${number(moreFiles)} more: toc.jsonl lists all.</p>` : ""}</details>
<details><summary>${segments.length === 1 ? "1 segment" : `${number(segments.length)} segments`}</summary>
<table><thead><tr><th>Segment</th><th class="number">Bytes</th><th>Checked</th></tr></thead><tbody>
${segments.map((each) => `<tr><td>${escaped(each.file)}</td><td class="number">${number(each.bytes)}</td><td>${each.checked}</td></tr>`).join("\n")}
</tbody></table></details>
</section>`;
}

function clipCard({ name, path, kind, facts: clip, attributes }: ArchivedEntry, picture: string | undefined): string {
  const { comment = "", shotName = "", tags = [] } = attributes;
  const length =
    clip === undefined
      ? []
      : [
          formatTimecode(clip.startFrame, clip.rate, clip.dropFrame),
          clip.duration === 1 ? "1 frame" : `${number(clip.duration)} frames`,
          ...(clip.width > 0 ? [`${clip.width}\u00a0×\u00a0${clip.height}`] : []),
        ];
  const words = [shotName, comment].filter((text) => text !== "").join(" · ");
  const image =
    picture === undefined
      ? `<div class="none">${kind === "sequence" ? "sequence" : "no picture"}</div>`
      : `<img alt="" src="data:image/jpeg;base64,${picture}">`;
  return `<figure>${image}<figcaption><b>${escaped(name)}</b>
<span>${escaped(length.join(" · "))}</span>
${words === "" ? "" : `<span>${escaped(words)}</span>`}
${tags.length === 0 ? "" : `<span>${tags.map((tag) => `<i>${escaped(tag)}</i>`).join(" ")}</span>`}
<span class="dim">${escaped(path)}</span></figcaption></figure>`;
}

const fileRow = ({ name, bytes, segment, problem }: ShownFile) =>
  `<tr${problem === "" ? "" : ` class="bad"`}><td>${escaped(name)}</td><td class="number">${number(bytes)}</td><td class="number">${segment ?? "–"}</td></tr>`;

const facts = (rows: readonly (readonly [string, string])[]) =>
  rows.map(([term, text]) => `<div><dt>${term}</dt><dd>${escaped(text)}</dd></div>`).join("");

function totals(sessions: readonly ListedSession[]): string {
  const sum = (of: (session: ListedSession) => number) => sessions.reduce((total, each) => total + of(each), 0);
  const clips = sum((each) => each.clips);
  const files = sum((each) => each.files);
  return [
    ...(clips === 0 ? [] : [`${number(clips)} clip${clips === 1 ? "" : "s"}`]),
    `${number(files)} file${files === 1 ? "" : "s"}`,
    size(sum((each) => each.bytes)),
  ].join(", ");
}

const number = (value: number) => value.toLocaleString("en");

function size(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : 1)} ${units[unit]}`;
}

/** `2026-11-21 14:05 UTC`: it is read in other places and other years. */
const when = (moment: string) => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif;
  --back: light-dark(#fff, #17181a); --text: light-dark(#1b1c1e, #e4e5e7); --dim: light-dark(#5d6168, #9a9fa7);
  --line: light-dark(#dcdee2, #33363b); --card: light-dark(#f5f6f7, #1f2124); --bad: light-dark(#b3261e, #ff8a80); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem 1.25rem 4rem; background: var(--back); color: var(--text); }
h1 { margin: 0; font-size: 1.9rem; }
h2 { margin: 2.5rem 0 0; font-size: 1.3rem; }
h2 span { font-weight: 400; }
p { margin: 0.3rem 0; }
.comment { font-size: 1.1rem; }
.dim { color: var(--dim); overflow-wrap: anywhere; }
.bad, .bad td { color: var(--bad); }
dl { display: flex; flex-wrap: wrap; gap: 0.4rem 2rem; margin: 0.8rem 0 0; }
dt { color: var(--dim); font-size: 0.8rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.filter { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 1rem; margin-top: 1rem; padding: 0.6rem 0;
  background: var(--back); border-bottom: 1px solid var(--line); }
input { flex: 1; padding: 0.5rem 0.7rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 6px; }
output { color: var(--dim); white-space: nowrap; }
output:empty { display: none; }
.problems { margin: 0.8rem 0; padding: 0.6rem 0.9rem; border-left: 4px solid var(--bad); background: var(--card); overflow-wrap: anywhere; }
.problems ul { margin: 0.2rem 0 0; padding-left: 1.1rem; }
.clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1rem; margin: 1rem 0; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; break-inside: avoid; }
img, .none { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: contain; background: #0c0d0e; }
.none { display: grid; place-items: center; color: #8b9098; }
figcaption { display: grid; gap: 0.1rem; padding: 0.55rem 0.75rem 0.7rem; overflow-wrap: anywhere; }
figcaption span { font-size: 0.85rem; font-variant-numeric: tabular-nums; }
i { display: inline-block; padding: 0 0.5em; font-style: normal; border: 1px solid var(--line); border-radius: 1em; }
details { margin-top: 0.6rem; }
summary { cursor: pointer; padding: 0.2rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th { text-align: left; font-weight: 600; color: var(--dim); }
th, td { padding: 0.2rem 1rem 0.2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: 1rem; }
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .filter { display: none; }
  .clips { grid-template-columns: repeat(4, 1fr); gap: 0.6rem; }
  figure { print-color-adjust: exact; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
}
`;

const script = `
const items = [...document.querySelectorAll("figure, .files tbody tr")].map((item) => [item, item.textContent.toLowerCase()]);
const lists = [...document.querySelectorAll(".files")];
const output = document.querySelector("output");
document.querySelector("input").addEventListener("input", ({ target }) => {
  const wanted = target.value.trim().toLowerCase();
  let shown = 0;
  for (const [item, text] of items) {
    item.hidden = !text.includes(wanted);
    if (!item.hidden) shown += 1;
  }
  for (const list of lists) list.open = wanted !== "" && list.querySelector("tbody tr:not([hidden])") !== null;
  output.textContent = wanted === "" ? "" : shown.toLocaleString("en") + " of " + items.length.toLocaleString("en");
});
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
`;
