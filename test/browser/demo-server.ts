import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freshWeb } from "../../scripts/fresh-web.ts";
import { type Cresset, openCresset } from "../../src/app/cresset.ts";
import { openPeopleStore } from "../../src/catalogue/open-people-store.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { hashPassword } from "../../src/server/access/password.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { rate } from "../../src/time/rate.ts";

export interface DemoServer {
  readonly url: string;
  readonly cresset: Cresset;
  readonly server: RunningServer;
  /** A folder of its own, which is the storage root; footage lies in `footage`. */
  readonly folder: string;
  /** Ends the server and takes the folder away. */
  close(): Promise<void>;
}

/** Somebody who has to sign in, and may do everything where no role is said. */
export interface DemoAccount {
  readonly name: string;
  readonly password: string;
  readonly role?: "viewer" | "artist" | "lead";
}

/** A server of a house of its own: a project "Demo" with three clips on the first reel. */
export async function startDemo(account?: DemoAccount): Promise<DemoServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-browser-"));
  const footage = path.join(folder, "footage");
  const shape = { width: 320, height: 180, rate: rate(25), frames: 50, codec: "h264" } as const;
  for (const [name, startTimecode] of [
    ["beach", "10:00:00:00"],
    ["harbour", "11:00:00:00"],
    ["station", "12:00:00:00"],
  ] as const)
    await writeTestFootage({ ...shape, path: path.join(footage, `${name}.mov`), startTimecode });
  const cresset = openCresset({ folder, home: path.join(folder, "home"), project: "Demo" });
  const catalogue = await cresset.catalogue();
  await catalogue.ensureProject({ name: "Demo" });
  await catalogue.close();
  await cresset.importClips({ paths: [footage], to: "/Desktop/Reels/Reel 1" });
  if (account !== undefined) {
    const people = await openPeopleStore(cresset.storeFile);
    const passwordHash = await hashPassword(account.password);
    await people.addAccount({ name: account.name, role: account.role ?? "admin", passwordHash });
    await people.close();
  }
  const login = account !== undefined;
  const host = login ? "0.0.0.0" : "127.0.0.1";
  const server = await startServer({ cresset, host, port: 0, roots: [folder], webFolder: await freshWeb(), login });
  return {
    url: server.url,
    cresset,
    server,
    folder,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
