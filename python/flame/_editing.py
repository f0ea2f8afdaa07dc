"""Import, copy, move, delete."""

from __future__ import annotations

import os

from . import _registry
from ._attribute import plain
from ._bridge import request
from ._entry import PyArchiveEntry, PyObject, ids_of


def _paths(path):
    path = plain(path)
    if isinstance(path, (list, tuple)):
        return [each for one in path for each in _paths(one)]
    if isinstance(path, (str, os.PathLike)):
        return [os.path.join(os.getcwd(), os.path.expanduser(os.fspath(path)))]
    raise TypeError("Expected a path or a list of paths, got %r." % (path,))


def import_clips(path, destination=None) -> list[PyClip]:
    """
    Brings media into the catalogue and gives its clips.

    `path` is a file, `name.[first-last].ext`, a folder, `{name}_v{version}.{frame}.{extension}`, or a list of these;
    `destination` a reel, folder, library or desktop. Without one the clips lie nowhere.
    """
    into = None if destination is None else ids_of(destination)[0]
    rows = request("flame.import", paths=_paths(path), destination=into)
    return _registry.adopt_all(rows)


def delete(flame_objects, confirm=True) -> bool:
    """Puts objects into the bin, with all that lies in them. `confirm` is not asked for."""
    request("flame.entry.delete", ids=ids_of(flame_objects))
    _registry.forget()
    return True


def duplicate(flame_objects) -> PyArchiveEntry:
    """A copy beside each object: one for one, a list for a list."""
    rows = request("flame.entry.duplicate", ids=ids_of(flame_objects))
    copies = _registry.adopt_all(rows)
    return copies if isinstance(flame_objects, (list, tuple)) else copies[0]


class PyMediaPanel(PyObject):
    """`flame.media_panel`."""

    @property
    def selected_entries(self) -> list[PyArchiveEntry]:
        """What is selected: empty, since nobody selects anything while a hook runs."""
        return []

    def copy(self, source_entries, destination, duplicate_action="add") -> list[PyArchiveEntry]:
        """Copies entries to the end of a container and gives the copies."""
        into = ids_of(destination)[0]
        return _registry.adopt_all(request("flame.entry.copy", ids=ids_of(source_entries), parent=into))

    def move(self, source_entries, destination, duplicate_action="add") -> list[PyArchiveEntry]:
        """Moves entries to the end of a container."""
        into = ids_of(destination)[0]
        return _registry.adopt_all(request("flame.entry.move", ids=ids_of(source_entries), parent=into))
