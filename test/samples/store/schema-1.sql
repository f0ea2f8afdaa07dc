-- A store as the first schema left it, with one run in it.
pragma journal_mode = wal;
create table "cresset_schema" ("version" integer primary key, "name" text not null, "applied_at" text not null);
CREATE TABLE "runs" ("id" text primary key, "kind" text not null, "status" text not null, "request" text not null, "user_data" text, "summary" text, "progress" text, "started_at" text not null, "ended_at" text, "owner_token" text, "owner_host" text, "owner_space" text, "owner_boot" text, "owner_pid" integer, "owner_started" text, "heartbeat_at" text);
CREATE INDEX "runs_by_start" on "runs" ("started_at", "id");
CREATE TABLE "steps" ("run_id" text not null references "runs" ("id") on delete cascade, "key" text not null, "ordinal" integer not null, "kind" text not null, "status" text not null, "started_at" text not null, "ended_at" text, "result" text, "error" text, constraint "steps_key" primary key ("run_id", "key"));
CREATE TABLE "written_files" ("run_id" text not null references "runs" ("id") on delete cascade, "path" text not null, "asset_id" text not null, "bytes" bigint not null, "xxh128" text not null, "frames" integer not null, constraint "written_files_key" primary key ("run_id", "path"));
insert into cresset_schema values (1, 'history of runs', '2026-11-21T14:30:00.000Z');
insert into runs (id, kind, status, request, user_data, started_at, ended_at)
  values ('20261121-143005-k3f9', 'export', 'finished', '{"sources":["/cuts/reel.otio"]}', '{"mails":2}', '2026-11-21T14:30:05.000Z', '2026-11-21T14:31:00.000Z');
insert into steps values ('20261121-143005-k3f9', 'preExport', 0, 'hook', 'done', '2026-11-21T14:30:06.000Z', '2026-11-21T14:30:06.100Z', '{"$bigint":"7"}', null);
insert into written_files values ('20261121-143005-k3f9', '/out/reel.mov', '1.1', 5000000000, '00ff', 240);
