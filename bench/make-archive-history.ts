import { rm } from "node:fs/promises";
import type { ArchivedFile } from "../src/catalogue/archive-history.ts";
import { openArchiveHistory } from "../src/catalogue/open-archive-history.ts";

const framesOfShot = 1000;
const shotsOfSession = 100;

/** Makes a store that knows so many archived frames: shots of 1,000, sessions of 100 shots. */
export async function makeArchiveHistory(store: string, files: number): Promise<void> {
  for (const ending of ["", "-wal", "-shm"]) await rm(`${store}${ending}`, { force: true });
  const history = await openArchiveHistory(store);
  const archive = {
    id: "00000000-0000-4000-8000-000000000001",
    name: "bench",
    place: "/mnt/bench",
    comment: "",
    createdAt: new Date(0).toISOString(),
  };
  const sessions = files / framesOfShot / shotsOfSession;
  for (let session = 1; session <= sessions; session += 1)
    await history.recordSession({
      archive,
      session: {
        session,
        startedAt: archive.createdAt,
        endedAt: archive.createdAt,
        host: "",
        user: "",
        project: "bench",
        files: framesOfShot * shotsOfSession,
        bytes: 0,
        clips: shotsOfSession,
        frames: framesOfShot * shotsOfSession,
        problems: 0,
        segments: 1,
      },
      clips: [],
      files: framesOfSession((session - 1) * shotsOfSession),
    });
  await history.close();
}

function* framesOfSession(firstShot: number): Generator<ArchivedFile> {
  for (let index = firstShot; index < firstShot + shotsOfSession; index += 1) {
    const shot = `sh${String(index).padStart(4, "0")}_comp_v003`;
    for (let frame = 1001; frame <= 1000 + framesOfShot; frame += 1) {
      const path = `media/${shot}/${shot}.${frame}.exr`;
      yield { path, bytes: 1_000_000, clip: `id-${shot}`, source: `/mnt/projects/${path}`, segment: 1 };
    }
  }
}
