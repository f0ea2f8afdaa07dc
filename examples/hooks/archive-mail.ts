// Mails the producer when an archive is complete, and at once when a segment of it is bad.
//
// CRESSET_PRODUCERS are the addresses, separated by commas. The server is CRESSET_SMTP_URL
// (smtps://user:password@mail.house.example:465), the sender CRESSET_MAIL_FROM. archive_mail.py does the same in Python.
import { defineHooks } from "cresset";

const producers = (process.env["CRESSET_PRODUCERS"] ?? "").split(",").flatMap((each) => each.trim() || []);

/** What this run wrote, for the mail at its end: archive hooks have no userData. */
let [segments, bad] = [0, 0];

export default defineHooks({
  async archiveSegmentCompleted(info, cresset) {
    segments += info.status === 0 ? 1 : 0;
    if (info.status === 0 || producers.length === 0) return;
    bad += 1;
    await cresset.mail({
      to: producers,
      subject: `Archive ${info.archiveName}: a segment is bad`,
      text: `${info.segmentPath || info.archivePath}\n${info.statusMessage} (status ${info.status})\n`,
    });
  },

  async archiveCompleted(info, cresset) {
    if (producers.length === 0) return;
    await cresset.mail({
      to: producers,
      subject: `Archive ${info.archiveName} is complete`,
      text: `${segments} segments were written and checked, ${bad} had to be written again.\nRun ${cresset.run.id}\n`,
    });
    cresset.log(`mailed ${producers.join(", ")}`);
    [segments, bad] = [0, 0];
  },
});
