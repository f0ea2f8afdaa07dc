#!/usr/bin/env node
import * as module from "node:module";

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `Cresset needs Node 24 or newer, and this is ${process.version}. In a clone, npm scripts bring their own: npm run cresset -- …`,
  );
  process.exit(2);
}
// Compiled code is kept between calls: it halves the time to the first line of output.
module.enableCompileCache();

const { surviveLostOutput } = await import("./lost-output.ts");
surviveLostOutput();
// While the media process gets ready, the rest is loaded.
if (process.argv[2] === "export") (await import("../app/ready-prober.ts")).readyProber();
const { run } = await import("./program.ts");
await run(process.argv);
