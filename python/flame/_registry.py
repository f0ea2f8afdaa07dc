"""The objects of the catalogue, each once: two look-ups of one clip are the same object."""

from __future__ import annotations

import time
import weakref

from ._bridge import request

# How long a row is believed, in seconds. Other processes may change the catalogue at any time; a loop over a reel must
# not ask for each clip again.
BELIEVED = 0.5

_classes: dict = {}
_objects: weakref.WeakValueDictionary = weakref.WeakValueDictionary()
_kept: dict = {}
_rows: dict = {}


def register(kind, cls):
    """Says which class the entries of a kind are."""
    _classes[kind] = cls


def adopt(row):
    """The object of a row that was just read."""
    uid = row["id"]
    _rows[uid] = (row, time.monotonic())
    found = _objects.get(uid)
    if found is None:
        found = _classes[row["kind"]](uid)
        _objects[uid] = found
    return found


def adopt_all(rows):
    """The objects of rows."""
    return [adopt(row) for row in rows]


def keep(entry):
    """Holds an object for good: it carries attributes that a script has set."""
    _kept[entry.uid] = entry


def row_of(uid):
    """The row of an entry, not older than half a second."""
    row, read_at = _rows.get(uid, (None, 0.0))
    if row is None or time.monotonic() - read_at > BELIEVED:
        row = request("flame.entry.get", id=uid)
        _rows[uid] = (row, time.monotonic())
    return row


def forget():
    """Everything is read anew."""
    _rows.clear()


def children_of(uid):
    """What lies in a container, in order."""
    return adopt_all(request("flame.entry.children", id=uid))


def find(uid):
    """The object of an id."""
    return adopt(request("flame.entry.get", id=uid))
