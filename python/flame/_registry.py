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


class _Batch:
    """Rows that were read together, and are held against the catalogue together."""

    __slots__ = ("uids", "revision", "read_at")

    def __init__(self, revision=None):
        self.uids = []
        #: Of the project when they were read; None where nobody asked.
        self.revision = revision
        self.read_at = time.monotonic()


def register(kind, cls):
    """Says which class the entries of a kind are."""
    _classes[kind] = cls


def adopt(row):
    """The object of a row that was just read or written."""
    _, batch = _rows.get(row["id"], (None, None))
    return _adopt(row, batch or _Batch())


def adopt_all(rows):
    """The objects of rows that were read together."""
    batch = _Batch()
    return [_adopt(row, batch) for row in rows]


def _adopt(row, batch):
    uid = row["id"]
    if _rows.get(uid, (None, None))[1] is not batch:
        batch.uids.append(uid)
    _rows[uid] = (row, batch)
    found = _objects.get(uid)
    if found is None:
        found = _classes[row["kind"]](uid)
        _objects[uid] = found
    return found


def keep(entry):
    """Holds an object for good: it carries attributes that a script has set."""
    _kept[entry.uid] = entry


def row_of(uid):
    """The row of an entry, as the catalogue had it not longer than half a second ago."""
    row, batch = _rows.get(uid, (None, None))
    if row is not None and time.monotonic() - batch.read_at > BELIEVED:
        _hold_against(uid, batch)
        row, batch = _rows.get(uid, (None, None))
    if row is None:
        row = request("flame.entry.get", id=uid)
        batch = _Batch()
        batch.uids.append(uid)
        _rows[uid] = (row, batch)
    return row


def _hold_against(uid, batch):
    """Asks whether anything changed since; if so, all that scripts still hold of the batch is read in one go."""
    asked_at = time.monotonic()
    revision = request("flame.entry.revision", id=uid)
    if revision == batch.revision:
        batch.read_at = asked_at
        return
    held = [each for each in batch.uids if each in _objects and _rows.get(each, (None, None))[1] is batch]
    rows = request("flame.entry.rows", ids=held)
    for each in batch.uids:
        if _rows.get(each, (None, None))[1] is batch:
            del _rows[each]
    # The number is older than the rows, never newer: what changed between the two is found next time.
    fresh = _Batch(revision)
    for row in rows:
        _adopt(row, fresh)


def forget():
    """Everything is read anew."""
    _rows.clear()


def forget_all():
    """Nothing is left of the catalogue that was there: for tests."""
    for held in (_rows, _objects, _kept):
        held.clear()


def children_of(uid):
    """What lies in a container, in order."""
    return adopt_all(request("flame.entry.children", id=uid))


def find(uid):
    """The object of an id."""
    return adopt(request("flame.entry.get", id=uid))
