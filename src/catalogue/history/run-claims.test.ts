import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRunStore, type RunStore } from "../run-store.ts";

let folder = "";
let store: RunStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-claims-"));
  store = await openRunStore(join(folder, "cresset.db"));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const begin = () => store.begin({ kind: "export", request: null });

test("Two runs that are alive cannot write to one place; the sentence names the run and the place", async () => {
  const [first, second] = [await begin(), await begin()];
  await first.claim(["/out/a.mov", "/out/b.mov"]);
  await expect(second.claim(["/out/c.mov", "/out/b.mov"])).rejects.toMatchObject({
    code: "bad-destination",
    message: expect.stringMatching(new RegExp(`^Run ${first.id}, which is still running .*/out/b\\.mov`)),
  });
  await second.claim(["/out/c.mov"]);
  await Promise.all([first.close(), second.close()]);
});

test("A run that ended, or whose process let go of it, claims nothing any more; a resumed run claims anew", async () => {
  const [first, second] = [await begin(), await begin()];
  await first.claim(["/out/a.mov"]);
  await first.finish("finished");
  await second.claim(["/out/a.mov"]);
  await second.close();
  const third = await begin();
  await third.claim(["/out/a.mov"]);
  await third.finish("failed");
  const resumed = await store.resume(third.id);
  await expect(resumed.claim(["/out/a.mov"])).resolves.toBeUndefined();
  await Promise.all([first.close(), resumed.close(), third.close()]);
});
