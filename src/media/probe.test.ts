import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { createProber, type Prober } from "./probe.ts";
import { writeTestFootage } from "./test-footage.ts";

let folder = "";
let movie = "";
let prober: Prober;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-probe-"));
  movie = join(folder, "movie.mp4");
  prober = createProber();
  await writeTestFootage({
    path: movie,
    codec: "h264",
    rate: rate(25),
    frames: 50,
    startTimecode: "10:00:00:00",
    audio: { codec: "aac", sampleRate: 48_000, channels: 2 },
  });
});
afterAll(async () => {
  await prober.close();
  await rm(folder, { recursive: true });
});

describe("the prober", () => {
  it("answers many questions at once through one process", async () => {
    prober.warm();
    const { pid } = prober;
    const answers = await Promise.all(Array.from({ length: 8 }, () => prober.probe(movie)));
    for (const { video, audio, startTimecode } of answers) {
      expect(video[0]).toMatchObject({ frameCount: 50, rate: { num: 25, den: 1 } });
      expect(audio[0]).toMatchObject({ sampleCount: 96_000, sampleRate: 48_000 });
      expect(startTimecode).toEqual({ frame: 900_000, dropFrame: false });
    }
    expect(prober.pid).toBe(pid);
    // Exact numbers cross the border of the process.
    expect(answers[0]?.duration).toEqual({ num: 2n, den: 1n });
  });

  it("says in a sentence what is wrong with a file", async () => {
    const empty = join(folder, "empty.mov");
    await writeFile(empty, "");
    const text = join(folder, "notes.mov");
    await writeFile(text, "Just some notes, nothing to see.\n".repeat(20));
    const short = join(folder, "short.txt");
    await writeFile(short, "x");
    const cut = join(folder, "cut.mp4");
    await copyFile(movie, cut);
    // The index of this file stands at its end.
    await truncate(cut, Math.floor((await stat(movie)).size / 2));
    const playlist = join(folder, "list.m3u8");
    await writeFile(playlist, `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${movie}\n#EXT-X-ENDLIST\n`);
    const messages = await Promise.all(
      [join(folder, "gone.mov"), empty, text, short, cut, playlist, join(folder, "none.%04d.exr"), folder].map((path) =>
        prober.probe(path).then(
          () => "no error",
          (error: { code: string; message: string }) => `${error.code}: ${error.message.replaceAll(folder, "…")}`,
        ),
      ),
    );
    expect(messages).toEqual([
      'bad-input: "…/gone.mov" does not exist.',
      'bad-input: "…/empty.mov" is empty (0 bytes).',
      'bad-input: "…/notes.mov" is not a media file that Cresset can read, or its beginning is damaged.',
      'bad-input: "…/short.txt" is not a media file that Cresset can read, or its beginning is damaged.',
      'bad-input: "…/cut.mp4" is cut off: its index (moov) is missing, because the recording or copy was not finished. Copy it again.',
      'bad-input: "…/list.m3u8" is not media itself: it is a playlist or the like, which names other files. Give the media that it plays.',
      "bad-input: No file of the image sequence …/none.%04d.exr is there",
      "bad-input: Expected an image sequence in the folder …, found no numbered images",
    ]);
  });

  it("counts what a file that was cut off behind its index really holds", async () => {
    const path = join(folder, "fast.mov");
    await writeTestFootage({ path, codec: "prores_422", rate: rate(25), frames: 20, movieIndexFirst: true });
    const file = await open(path, "r+");
    await file.truncate(Math.floor((await file.stat()).size * 0.6));
    await file.close();
    const { video, warnings } = await prober.probe(path);
    expect(video[0]!.frameCount).toBeGreaterThan(5);
    expect(video[0]!.frameCount).toBeLessThan(15);
    expect(warnings).toEqual([expect.stringContaining("cut off")]);
  });

  it("blames the file that was being probed when the process died, and answers the others", async () => {
    for (let attempt = 0; ; attempt++) {
      const paths = Array.from({ length: 12 }, () => movie);
      const answers = paths.map((path) => prober.probe(path));
      await answers[0];
      process.kill(prober.pid!, "SIGKILL");
      const results = await Promise.allSettled(answers);
      const failed = results.filter(({ status }) => status === "rejected");
      expect(failed.length).toBeLessThanOrEqual(1);
      if (failed.length === 0 && attempt < 20) continue;
      expect(failed).toEqual([
        {
          status: "rejected",
          reason: expect.objectContaining({
            code: "bad-input",
            message: `"${movie}" made the media engine crash (it was killed by SIGKILL): it is damaged. Copy it again or leave it out.`,
          }),
        },
      ]);
      break;
    }
    expect((await prober.probe(movie)).format).toBe("mp4");
  });

  it("lets the program end, and ends with it even when it is killed", async () => {
    const script = join(folder, "program.mjs");
    const probe = JSON.stringify(new URL("probe.ts", import.meta.url).href);
    await writeFile(
      script,
      `import { createProber } from ${probe};
       import { writeFileSync } from "node:fs";
       const prober = createProber();
       await prober.probe(${JSON.stringify(movie)});
       writeFileSync(process.argv[2], String(prober.pid));
       if (process.argv[3] === "stay") setInterval(() => {}, 1000);`,
    );
    const gone = async (pid: number) => {
      for (let tries = 0; tries < 100; tries++) {
        // A zombie still answers to signal 0: its parent, not Cresset, has to collect it.
        const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") X");
        if (/\) [ZX]/.test(state)) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return false;
    };
    const calm = join(folder, "calm.pid");
    const [code] = await once(spawn(process.execPath, [script, calm]), "exit");
    expect(code).toBe(0);
    expect(await gone(Number(await readFile(calm, "utf8")))).toBe(true);

    const killed = join(folder, "killed.pid");
    const program = spawn(process.execPath, [script, killed, "stay"]);
    let pid = "";
    while (pid === "") {
      await new Promise((resolve) => setTimeout(resolve, 30));
      pid = await readFile(killed, "utf8").catch(() => "");
    }
    program.kill("SIGKILL");
    expect(await gone(Number(pid))).toBe(true);
  });

  it("stops open questions when it is closed", async () => {
    const other = createProber();
    const question = other.probe(movie);
    const [answer] = await Promise.allSettled([question, other.close()]);
    expect(answer).toMatchObject({ status: "rejected", reason: { code: "cancelled" } });
    await expect(other.probe(movie)).rejects.toMatchObject({ code: "cancelled" });
  });
});
