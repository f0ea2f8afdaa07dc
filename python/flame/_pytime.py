"""Time in frames and timecode."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import total_ordering

_TIMECODE = re.compile(r"^(-?)(\d{1,2}):(\d{2})[:;](\d{2})([:;.,+#])(\d{2,3})$")
_RATE = re.compile(r"^\s*(\d+(?:\.\d+)?)(?:\s*/\s*(\d+))?\s*(?:fps|p)?\s*(DF|NDF)?\s*$", re.IGNORECASE)


def parse_rate(value):
    """A rate as scripts write it (25, 23.976, "29.97 fps DF", "24000/1001") as (Fraction, drop or None)."""
    if isinstance(value, Fraction):
        return value, None
    match = _RATE.match(str(value))
    if match is None or float(match.group(1)) <= 0:
        raise ValueError('Expected a frame rate such as "23.976 fps", got %r.' % (value,))
    number, divisor, mode = match.groups()
    drop = None if mode is None else mode.upper() == "DF"
    if divisor is not None:
        return Fraction(int(float(number)), int(divisor)), drop
    exact = Fraction(number)
    nominal = -(-exact.numerator // exact.denominator)
    if exact != nominal and abs(float(exact) - nominal * 1000 / 1001) < 0.006:
        return Fraction(nominal * 1000, 1001), drop
    return exact, drop


def format_rate(rate):
    """`23.976 fps`."""
    text = ("%.3f" % float(rate)).rstrip("0").rstrip(".")
    return text + " fps"


def _allows_drop(rate):
    return rate in (Fraction(30000, 1001), Fraction(60000, 1001))


def format_timecode(frame, rate, drop=False):
    """Frames since 00:00:00:00 as timecode; drop frame is written `hh:mm:ss;ff`. Past 24 hours it starts again."""
    base = round(rate)
    drop = drop and _allows_drop(rate)
    dropped = base // 30 * 2 if drop else 0
    per_ten = base * 600 - dropped * 9
    count = frame % (per_ten * 144)
    if drop:
        tens, rest = divmod(count, per_ten)
        first = base * 60
        skipped = 0 if rest < first else 1 + (rest - first) // (base * 60 - dropped)
        count += dropped * (tens * 9 + skipped)
    seconds, frames = divmod(count, base)
    return "%02d:%02d:%02d%s%02d" % (
        seconds // 3600,
        seconds // 60 % 60,
        seconds % 60,
        ";" if drop else ":",
        frames,
    )


def parse_timecode(text, rate, drop=None):
    """`hh:mm:ss:ff` at a rate as (frames since 00:00:00:00, drop)."""
    match = _TIMECODE.match(text.strip())
    if match is None:
        raise ValueError("Expected a timecode such as 01:00:00:00, got %r." % (text,))
    sign, hours, minutes, seconds, separator, frames = match.groups()
    hours, minutes, seconds, frames = int(hours), int(minutes), int(seconds), int(frames)
    base = round(rate)
    if drop is None:
        drop = separator in ";,." and _allows_drop(rate)
    if minutes > 59 or seconds > 59 or frames >= base:
        raise ValueError("The timecode %r does not exist at %s." % (text, format_rate(rate)))
    frame = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if drop:
        dropped = base // 30 * 2
        if seconds == 0 and frames < dropped and minutes % 10:
            raise ValueError("The timecode %r does not exist in drop frame: that number is skipped." % (text,))
        total = hours * 60 + minutes
        frame -= dropped * (total - total // 10)
    return (-frame if sign else frame), drop


@total_ordering
class PyTime:
    """
    A moment or a duration.

    `PyTime(12)` is a frame counted from 1 of whatever it is used on; `PyTime(86400, "24 fps")` and
    `PyTime("01:00:00:00", "24 fps")` are frames since 00:00:00:00.
    """

    def __init__(self, value=0, frame_rate=None):
        self._rate, drop = (None, False) if frame_rate is None else parse_rate(frame_rate)
        self._origin = None
        if isinstance(value, PyTime):
            value = value.frame
        if isinstance(value, str):
            if self._rate is None:
                raise ValueError('A timecode needs a frame rate: PyTime("%s", "24 fps").' % value)
            self._frame, self._drop = parse_timecode(value, self._rate, drop)
        elif isinstance(value, int) and not isinstance(value, bool):
            self._frame, self._drop = value, bool(drop) and _allows_drop(self._rate)
        else:
            raise TypeError("Expected a frame number or a timecode, got %r." % (value,))

    @classmethod
    def _of(cls, frame, rate=None, drop=False, origin=None):
        time = cls.__new__(cls)
        time._frame, time._rate, time._drop, time._origin = frame, rate, bool(drop), origin
        return time

    @property
    def frame(self) -> int:
        """Frames since 00:00:00:00; of a duration its length."""
        return self._frame

    @property
    def relative_frame(self) -> int:
        """Frames from the beginning of its clip or sequence, which is 1; of a duration its length."""
        return self._frame if self._origin is None else self._frame - self._origin + 1

    @property
    def frame_rate(self) -> str:
        """`23.976 fps`; empty where it has none."""
        return "" if self._rate is None else format_rate(self._rate)

    @property
    def timecode(self) -> str:
        """`01:00:00:00`, or `01:00:00;00` in drop frame."""
        if self._rate is None:
            raise ValueError("PyTime(%d) has no frame rate, and so no timecode." % self._frame)
        return format_timecode(self._frame, self._rate, self._drop)

    def _frames_of(self, other):
        if isinstance(other, PyTime):
            if self._rate is not None and other._rate is not None and self._rate != other._rate:
                raise ValueError("%s and %s are counted at two frame rates." % (self, other))
            return other._frame
        if isinstance(other, int) and not isinstance(other, bool):
            return other
        return None

    def _with(self, frame, other):
        rate, drop, origin = self._rate, self._drop, self._origin
        if rate is None and isinstance(other, PyTime):
            rate, drop, origin = other._rate, other._drop, other._origin
        return PyTime._of(frame, rate, drop, origin)

    def __add__(self, other):
        frames = self._frames_of(other)
        return NotImplemented if frames is None else self._with(self._frame + frames, other)

    __radd__ = __add__

    def __sub__(self, other):
        frames = self._frames_of(other)
        if frames is None:
            return NotImplemented
        result = self._with(self._frame - frames, other)
        # The way from one moment to another is a duration: it begins nowhere.
        if isinstance(other, PyTime) and other._origin is not None:
            result._origin = None
        return result

    def __rsub__(self, other):
        frames = self._frames_of(other)
        return NotImplemented if frames is None else self._with(frames - self._frame, other)

    def __mul__(self, factor):
        if isinstance(factor, bool) or not isinstance(factor, int):
            return NotImplemented
        return self._with(self._frame * factor, None)

    __rmul__ = __mul__

    def __neg__(self):
        return self._with(-self._frame, None)

    def __eq__(self, other):
        if isinstance(other, PyTime) and None not in (self._rate, other._rate) and self._rate != other._rate:
            return False
        frames = self._frames_of(other)
        return NotImplemented if frames is None else self._frame == frames

    def __lt__(self, other):
        frames = self._frames_of(other)
        return NotImplemented if frames is None else self._frame < frames

    def __hash__(self):
        return hash(self._frame)

    def __int__(self):
        return self._frame

    __index__ = __int__

    def __bool__(self):
        return True

    def __str__(self):
        return str(self._frame) if self._rate is None else self.timecode

    def __repr__(self):
        return "PyTime(%d)" % self._frame if self._rate is None else 'PyTime("%s", "%s")' % (self, self.frame_rate)
