"""Workspace, desktop, reel groups, reels, libraries and folders."""

from __future__ import annotations

from . import _registry
from ._attribute import plain, text
from ._bridge import request
from ._entry import PyArchiveEntry


class _Container(PyArchiveEntry):
    @property
    def children(self) -> list[PyArchiveEntry]:
        """Everything that lies in it, in order."""
        return _registry.children_of(self.uid)

    def _of(self, *kinds):
        return _registry.adopt_all(request("flame.entry.children", id=self.uid, kinds=list(kinds)))

    def _create(self, kind, name):
        return _registry.adopt(request("flame.entry.create", parent=self.uid, kind=kind, name=text(plain(name))))


class _ClipContainer(_Container):
    @property
    def clips(self) -> list[PyClip]:
        """The clips in it, sequences not among them."""
        return self._of("clip")

    @property
    def sequences(self) -> list[PySequence]:
        """The sequences in it."""
        return self._of("sequence")

    def create_sequence(
        self,
        name="Sequence",
        video_tracks=1,
        width=1920,
        height=1080,
        ratio=1.778,
        bit_depth=10,
        scan_mode="P",
        frame_rate="24 fps",
        start_at="01:00:00:00",
        duration="00:00:30:00",
        audio_tracks=0,
        **others,
    ) -> PySequence:
        """An empty sequence: so long, and black."""
        from ._pytime import PyTime, parse_rate

        rate, drop = parse_rate(frame_rate)
        start = PyTime(plain(start_at), frame_rate) if isinstance(plain(start_at), str) else plain(start_at)
        length = PyTime(plain(duration), frame_rate) if isinstance(plain(duration), str) else plain(duration)
        row = request(
            "flame.sequence.create",
            parent=self.uid,
            name=text(plain(name)),
            videoTracks=int(video_tracks),
            audioTracks=int(audio_tracks),
            width=int(width),
            height=int(height),
            rate=[rate.numerator, rate.denominator],
            dropFrame=bool(drop),
            startFrame=int(start),
            duration=int(length),
        )
        return _registry.adopt(row)


class PyReel(_ClipContainer):
    """A lane of clips."""

    @property
    def type(self) -> str:
        """Always `Reel`: a reel of Cresset holds clips and sequences alike."""
        return "Reel"

    def clear(self, confirm=False) -> bool:
        """Puts everything on it into the bin."""
        inside = [entry.uid for entry in self.children]
        if inside:
            request("flame.entry.delete", ids=inside)
            _registry.forget()
        return True


class PyReelGroup(_Container):
    """Reels of the desktop or of a library."""

    @property
    def reels(self) -> list[PyReel]:
        """Its reels, in order."""
        return self._of("reel")

    def create_reel(self, name="New Reel", sequence=False) -> PyReel:
        """A reel at the end. Reels of Cresset hold clips and sequences alike, so `sequence` changes nothing."""
        return self._create("reel", name)


class PyDesktop(_Container):
    """The desktop of the workspace."""

    @property
    def reel_groups(self) -> list[PyReelGroup]:
        """Its reel groups, in order."""
        return self._of("reel group")

    @property
    def batch_groups(self) -> list[PyBatch]:
        """Always empty: Cresset does no compositing."""
        return []

    def create_reel_group(self, name="New Reel Group") -> PyReelGroup:
        """A reel group at the end."""
        return self._create("reel group", name)


class PyFolder(_ClipContainer):
    """A folder in a library."""

    @property
    def reels(self) -> list[PyReel]:
        """Reels that lie in it."""
        return self._of("reel")

    @property
    def reel_groups(self) -> list[PyReelGroup]:
        """Reel groups that lie in it."""
        return self._of("reel group")

    @property
    def folders(self) -> list[PyFolder]:
        """Folders that lie in it."""
        return self._of("folder")

    @property
    def desktops(self) -> list[PyDesktop]:
        """Always empty: the only desktop is that of the workspace."""
        return []

    @property
    def batch_groups(self) -> list[PyBatch]:
        """Always empty: Cresset does no compositing."""
        return []

    def create_folder(self, name="New Folder") -> PyFolder:
        """A folder at the end."""
        return self._create("folder", name)

    def create_reel(self, name="New Reel", sequence=False) -> PyReel:
        """A reel at the end."""
        return self._create("reel", name)

    def create_reel_group(self, name="New Reel Group") -> PyReelGroup:
        """A reel group at the end."""
        return self._create("reel group", name)


class PyLibrary(PyFolder):
    """A library of the workspace. It is always open, and several may work in it at once."""

    @property
    def opened(self) -> bool:
        """Whether it was not closed by this script: what lies in it can be reached either way."""
        return self.__dict__.get("_opened", True)

    def open(self) -> bool:
        """True."""
        self._opened = True
        return True

    def close(self) -> bool:
        """True."""
        self._opened = False
        return True

    def acquire_exclusive_access(self) -> bool:
        """True: every change of Cresset is whole by itself, so nobody has to be kept out."""
        return True

    def release_exclusive_access(self) -> bool:
        """True."""
        return True


class PyWorkspace(_Container):
    """The workspace of the project."""

    @property
    def desktop(self) -> PyDesktop:
        """The desktop."""
        return self._of("desktop")[0]

    @property
    def libraries(self) -> list[PyLibrary]:
        """Libraries, in order."""
        return self._of("library")

    def create_library(self, name="New Library") -> PyLibrary:
        """A library at the end."""
        return self._create("library", name)


_registry.register("workspace", PyWorkspace)
_registry.register("desktop", PyDesktop)
_registry.register("reel group", PyReelGroup)
_registry.register("reel", PyReel)
_registry.register("library", PyLibrary)
_registry.register("folder", PyFolder)
