"""What all items of the catalogue have."""

from __future__ import annotations

from . import _registry
from ._attribute import attribute, colour, flag, plain, text, texts
from ._bridge import request
from ._not_covered import not_covered


class PyObject:
    """An object of Flame: it takes further attributes that scripts set."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise not_covered("%s.%s" % (type(self).__name__, name), dir(type(self)))


def _annotated(key, default, check):
    def read(entry):
        value = entry._row["attributes"].get(key)
        return default() if value is None else value

    def write(entry, value):
        entry._annotate(key, check(value))

    return read, write


def _rename(entry, value):
    _registry.adopt(request("flame.entry.rename", id=entry.uid, name=text(value)))


class PyArchiveEntry(PyObject):
    """An item of the catalogue."""

    def __init__(self, uid):
        object.__setattr__(self, "_uid", uid)

    name = attribute(lambda entry: entry._row["name"], _rename, "Name.")
    comment = attribute(*_annotated("comment", str, text), "Comment.")
    tags = attribute(*_annotated("tags", list, texts), "List of tags.")
    hidden = attribute(*_annotated("hidden", bool, flag), "Whether it is hidden.")
    expanded = attribute(*_annotated("expanded", bool, flag), "Whether it is shown open.")
    colour = attribute(
        lambda entry: tuple(entry._row["attributes"].get("colour") or (0.0, 0.0, 0.0)),
        lambda entry, value: entry._annotate("colour", colour(value)),
        "Red, green, blue from 0 to 1.",
    )

    @property
    def uid(self) -> str:
        """Its id, the same for as long as it exists."""
        return self._uid

    @property
    def parent(self) -> PyArchiveEntry:
        """What it lies in; None for what lies nowhere."""
        found = self._row["parent"]
        return None if found is None else _registry.find(found)

    @property
    def attributes(self) -> list[str]:
        """Names of the attributes that are objects."""
        return sorted(name for name in dir(type(self)) if isinstance(getattr(type(self), name), attribute))

    @property
    def _row(self):
        return _registry.row_of(self._uid)

    def _annotate(self, key, value):
        _registry.adopt(request("flame.entry.annotate", id=self._uid, attributes={key: value}))

    def __setattr__(self, name, value):
        known = hasattr(type(self), name)
        object.__setattr__(self, name, value)
        if not known:
            _registry.keep(self)

    def __eq__(self, other):
        return self._uid == other._uid if isinstance(other, PyArchiveEntry) else NotImplemented

    def __hash__(self):
        return hash(self._uid)

    def __repr__(self):
        return "<flame.%s %s>" % (type(self).__name__, self._uid)

    def __str__(self):
        return "<%s %s>" % (type(self).__name__, self.name)


def entries_of(value):
    """An entry, a container's worth of them, or a list, as a flat list of entries. Raises TypeError for others."""
    value = plain(value)
    if isinstance(value, PyArchiveEntry):
        return [value]
    if isinstance(value, (list, tuple, set)):
        return [entry for each in value for entry in entries_of(each)]
    raise TypeError("Expected a clip, a container or a list of them, got %r." % (value,))


def ids_of(value):
    """The ids of `entries_of`."""
    return [entry.uid for entry in entries_of(value)]
