// Loaded before a process: every disk says that a megabyte is free on it.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { statfsSync } = fs;
fs.statfsSync = (...args) => ({ ...statfsSync(...args), bsize: 4096, bavail: 250 });
syncBuiltinESMExports();
