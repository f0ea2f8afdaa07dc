# Keeps a row for each archive in a database of the house, here SQLite: where it lies, its segments, when it was complete,
# when it was last restored. CRESSET_HOUSE_DATABASE is its file. archive-database.ts does the same in TypeScript.
import contextlib
import os
import sqlite3
from datetime import datetime, timezone

DATABASE = os.environ.get("CRESSET_HOUSE_DATABASE", "house.db")

TABLE = """create table if not exists archives (name text primary key, place text not null default '',
    segments integer not null default 0, fault text not null default '', completed_at text, restored_at text)"""


def archive_segment_completed(
    segment_path, archive_name, archive_path, status, status_message, archive_complete, *args, **kwargs
):
    change(
        "insert into archives (name, place, segments, fault) values (?, ?, ?, ?)"
        " on conflict (name) do update set place = excluded.place, segments = segments + excluded.segments,"
        " fault = excluded.fault",
        (archive_name, archive_path, 1 if status == 0 else 0, status_message),
    )


def archive_completed(archive_name, *args, **kwargs):
    touch("completed_at", archive_name)


def archive_restored(archive_name, *args, **kwargs):
    touch("restored_at", archive_name)


def touch(column, name):
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    change(
        "insert into archives (name, {0}) values (?, ?) on conflict (name) do update set {0} = excluded.{0}".format(column),
        (name, now),
    )


def change(statement, values):
    # Opened for each change: the database belongs to the house, and others write to it too.
    with contextlib.closing(sqlite3.connect(DATABASE, timeout=10)) as database, database:
        database.execute(TABLE)
        database.execute(statement, values)
