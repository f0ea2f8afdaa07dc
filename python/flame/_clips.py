"""Clips and sequences."""

from __future__ import annotations

import time
from fractions import Fraction

from . import _registry
from ._attribute import attribute, plain, text
from ._bridge import request
from ._entry import PyArchiveEntry, _annotated
from ._pytime import PyTime, format_rate, parse_timecode
from ._tracks import PyAudioTrack, PyMarker, PySubtitleTrack, PyVersion


def _mark(key):
    def read(clip):
        frame = clip._row["attributes"].get(key)
        return None if frame is None else clip._time(frame)

    def write(clip, value):
        clip._annotate(key, None if value is None else clip._frame_in(value))

    def same(clip, value, other):
        if value is None or other is None:
            return value is other
        try:
            return clip._facts["start"] + clip._frame_in(other) == value.frame
        except (TypeError, ValueError):
            return False

    return attribute(read, write, "The marked frame; None where nothing is marked.", same)


class PyClip(PyArchiveEntry):
    """Media as an item on a reel."""

    shot_name = attribute(*_annotated("shotName", str, text), "Name of its shot.")
    in_mark = _mark("inMark")
    out_mark = _mark("outMark")
    start_time = attribute(
        lambda clip: PyTime._of(clip._facts["start"], clip._rate, clip._facts["drop"], clip._facts["start"]),
        lambda clip, value: clip._start_at(value),
        "Timecode of the first frame.",
    )

    @property
    def _facts(self):
        return self._row["clip"]

    @property
    def _rate(self):
        return Fraction(*self._facts["rate"])

    @property
    def _details(self):
        """What is read from its media, believed as long as a row."""
        held, read_at = self.__dict__.get("_held_details", (None, 0.0))
        if held is None or time.monotonic() - read_at > _registry.BELIEVED:
            held = request("flame.clip.details", id=self.uid)
            object.__setattr__(self, "_held_details", (held, time.monotonic()))
        return held

    def _time(self, frame):
        """A frame counted from the first, which is 0, as a moment of its timecode."""
        start = self._facts["start"]
        return PyTime._of(start + frame, self._rate, self._facts["drop"], start)

    def _frame_in(self, value):
        """The frame, counted from 0, of a moment that a script gave."""
        if isinstance(value, str):
            frame = parse_timecode(value, self._rate, self._facts["drop"] or None)[0] - self._facts["start"]
        elif isinstance(value, PyTime) and value._rate is not None:
            frame = value.frame - self._facts["start"]
        elif isinstance(value, (int, PyTime)) and not isinstance(value, bool):
            frame = int(value) - 1
        else:
            raise TypeError("Expected a PyTime, a frame counted from 1, or a timecode, got %r." % (value,))
        if not 0 <= frame <= self._facts["duration"]:
            raise ValueError("%s lies outside of %s." % (value, self.name))
        return frame

    def _start_at(self, value):
        if isinstance(value, str):
            value = parse_timecode(value, self._rate)[0]
        if not isinstance(value, (int, PyTime)) or isinstance(value, bool):
            raise TypeError("Expected a PyTime or a timecode, got %r." % (value,))
        _registry.adopt(request("flame.clip.start", id=self.uid, frame=int(value)))

    @property
    def width(self) -> int:
        """Pixels; 0 for sound alone."""
        return self._facts["width"]

    @property
    def height(self) -> int:
        """Pixels; 0 for sound alone."""
        return self._facts["height"]

    @property
    def bit_depth(self) -> int:
        """Bits of a channel."""
        return self._details["bitDepth"]

    @property
    def ratio(self) -> float:
        """Width of the picture over its height."""
        return self._details["ratio"]

    @property
    def scan_mode(self) -> str:
        """`P`, `F1` or `F2`."""
        return self._details["scan"]

    @property
    def frame_rate(self) -> str:
        """`23.976 fps`."""
        return format_rate(self._rate)

    @property
    def start_frame(self) -> int:
        """Number of the first frame: of the first file of an image sequence, else from its timecode."""
        return self._facts["start"]

    @property
    def duration(self) -> PyTime:
        """Its length."""
        return PyTime._of(self._facts["duration"], self._rate, self._facts["drop"])

    @property
    def cached(self) -> bool:
        """Always False: media stays where it is."""
        return False

    @property
    def unlinked(self) -> bool:
        """Whether its media is not there."""
        return self._details["unlinked"]

    @property
    def versions(self) -> list[PyVersion]:
        """Its versions with their tracks; one for most clips."""
        return [PyVersion(self, data) for data in request("flame.clip.versions", id=self.uid)["versions"]]

    @property
    def audio_tracks(self) -> list[PyAudioTrack]:
        """Its sound."""
        return [PyAudioTrack(self, data) for data in request("flame.clip.versions", id=self.uid)["audio"]]

    @property
    def subtitles(self) -> list[PySubtitleTrack]:
        """Its subtitle tracks."""
        return [PySubtitleTrack(self, data) for data in request("flame.clip.versions", id=self.uid)["subtitles"]]

    @property
    def markers(self) -> list[PyMarker]:
        """Its markers, in order of time."""
        return [PyMarker(self, index) for index in range(len(self._markers))]

    @property
    def _markers(self):
        return self._row["attributes"].get("markers") or []

    @property
    def creation_date(self) -> str:
        """When it was imported: ISO 8601, UTC."""
        return self._row["created"]

    @property
    def source_uid(self) -> str:
        """Id of what it plays: equal for copies of a clip."""
        return self._details["sourceUid"]

    @property
    def archive_date(self) -> str:
        """When it was archived; empty, since archives are not noted on clips."""
        return ""

    @property
    def archive_error(self) -> str:
        """Why it could not be archived; empty."""
        return ""

    @property
    def colour_primaries(self) -> str:
        """Colour primaries of the media: `bt709`."""
        return self._details["colourPrimaries"]

    def get_colour_space(self) -> str:
        """What people call its colour: `Rec.709 video`."""
        return self._details["colourSpace"]

    def get_metadata(self) -> dict:
        """What the media file says of itself: key → text."""
        return dict(self._details["metadata"])

    def create_marker(self, location) -> PyMarker:
        """A marker at a PyTime, a frame counted from 1, or a timecode."""
        marker = {"frame": self._frame_in(plain(location)), "duration": 0, "name": "", "comment": ""}
        markers = sorted([*self._markers, marker], key=lambda each: each["frame"])
        self._annotate("markers", markers)
        return PyMarker(self, next(at for at, each in enumerate(markers) if each is marker))

    def change_start_frame(self, start_frame, use_segments_timecode=True) -> bool:
        """Sets the number of the first frame."""
        self._start_at(int(plain(start_frame)))
        return True

    def save(self) -> bool:
        """True: every change is saved when it is made."""
        return True


class PySequence(PyClip):
    """An edit as an item on a reel."""

    @property
    def groups(self) -> list:
        """Always empty: cuts have no groups."""
        return []


_registry.register("clip", PyClip)
_registry.register("sequence", PySequence)
