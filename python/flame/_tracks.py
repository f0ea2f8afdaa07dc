"""What lies in clips and sequences: versions, tracks, segments, transitions, markers."""

from __future__ import annotations

from fractions import Fraction

from . import _registry
from ._attribute import attribute, colour, text, texts
from ._bridge import request
from ._entry import PyObject
from ._not_covered import not_covered
from ._pytime import PyTime, format_rate


class _Part(PyObject):
    """A part of a clip, as it was when it was read."""

    def __init__(self, clip, data):
        self._clip = clip
        self._data = data

    @property
    def _key(self):
        return (self._clip.uid, type(self).__name__, self._data["key"])

    def __eq__(self, other):
        return self._key == other._key if isinstance(other, _Part) else NotImplemented

    def __hash__(self):
        return hash(self._key)

    def __repr__(self):
        return "<flame.%s %s>" % (type(self).__name__, self._data["name"])

    @property
    def parent(self) -> PyObject:
        """What it lies in."""
        return self._data.get("_parent", self._clip)

    @property
    def uid(self) -> str:
        """Its id within the clip."""
        return "%s/%s" % (self._clip.uid, self._data["key"])

    def _inside(self, cls, rows):
        return [cls(self._clip, {**row, "_parent": self}) for row in rows]


def _read_only(key):
    def read(part):
        return part._data[key]

    def write(part, value):
        name = {"shotName": "shot_name"}.get(key, key)
        raise not_covered("%s.%s = …" % (type(part).__name__, name), why="cuts are not edited in Cresset")

    return read, write


class PyVersion(_Part):
    """A version of a clip's media; a sequence has one."""

    name = attribute(*_read_only("name"), "`v003`; empty where it has none.")

    @property
    def tracks(self) -> list[PyTrack]:
        """Video tracks, bottom first."""
        return self._inside(PyTrack, self._data["tracks"])


class PyTrack(_Part):
    """A track of a version."""

    name = attribute(*_read_only("name"), "Name.")

    @property
    def segments(self) -> list[PySegment]:
        """Segments in record order; gaps are segments of type `Gap`."""
        return self._inside(PySegment, self._data["segments"])

    @property
    def transitions(self) -> list[PyTransition]:
        """Transitions in record order."""
        return self._inside(PyTransition, self._data["transitions"])


class PyAudioTrack(_Part):
    """A track of sound."""

    name = attribute(*_read_only("name"), "Name.")

    @property
    def channels(self) -> list[PyTrack]:
        """Its one lane of segments."""
        return self._inside(PyTrack, [self._data])


class PySubtitleTrack(_Part):
    """A track of subtitles."""

    name = attribute(*_read_only("name"), "Name.")


def _noted(key, field, check, shown=lambda value: value):
    """What people write on a segment: on a clip's only segment it is the clip's, on a cut's it is kept beside the cut."""

    def read(segment):
        return getattr(segment._clip, field).get_value() if segment._data["whole"] else shown(segment._data[key])

    def write(segment, value):
        if segment._data["whole"]:
            setattr(segment._clip, field, value)
            return
        if segment.type == "Gap":
            raise not_covered("PySegment.%s = …" % field, why="nothing can be written on a gap")
        given = check(value)
        notes = {key: given}
        _registry.adopt(request("flame.segment.annotate", id=segment._clip.uid, segment=segment._data["key"], notes=notes))
        segment._data[key] = given

    return read, write


