"""A catalogue in memory, which answers the `flame` module in tests of hook files: nothing is read and nothing written."""

from __future__ import annotations

import copy
import os
import re
from typing import Any, Dict, List, Optional

from cresset_table import FLAME_VERSION

Row = Dict[str, Any]

#: What a clip is where the test says nothing.
CLIP: Row = {"duration": 100, "rate": [24, 1], "drop": False, "start": 86400, "width": 1920, "height": 1080}
DETAILS: Row = {
    "bitDepth": 10,
    "ratio": 1.777778,
    "scan": "P",
    "unlinked": False,
    "colourPrimaries": "bt709",
    "colourSpace": "Rec.709 video",
    "metadata": {},
}


class TestCatalogue:
    """A new project: a desktop with a reel group of four reels, and a library."""

    def __init__(self) -> None:
        self.rows: Dict[str, Row] = {}
        self.details: Dict[str, Row] = {}
        self.paths: Dict[str, str] = {}
        self.changes = 0
        #: What was told in messages, in order.
        self.messages: List[str] = []
        self.workspace = self.add(None, "workspace", "Workspace")["id"]
        desktop = self.add(self.workspace, "desktop", "Desktop")["id"]
        group = self.add(desktop, "reel group", "Reels")["id"]
        self.reels = [self.add(group, "reel", "Reel %d" % number)["id"] for number in range(1, 5)]
        self.add(self.workspace, "library", "Default Library")

    def add(self, parent: Optional[str], kind: str, name: str, path: str = "", **facts: Any) -> Row:
        """A row at the end of its parent. `facts` are of clips: keys of CLIP and of DETAILS."""
        number = "test-%d" % (len(self.paths) + 1)
        row: Row = {"id": number, "kind": kind, "name": name, "parent": parent, "attributes": {}}
        row["created"] = "2026-01-01T00:00:00.000Z"
        self.paths[number] = path
        if kind in ("clip", "sequence"):
            unknown = [key for key in facts if key not in CLIP and key not in DETAILS]
            if unknown:
                raise KeyError("a clip has no %s; it has %s" % (unknown[0], ", ".join([*CLIP, *DETAILS])))
            row["clip"] = {key: facts.get(key, value) for key, value in CLIP.items()}
            given = {key: facts.get(key, value) for key, value in DETAILS.items()}
            self.details[number] = {**given, "sourceUid": path or number}
        self.rows[number] = row
        return copy.deepcopy(row)

    def request(self, method: str, params: Optional[Row] = None) -> Any:
        """Answers what `flame` asks. Raises NotImplementedError for what only a running Cresset can do."""
        answer = getattr(self, "_" + method.replace("flame.", "", 1).replace(".", "_"), None)
        if answer is None:
            raise NotImplementedError("%s needs a running Cresset: give the test's own answer for the call." % method)
        self.changes += 1
        return copy.deepcopy(answer(**(params or {})))

    def _row(self, id: str) -> Row:
        if id not in self.rows:
            raise RuntimeError("There is no entry %s in the catalogue." % id)
        return self.rows[id]

    def _below(self, parent: Optional[str]) -> List[Row]:
        return [row for row in self.rows.values() if row["parent"] == parent]

    def _entry_get(self, id: str) -> Row:
        return self._row(id)

    def _entry_children(self, id: str, kinds: Optional[List[str]] = None) -> List[Row]:
        self._row(id)
        return [row for row in self._below(id) if kinds is None or row["kind"] in kinds]

    def _entry_revision(self, id: str) -> int:
        self._row(id)
        return self.changes

    def _entry_rows(self, ids: List[str]) -> List[Row]:
        return [self.rows[each] for each in ids if each in self.rows]

    def _entry_create(self, parent: str, kind: str, name: str) -> Row:
        self._row(parent)
        return self.add(parent, kind, name)

    def _entry_rename(self, id: str, name: str) -> Row:
        self._row(id)["name"] = name
        return self._row(id)

    def _entry_annotate(self, id: str, attributes: Row) -> Row:
        self._row(id)["attributes"].update(attributes)
        return self._row(id)

    def _entry_delete(self, ids: List[str]) -> None:
        for each in ids:
            self._row(each)
            self._entry_delete([row["id"] for row in self._below(each)])
            del self.rows[each]

    def _entry_copy(self, ids: List[str], parent: Optional[str]) -> List[Row]:
        copies = []
        for each in ids:
            row = self._row(each)
            facts = {**row.get("clip", {}), **{key: self.details.get(each, {}).get(key) for key in DETAILS if "clip" in row}}
            made = self.add(parent, row["kind"], row["name"], self.paths[each], **facts)
            self.rows[made["id"]]["attributes"] = copy.deepcopy(row["attributes"])
            self._entry_copy([below["id"] for below in self._below(each)], made["id"])
            copies.append(self.rows[made["id"]])
        return copies

    def _entry_duplicate(self, ids: List[str]) -> List[Row]:
        return [made for each in ids for made in self._entry_copy([each], self._row(each)["parent"])]

    def _entry_move(self, ids: List[str], parent: str) -> List[Row]:
        self._row(parent)
        for each in ids:
            self._row(each)["parent"] = parent
            # To the end of its new parent.
            self.rows[each] = self.rows.pop(each)
        return [self.rows[each] for each in ids]

    def _find(self, uid: Optional[str] = None, name: str = "", parents: Optional[List[str]] = None) -> List[Row]:
        if uid is not None:
            return [self.rows[uid]] if uid in self.rows else []
        return [row for row in self.rows.values() if row["name"] == name and (parents is None or self._lies_in(row, parents))]

    def _lies_in(self, row: Row, parents: List[str]) -> bool:
        at = row["parent"]
        while at is not None and at not in parents:
            at = self.rows[at]["parent"]
        return at is not None

    def _import(self, paths: List[str], destination: Optional[str]) -> List[Row]:
        into = destination
        if into is not None and self._row(into)["kind"] not in ("reel", "library", "folder"):
            into = self.reels[0]
        return [self.add(into, "clip", clip_name(path), path, **numbers_of(path)) for path in paths]

    def _sequence_create(self, parent: str, name: str, **wish: Any) -> Row:
        facts = {"duration": wish["duration"], "rate": wish["rate"], "drop": wish["dropFrame"]}
        facts.update(start=wish["startFrame"], width=wish["width"], height=wish["height"])
        return self.add(parent, "sequence", name, **facts)

    def _clip_details(self, id: str) -> Row:
        self._row(id)
        return self.details[id]

    def _clip_start(self, id: str, frame: int) -> Row:
        self._row(id)["clip"]["start"] = frame
        return self._row(id)

    def _clip_versions(self, id: str) -> Row:
        """One version of one track of one segment."""
        row, details = self._row(id), self.details[id]
        facts = row["clip"]
        segment = {
            **{"key": "1", "name": row["name"], "shotName": "", "comment": "", "type": "Video Segment", "hidden": False},
            **{"whole": True, "recordIn": 0, "recordOut": facts["duration"], "sourceIn": facts["start"]},
            **{"sourceOut": facts["start"] + facts["duration"], "sourceStart": facts["start"], "head": 0, "tail": 0},
            **{"sourceLength": facts["duration"], "sourceRate": facts["rate"], "sourceDrop": facts["drop"]},
            **{"sourceName": row["name"], "sourceUid": details["sourceUid"], "path": self.paths[id], "tapeName": ""},
            **{"unlinked": details["unlinked"], "width": facts["width"], "height": facts["height"]},
            **{"bitDepth": details["bitDepth"], "colourSpace": details["colourSpace"]},
        }
        track = {"key": "V1", "name": "V1", "segments": [segment], "transitions": []}
        return {"versions": [{"key": "0", "name": "", "tracks": [track]}], "audio": [], "subtitles": []}

    def _project_current(self) -> Row:
        return {"id": "test", "name": "test", "nickname": "test", "folder": "", "workspace": self.workspace}

    def _session(self) -> Row:
        user = {"name": "test", "nickname": "test"}
        return {"cressetVersion": FLAME_VERSION, "user": user, "home": "/tmp/cresset-test"}

    def _presets_folder(self, visibility: str) -> str:
        return "/tmp/cresset-test/presets/" + visibility.lower()

    def _hooks_rescan(self) -> bool:
        return True

    def _messages_dialog(self, title: str, message: str, type: str, buttons: List[str], cancelButton: str) -> str:
        self.messages.append(message)
        return cancelButton or (buttons[0] if buttons else "")

    def _messages_console(self, message: str, type: str) -> None:
        self.messages.append(message)

    def _browser_show(self, path: str, title: str) -> List[str]:
        return []


def numbers_of(path: str) -> Row:
    """`/x/sh010.[1001-1070].exr` → 70 frames from 1001; nothing where the path does not say."""
    found = re.search(r"\[(\d+)-(\d+)\]", os.path.basename(path))
    if found is None:
        return {}
    first, last = int(found.group(1)), int(found.group(2))
    return {"duration": last - first + 1, "start": first}


def clip_name(path: str) -> str:
    """`/x/sh010.[1001-1070].exr` → `sh010`."""
    stem = os.path.splitext(os.path.basename(path.rstrip("/")))[0]
    return re.sub(r"([._]?(\[[^\]]*\]|\{[^}]*\}|%\d*d|#+))+$", "", stem) or stem
