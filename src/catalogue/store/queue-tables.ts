/** The queue of work that waits, runs and has ended, as Kysely sees it. Times are ISO 8601 in UTC. */
export interface QueueTables {
  readonly queue_items: QueueItemRow;
  readonly queue_settings: QueueSettingRow;
}

export interface QueueItemRow {
  id: string;
  /** Which task does it. */
  kind: string;
  /** What a person reads. */
  title: string;
  /** JSON in the codec of `json-codec.ts`. */
  request: string;
  /** Who wants it. */
  who: string;
  state: string;
  /** The lower goes first. */
  position: number;
  /** The run that it began, which a retry in place goes on with. */
  run_id: string | null;
  /** How it ended, a sentence. */
  message: string;
  /** JSON: what it gave. */
  result: string | null;
  /** How often the process that ran it died. */
  interruptions: number;
  added_at: string;
  started_at: string | null;
  ended_at: string | null;
  /** JSON of the process that runs it, see `history/run-owner.ts`. */
  owner: string | null;
  heartbeat_at: string | null;
}

export interface QueueSettingRow {
  name: string;
  value: string;
}