class PySegment(_Part):
    """A piece of media placed on a track."""

    name = attribute(*_noted("name", "name", text), "Name.")
    shot_name = attribute(*_noted("shotName", "shot_name", text), "Name of its shot.")
    comment = attribute(*_noted("comment", "comment", text), "Comment.")
    tags = attribute(*_noted("tags", "tags", texts, list), "List of tags.")
    colour = attribute(*_noted("colour", "colour", colour, tuple), "Red, green, blue from 0 to 1.")
    hidden = attribute(*_read_only("hidden"), "Whether it is disabled in the cut.")

    @property
    def type(self) -> str:
        """`Video Segment`, `Audio Segment` or `Gap`."""
        return self._data["type"]

    def _record(self, frame):
        start = self._clip._facts["start"]
        return PyTime._of(start + frame, self._clip._rate, self._clip._facts["drop"], start)

    def _source(self, frame):
        return PyTime._of(frame, Fraction(*self._data["sourceRate"]), self._data["sourceDrop"], self._data["sourceStart"])

    @property
    def record_in(self) -> PyTime:
        """First record frame."""
        return self._record(self._data["recordIn"])

    @property
    def record_out(self) -> PyTime:
        """Past the last record frame."""
        return self._record(self._data["recordOut"])

    @property
    def record_duration(self) -> PyTime:
        """Length in the sequence."""
        frames = self._data["recordOut"] - self._data["recordIn"]
        return PyTime._of(frames, self._clip._rate, self._clip._facts["drop"])

    @property
    def source_in(self) -> PyTime:
        """First source frame."""
        return self._source(self._data["sourceIn"])

    @property
    def source_out(self) -> PyTime:
        """Past the last source frame."""
        return self._source(self._data["sourceOut"])

    @property
    def source_duration(self) -> PyTime:
        """Length of all the source there is."""
        return PyTime._of(self._data["sourceLength"], Fraction(*self._data["sourceRate"]), self._data["sourceDrop"])

    @property
    def source_name(self) -> str:
        """Name of the clip that it plays."""
        return self._data["sourceName"]

    @property
    def source_uid(self) -> str:
        """Id of what it plays."""
        return self._data["sourceUid"]

    @property
    def file_path(self) -> str:
        """The media file, `name.[first-last].ext` of an image sequence; empty where none was found."""
        return self._data["path"]

    @property
    def source_unlinked(self) -> bool:
        """Whether its media was not found."""
        return self._data["unlinked"]

    @property
    def head(self) -> int:
        """Frames of the source before the segment."""
        return self._data["head"]

    @property
    def tail(self) -> int:
        """Frames of the source after the segment."""
        return self._data["tail"]

    @property
    def tape_name(self) -> str:
        """Tape or reel name of the source."""
        return self._data["tapeName"]

    @property
    def start_frame(self) -> int:
        """Number of the source's first frame."""
        return self._data["sourceStart"]

    @property
    def source_width(self) -> int:
        """Pixels; 0 where there is no picture."""
        return self._data["width"]

    @property
    def source_height(self) -> int:
        """Pixels; 0 where there is no picture."""
        return self._data["height"]

    @property
    def source_frame_rate(self) -> str:
        """`23.976 fps`."""
        return format_rate(Fraction(*self._data["sourceRate"]))

    @property
    def source_bit_depth(self) -> int:
        """Bits of a channel; 0 where there is no picture."""
        return self._data["bitDepth"]

    def get_colour_space(self) -> str:
        """What people call the colour of its source."""
        return self._data["colourSpace"]


class PyTransition(_Part):
    """A transition between two segments."""

    name = attribute(*_read_only("name"), "Name.")

    @property
    def type(self) -> str:
        """`Dissolve` or `Wipe`."""
        return self._data["type"]

    @property
    def record_time(self) -> PyTime:
        """Its first record frame."""
        start = self._clip._facts["start"]
        return PyTime._of(start + self._data["recordIn"], self._clip._rate, self._clip._facts["drop"], start)

    @property
    def duration(self) -> PyTime:
        """Its length."""
        frames = self._data["recordOut"] - self._data["recordIn"]
        return PyTime._of(frames, self._clip._rate, self._clip._facts["drop"])


def _of_marker(key, check):
    def read(marker):
        return marker._data[key]

    def write(marker, value):
        marker._write(key, check(value))

    return read, write


class PyMarker(PyObject):
    """A marker of a clip."""

    def __init__(self, clip, index):
        self._clip = clip
        self._index = index

    name = attribute(*_of_marker("name", text), "Name.")
    comment = attribute(*_of_marker("comment", text), "Comment.")

    @property
    def _data(self):
        return self._clip._markers[self._index]

    def _write(self, key, value):
        markers = [dict(marker) for marker in self._clip._markers]
        markers[self._index][key] = value
        self._clip._annotate("markers", markers)

    @property
    def parent(self) -> PyObject:
        """Its clip."""
        return self._clip

    @property
    def location(self) -> PyTime:
        """Where it is."""
        return self._clip._time(self._data["frame"])

    @property
    def duration(self) -> PyTime:
        """Its length; 0 for a point."""
        return PyTime._of(self._data["duration"], self._clip._rate, self._clip._facts["drop"])

    def __eq__(self, other):
        return (self._clip, self._index) == (other._clip, other._index) if isinstance(other, PyMarker) else NotImplemented

    def __hash__(self):
        return hash((self._clip, self._index))
