// A process of its own that archives a tree, so that it can be killed, limited, or lied to.
import { setInterval } from "node:timers";
import { CressetError } from "../../../src/errors.ts";
import { readArchive } from "../../../src/archive/archive.ts";
import { archiveCase, placeOf } from "./archive-case.ts";

const [root = "", source = "", segmentBytes = "1048576"] = process.argv.slice(2);
const alive = setInterval(() => {}, 1000);
try {
  const { unfinished, sessions } = readArchive(placeOf(root));
  if (unfinished === undefined && sessions.length > 0) process.exit(0);
  console.log("begun");
  const resume = unfinished !== undefined;
  const problems = await archiveCase({ root, source }, { resume, segmentBytes: Number(segmentBytes) });
  for (const problem of problems) console.log(problem);
} catch (error) {
  console.log(error instanceof CressetError ? `${error.code}: ${error.message}` : String(error));
  process.exitCode = 1;
}
clearInterval(alive);
