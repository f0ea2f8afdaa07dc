"""The project, and who works in it."""

from __future__ import annotations

from . import _registry
from ._bridge import request
from ._entry import PyArchiveEntry, PyObject


class PyProject(PyObject):
    """The project of the run. Its names are plain texts."""

    def __init__(self, data):
        self._data = data

    @property
    def name(self) -> str:
        """Name."""
        return self._data["name"]

    @property
    def nickname(self) -> str:
        """Nickname; the name where it has none."""
        return self._data["nickname"]

    @property
    def project_folder(self) -> str:
        """Folder of the project's own files; empty where it has none."""
        return self._data["folder"]

    @property
    def current_workspace(self) -> PyWorkspace:
        """Its workspace."""
        return _registry.find(self._data["workspace"])

    @property
    def shared_libraries(self) -> list[PyLibrary]:
        """Always empty: every library of Cresset belongs to a project."""
        return []

    def refresh_shared_libraries(self) -> bool:
        """True: there is nothing to refresh."""
        return True

    def __eq__(self, other):
        return self._data["id"] == other._data["id"] if isinstance(other, PyProject) else NotImplemented

    def __hash__(self):
        return hash(self._data["id"])


class PyProjectSelector(PyObject):
    """`flame.projects` and `flame.project`."""

    @property
    def current_project(self) -> PyProject:
        """The project of the run."""
        return PyProject(request("flame.project.current"))


class PyUser(PyObject):
    """A person."""

    def __init__(self, data):
        self._data = data

    @property
    def name(self) -> str:
        """Name."""
        return self._data["name"]

    @property
    def nickname(self) -> str:
        """Nickname."""
        return self._data["nickname"]


class PyUsers(PyObject):
    """`flame.users`."""

    @property
    def current_user(self) -> PyUser:
        """Who started the run."""
        return PyUser(request("flame.session")["user"])


def find_by_name(name, parent=None) -> list[PyArchiveEntry]:
    """Everything of that name in the project, or below `parent`."""
    parents = None if parent is None else [parent.uid]
    return _registry.adopt_all(request("flame.find", name=str(name), parents=parents))


def find_by_uid(uid) -> PyArchiveEntry:
    """The item of an id; None where there is none."""
    rows = request("flame.find", uid=str(uid))
    return _registry.adopt(rows[0]) if rows else None
