// Mails what was archived each day: the first archive of a new day sends the days before it that were not sent yet.
//
// CRESSET_PRODUCERS, CRESSET_SMTP_URL and CRESSET_MAIL_FROM as in archive-mail.ts. CRESSET_DAILY_FILE is where the hook keeps
// its count, a line of JSON for each segment. archive_daily_mail.py does the same in Python, with the same file.
// (`cresset archive report --daily` prints the figures of Cresset's own audit log at any time.)
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { defineHooks, type HookApi } from "cresset";

const producers = (process.env["CRESSET_PRODUCERS"] ?? "").split(",").flatMap((each) => each.trim() || []);
const file = process.env["CRESSET_DAILY_FILE"] ?? "archived-days.jsonl";

interface Line {
  readonly day: string;
  readonly archive?: string;
  readonly bytes?: number;
  /** The report of this day was sent. */
  readonly sent?: boolean;
}

export default defineHooks({
  archiveSelectionUpdated: (_, cresset) => sendReports(cresset),
  async archiveSegmentCompleted({ archiveName, segmentPath, status }, cresset) {
    await sendReports(cresset);
    if (status === 0 && segmentPath !== "")
      append({ day: today(), archive: archiveName, bytes: statSync(segmentPath).size });
  },
});

async function sendReports(cresset: HookApi): Promise<void> {
  if (producers.length === 0 || !existsSync(file)) return;
  const lines = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
  const sent = new Set(lines.filter((line) => line.sent).map(({ day }) => day));
  for (const day of new Set(lines.map((line) => line.day))) {
    if (day >= today() || sent.has(day)) continue;
    const archives = new Map<string, number>();
    for (const { archive, bytes = 0, ...line } of lines)
      if (line.day === day && archive !== undefined) archives.set(archive, (archives.get(archive) ?? 0) + bytes);
    const rows = [...archives].map(([name, bytes]) => `${name}: ${bytes} bytes`);
    const total = [...archives.values()].reduce((sum, bytes) => sum + bytes, 0);
    await cresset.mail({
      to: producers,
      subject: `Archived on ${day}: ${(total / 1e9).toFixed(3)} GB`,
      text: `${rows.join("\n")}\nin all: ${total} bytes\n`,
    });
    append({ day, sent: true });
  }
}

const append = (line: Line): void => appendFileSync(file, `${JSON.stringify(line)}\n`);

/** In UTC, so that all machines mean the same day. */
const today = (): string => new Date().toISOString().slice(0, 10);
