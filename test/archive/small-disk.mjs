// Loaded before a process: every disk says that a megabyte is free on it, or as many bytes as FREE says.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { statfsSync } = fs;
const bavail = Math.floor(Number(process.env.FREE ?? 1_024_000) / 4096);
fs.statfsSync = (...args) => ({ ...statfsSync(...args), bsize: 4096, bavail });
syncBuiltinESMExports();
