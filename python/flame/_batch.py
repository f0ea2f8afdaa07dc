"""Compositing, which Cresset does not do."""

from ._entry import PyObject
from ._not_covered import not_covered


class PyBatch(PyObject):
    """`flame.batch`: each of its calls raises NotImplementedError."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise not_covered("flame.batch.%s" % name, why="Cresset does no compositing")

    def __setattr__(self, name, value):
        raise not_covered("flame.batch.%s" % name, why="Cresset does no compositing")


def _absent(name, why):
    """A class for isinstance: nothing of Cresset is one, and none can be made."""

    def refuse(self, *args, **kwargs):
        raise not_covered("flame.%s()" % name, why=why)

    return type(name, (PyObject,), {"__init__": refuse, "__doc__": "For isinstance only: %s." % why, "__module__": __name__})


_COMPOSITING = "Cresset does no compositing"
_NO_MEDIA_HUB = "Cresset has no MediaHub"
PyNode = _absent("PyNode", _COMPOSITING)
PyActionNode = _absent("PyActionNode", _COMPOSITING)
PyBatchIteration = _absent("PyBatchIteration", _COMPOSITING)
PyClipNode = _absent("PyClipNode", _COMPOSITING)
PyRenderNode = _absent("PyRenderNode", _COMPOSITING)
PyTimelineFX = _absent("PyTimelineFX", _COMPOSITING)
PyWriteFileNode = _absent("PyWriteFileNode", _COMPOSITING)
PyMediaHubFilesEntry = _absent("PyMediaHubFilesEntry", _NO_MEDIA_HUB)
PyMediaHubFilesFolder = _absent("PyMediaHubFilesFolder", _NO_MEDIA_HUB)
PyMediaHubProjectsEntry = _absent("PyMediaHubProjectsEntry", _NO_MEDIA_HUB)
PyMediaHubProjectsFolder = _absent("PyMediaHubProjectsFolder", _NO_MEDIA_HUB)
