# Keeps a log of every restore: who, when, what, from where. A line of JSON each, which holds the hash of the line before:
# a line that is changed or taken away shows. It is only ever appended to. restore-log.ts adds to the same file.
#
# The file is CRESSET_RESTORE_LOG. Python is told the archive's name alone: where it lies is noted when it is written, and what
# was restored where to is not known here (restore-log.ts notes it, as "what" and "to").
import fcntl
import getpass
import hashlib
import json
import os
import socket
from datetime import datetime, timezone

LOG = os.environ.get("CRESSET_RESTORE_LOG", "restores.jsonl")
PLACES = LOG + ".places"


def archive_segment_completed(
    segment_path, archive_name, archive_path, status, status_message, archive_complete, *args, **kwargs
):
    places = known_places()
    if places.get(archive_name) == archive_path:
        return
    places[archive_name] = archive_path
    with open(PLACES + ".part", "w") as file:
        json.dump(places, file)
    os.replace(PLACES + ".part", PLACES)


def archive_restored(archive_name, *args, **kwargs):
    entry = {
        "at": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "user": getpass.getuser(),
        "host": socket.gethostname(),
        "archive": archive_name,
        "from": known_places().get(archive_name, ""),
    }
    with open(LOG, "a+b") as log:
        # Two restores at a time write one after the other.
        fcntl.flock(log, fcntl.LOCK_EX)
        log.seek(0)
        lines = log.read().splitlines()
        entry["previous"] = hashlib.sha256(lines[-1]).hexdigest() if lines else "0" * 64
        log.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        log.flush()
        os.fsync(log.fileno())
    print("noted in", LOG)


def known_places():
    try:
        with open(PLACES) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}
