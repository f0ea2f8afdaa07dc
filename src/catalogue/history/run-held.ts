import { ownerLives, type RunOwner } from "./run-owner.ts";
import type { RunRow } from "../store/store-schema.ts";

/** Whether a process that is alive holds the run. */
export function isHeld(row: RunRow): boolean {
  if (row.owner_token === null || row.owner_pid === null || row.heartbeat_at === null) return false;
  const owner: RunOwner = {
    host: row.owner_host ?? "",
    space: row.owner_space ?? "",
    boot: row.owner_boot ?? "",
    pid: row.owner_pid,
    started: row.owner_started ?? "",
  };
  return ownerLives(owner, new Date(row.heartbeat_at));
}
