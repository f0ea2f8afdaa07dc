"""
The `flame` module, as Python hook files written for Flame use it, answered by Cresset.

What is covered stands in docs/flame-module.md; `cresset hooks check FOLDER` tells it of a folder of scripts.
"""

from ._attribute import PyAttribute
from ._batch import (
    PyActionNode,
    PyBatch,
    PyBatchIteration,
    PyClipNode,
    PyMediaHubFilesEntry,
    PyMediaHubFilesFolder,
    PyMediaHubProjectsEntry,
    PyMediaHubProjectsFolder,
    PyNode,
    PyRenderNode,
    PyTimelineFX,
    PyWriteFileNode,
)
from ._clips import PyClip, PySequence
from ._commands import execute_command, schedule_idle_event
from ._containers import PyDesktop, PyFolder, PyLibrary, PyReel, PyReelGroup, PyWorkspace
from ._editing import PyMediaPanel, delete, duplicate, import_clips
from ._entry import PyArchiveEntry, PyObject
from ._exporter import PyExporter
from ._interface import (
    PyBrowser,
    PyMessages,
    PyTimeline,
    execute_shortcut,
    get_current_tab,
    go_to,
    set_current_tab,
)
from ._not_covered import not_covered as _not_covered
from ._project import PyProject, PyProjectSelector, PyUser, PyUsers, find_by_name, find_by_uid
from ._pytime import PyTime
from ._tracks import PyAudioTrack, PyMarker, PySegment, PySubtitleTrack, PyTrack, PyTransition, PyVersion
from ._version import (
    get_home_directory,
    get_version,
    get_version_major,
    get_version_minor,
    get_version_patch,
    get_version_stamp,
)

batch = PyBatch()
browser = PyBrowser()
media_panel = PyMediaPanel()
messages = PyMessages()
projects = project = PyProjectSelector()
timeline = PyTimeline()
users = PyUsers()

__all__ = sorted(name for name in globals() if not name.startswith("_"))


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise _not_covered("flame.%s" % name, __all__)
