"""Exports every clip of a reel and waits for the files.

    python3 deliver_reel.py Demo "/Desktop/Reels/Reel 1" "H.264" /jobs/demo/out

The server is the one of CRESSET_URL, the token that of CRESSET_TOKEN where people have to sign in. python/ of Cresset has
to be on PYTHONPATH, or cresset_client.py beside this file.
"""

import sys
import time

from cresset_client import Cresset, CressetProblem


def deliver(cresset, project_name, reel_path, preset, destination):
    """Gives the finished item of the queue."""
    project = cresset.read_project(project_name)
    reel = find_reel(cresset, project["id"], reel_path)
    clips = [entry for entry in cresset.each(cresset.read_children, reel["id"]) if "clip" in entry]
    unlinked = [clip["name"] for clip in clips if not clip.get("linked", True)]
    if unlinked:
        raise SystemExit("Media is missing: " + ", ".join(unlinked))
    print("{} clips of {}".format(len(clips), reel["path"]))
    queued = cresset.queue_export(
        sources=["cresset:" + clip["id"] for clip in clips], presets=[preset], destination_path=destination
    )
    while True:
        item = cresset.read_queue_item(queued["itemId"])
        if item["state"] not in ("waiting", "held", "running"):
            return item
        time.sleep(0.2)


def find_reel(cresset, project_id, path):
    tree = cresset.read_tree(project_id)
    for part in path.strip("/").split("/"):
        found = [child for child in tree["children"] if child["entry"]["name"] == part]
        if not found:
            raise SystemExit("There is no {} in {}.".format(part, tree["entry"]["name"]))
        tree = found[0]
    return cresset.read_entry(tree["entry"]["id"])


if __name__ == "__main__":
    try:
        done = deliver(Cresset(), *sys.argv[1:])
    except CressetProblem as problem:
        raise SystemExit("{}: {}".format(problem.code, problem))
    print("{}: {}".format(done["state"], done["message"] or "finished"))
    sys.exit(0 if done["state"] == "done" else 1)
