// Tells another program over HTTP: archive.completed, archive.segment.failed, archive.restored. Signed as Standard Webhooks
// wants it (https://www.standardwebhooks.com), and sent again when it does not arrive, with the same id.
//
// CRESSET_WEBHOOK_URL is where to, CRESSET_WEBHOOK_SECRET the secret (whsec_…) that both sides know.
// archive_webhook.py does the same in Python.
import { createHmac, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { defineHooks } from "cresset";

const url = process.env["CRESSET_WEBHOOK_URL"] ?? "";
const secret = Buffer.from((process.env["CRESSET_WEBHOOK_SECRET"] ?? "").replace(/^whsec_/, ""), "base64");
/** Milliseconds before each further try. */
const waits = (process.env["CRESSET_WEBHOOK_WAITS"] ?? "1000,3000,9000").split(",").map(Number);

export default defineHooks({
  async archiveSegmentCompleted({ status, statusMessage, segmentPath, archiveName }, { signal }) {
    if (status !== 0) await send("archive.segment.failed", { archiveName, segmentPath, status, statusMessage }, signal);
  },
  archiveCompleted: ({ archiveName }, { signal }) => send("archive.completed", { archiveName }, signal),
  archiveRestored: ({ archiveName }, { signal }) => send("archive.restored", { archiveName }, signal),
});

async function send(type: string, data: object, signal: AbortSignal): Promise<void> {
  if (url === "") return;
  const id = `msg_${randomUUID()}`;
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  let trouble = "";
  for (const wait of [0, ...waits]) {
    await setTimeout(wait, undefined, { signal });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    };
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
      const { ok, status } = await fetch(url, { method: "POST", headers, body, signal: limit, redirect: "error" });
      if (ok) return;
      trouble = `it answered ${status}`;
      // Gone for good, or not understood: another try would not help.
      if (status < 500 && status !== 408 && status !== 429) break;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`The webhook ${type} did not reach ${url}: ${trouble}`);
}
