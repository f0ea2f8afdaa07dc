import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { mkdtemp, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mailSettings, sendMail } from "../../src/app/send-mail.ts";
import { createHookRunner } from "../../src/hooks/create-hook-runner.ts";
import type { HookRunner } from "../../src/hooks/hook-runner.ts";
import { apiForTests } from "../../src/hooks/test-hook-files.ts";
import { startMailServer } from "../../test/archive/mail-server.ts";
import { firstBroken } from "./restore-log.ts";

let folder = "";
let runner: HookRunner | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-archive-hooks-"));
});
afterEach(async () => {
  await runner?.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** The hook file as an archive loads it, with the mail that Cresset really sends. */
async function load(name: string): Promise<HookRunner> {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const api = apiForTests({ mail: (message) => sendMail(message, mailSettings(process.env)) });
  runner = await createHookRunner({ folders: [{ path }], api, strict: true, env: process.env });
  return runner;
}

const segment = (known: object = {}) => ({
  segmentPath: join(folder, "seg_0001.tar"),
  archiveName: "Tape 7",
  archivePath: "/mnt/tape7",
  status: 0,
  statusMessage: "",
  archiveComplete: false,
  ...known,
});
const bad = () => segment({ status: 5, statusMessage: "It is not what was written." });
const restored = {
  archiveName: "Tape 7",
  archivePath: "/mnt/tape7",
  restoredPath: "/show/restored",
  restored: ["/Desktop"],
};

function useMailServer(
  { port, authority }: { port: number; authority: string },
  scheme: string,
  password = "s3cret%2F%40",
) {
  vi.stubEnv("CRESSET_SMTP_URL", `${scheme}://cresset:${password}@localhost:${port}`);
  vi.stubEnv("CRESSET_SMTP_CA", authority);
  vi.stubEnv("CRESSET_MAIL_FROM", "Cresset <archive@house.example>");
  vi.stubEnv("CRESSET_PRODUCERS", "ada@house.example, bob@house.example");
}

const twice = (name: string) => [`${name}.ts`, `${name.replaceAll("-", "_")}.py`];

describe.each(twice("archive-mail"))("%s", (file) => {
  it.each([
    ["tls", "smtps"],
    ["starttls", "smtp"],
  ] as const)(
    "tells the producers of a bad segment at once, and of the end, over %s with a login",
    async (mode, scheme) => {
      await using server = await startMailServer(folder, mode);
      useMailServer(server, scheme);
      const hooks = await load(file);
      await hooks.call("archiveSegmentCompleted", bad(), {});
      expect(server.mails).toMatchObject([
        {
          user: "cresset",
          to: ["ada@house.example", "bob@house.example"],
          text: expect.stringMatching(
            /Subject: Archive Tape 7: a segment is bad[^]*It is not what was written\. \(status 5\)/,
          ),
        },
      ]);
      await hooks.call("archiveSegmentCompleted", segment(), {});
      const { failed } = await hooks.call("archiveCompleted", { archiveName: "Tape 7" }, {});
      expect(failed).toBe(false);
      // Servers refuse mail without them.
      expect(server.mails[0]?.text).toMatch(/^Date: /im);
      expect(server.mails[0]?.text).toMatch(/^Message-ID: </im);
      expect(server.mails[1]?.text).toMatch(/Subject: Archive Tape 7 is complete[^]*1 segments were[^]*1 had to be/);
    },
  );

  it("a wrong password is reported, and the archive goes on", async () => {
    await using server = await startMailServer(folder, "tls");
    useMailServer(server, "smtps", "wrong");
    const { failed, calls } = await (await load(file)).call("archiveCompleted", { archiveName: "Tape 7" }, {});
    expect([failed, calls[0]?.detail]).toEqual([true, expect.stringMatching(/535|wrong password/)]);
    expect(server.mails).toEqual([]);
  });
});

it("mail with a password is not sent through a server without TLS, nor to one with an unknown certificate", async () => {
  await using server = await startMailServer(folder, "starttls");
  useMailServer(server, "smtp");
  vi.stubEnv("CRESSET_SMTP_CA", "");
  await expect(
    sendMail({ to: "ada@house.example", subject: "s", text: "t" }, mailSettings(process.env)),
  ).rejects.toThrow(/was not sent through localhost: .*self-signed/);
  expect(server.mails).toEqual([]);
});

describe.each(twice("restore-log"))("%s", (file) => {
  it("adds a line for each restore, and a change of one shows", async () => {
    const log = join(folder, "restores.jsonl");
    vi.stubEnv("CRESSET_RESTORE_LOG", log);
    const hooks = await load(file);
    await hooks.call("archiveSegmentCompleted", segment(), {});
    for (let time = 0; time < 3; time += 1)
      expect(await hooks.call("archiveRestored", restored, {})).toMatchObject({ failed: false });
    const written = await readFile(log, "utf8");
    const lines = written.trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject(
      Array.from({ length: 3 }, () => ({ archive: "Tape 7", from: "/mnt/tape7", user: expect.stringMatching(/./) })),
    );
    expect(firstBroken(written)).toBe(0);
    expect(firstBroken(written.replace("Tape 7", "Tape 8"))).toBe(2);
    expect(firstBroken(lines.toSpliced(1, 1).join("\n"))).toBe(2);
  });
});

describe.each(twice("archive-database"))("%s", (file) => {
  it("keeps a row for each archive", async () => {
    const place = join(folder, "house.db");
    vi.stubEnv("CRESSET_HOUSE_DATABASE", place);
    const hooks = await load(file);
    await hooks.call("archiveSegmentCompleted", bad(), {});
    for (let time = 0; time < 2; time += 1) await hooks.call("archiveSegmentCompleted", segment(), {});
    await hooks.call("archiveCompleted", { archiveName: "Tape 7" }, {});
    await hooks.call("archiveRestored", restored, {});
    const database = new DatabaseSync(place);
    const rows = database.prepare("select * from archives").all();
    database.close();
    const moment: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(rows).toEqual([
      { name: "Tape 7", place: "/mnt/tape7", segments: 2, fault: "", completed_at: moment, restored_at: moment },
    ]);
  });
});

/** Answers with these statuses, one after the other; keeps what it got. */
async function webhookServer(statuses: number[]) {
  const got: { headers: Record<string, string>; body: string }[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
    got.push({ headers, body });
    response.writeHead(statuses[got.length - 1] ?? 204).end();
  };
  const server = createServer((request, response) => {
    void receive(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hook`, got, [Symbol.dispose]: () => void server.close() };
}

describe.each(twice("archive-webhook"))("%s", (file) => {
  const secret = `whsec_${Buffer.from("a secret of the house").toString("base64")}`;

  it("is signed as Standard Webhooks wants it, and sent again with the same id until it arrives", async () => {
    using server = await webhookServer([503, 429, 204]);
    vi.stubEnv("CRESSET_WEBHOOK_URL", server.url);
    vi.stubEnv("CRESSET_WEBHOOK_SECRET", secret);
    vi.stubEnv("CRESSET_WEBHOOK_WAITS", "5,5,5");
    const hooks = await load(file);
    await hooks.call("archiveSegmentCompleted", segment(), {});
    expect(await hooks.call("archiveCompleted", { archiveName: "Tape 7" }, {})).toMatchObject({ failed: false });
    expect(server.got).toHaveLength(3);
    expect(new Set(server.got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    for (const { headers, body } of server.got)
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({
        type: "archive.completed",
        data: { archiveName: "Tape 7" },
      });
    await hooks.call("archiveSegmentCompleted", bad(), {});
    expect(JSON.parse(server.got[3]?.body ?? "")).toMatchObject({
      type: "archive.segment.failed",
      data: { status: 5 },
    });
  });

  it("that is refused is not sent again, and is reported", async () => {
    using server = await webhookServer([410]);
    vi.stubEnv("CRESSET_WEBHOOK_URL", server.url);
    vi.stubEnv("CRESSET_WEBHOOK_SECRET", secret);
    const { failed, calls } = await (await load(file)).call("archiveRestored", restored, {});
    expect([failed, calls[0]?.detail]).toEqual([true, expect.stringContaining("it answered 410")]);
    expect(server.got).toHaveLength(1);
  });
});

describe.each(twice("archive-daily-mail"))("%s", (file) => {
  it("sends each day that is over once, to the byte", async () => {
    await using server = await startMailServer(folder, "tls");
    useMailServer(server, "smtps");
    const count = join(folder, "days.jsonl");
    vi.stubEnv("CRESSET_DAILY_FILE", count);
    const before = [
      { day: "2026-01-01", archive: "A", bytes: 1 },
      { day: "2026-01-01", sent: true },
      { day: "2026-01-02", archive: "A", bytes: 1_500_000_000 },
      { day: "2026-01-02", archive: "B", bytes: 11 },
    ];
    await writeFile(count, before.map((line) => `${JSON.stringify(line)}\n`).join(""));
    await writeFile(segment().segmentPath, Buffer.alloc(1234));
    const hooks = await load(file);
    for (let time = 0; time < 2; time += 1)
      expect(await hooks.call("archiveSegmentCompleted", segment(), {})).toMatchObject({ failed: false });
    expect(server.mails.map((mail) => mail.text)).toEqual([
      expect.stringMatching(/Archived on 2026-01-02: 1\.500 GB[^]*B: 11 bytes[^]*in all: 1500000011 bytes/),
    ]);
    const lines = (await readFile(count, "utf8")).trimEnd().split("\n");
    expect(lines.slice(4).map((line): unknown => JSON.parse(line))).toEqual([
      { day: "2026-01-02", sent: true },
      ...Array.from({ length: 2 }, () => ({ day: expect.any(String), archive: "Tape 7", bytes: 1234 })),
    ]);
  });
});

describe.each(twice("capacity-warning"))("%s", (file) => {
  it("warns when it does not fit, or fills the disk too far", async () => {
    const { blocks, bavail, bsize } = await statfs(folder);
    const [total, free] = [(blocks * bsize) / 1e6, (bavail * bsize) / 1e6];
    const hooks = await load(file);
    const said = async (needed: number): Promise<unknown> => {
      const info = {
        segmentInfo: { "1": join(folder, "Tape 7", "session_0001", "seg_0001.tar") },
        numFrames: 0,
        numClips: 0,
        dataSize: needed - 1,
        metadataSize: 1,
        destinationFree: free,
      };
      return (await hooks.call("archiveSelectionUpdated", info, {})).calls[0]?.log.join("\n");
    };
    expect(await said(free * 1.5)).toMatch(/^WARNING: .* do not fit/);
    // What a disk that is this full already lets one try.
    const used = (total - free) / total;
    const cases = [
      [0.97, /will be 9[67] % full, more than 95 %/],
      [0.87, /will be 8[67] % full, more than 80 %/],
      [0.75, /^$/],
    ] as const;
    for (const [share, text] of cases.filter(([share]) => used < share - 0.03))
      expect(await said((share - used) * total), `${share}`).toMatch(text);
  });
});
