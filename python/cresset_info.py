"""info as Python hooks see it: a real dict of Python values, and what a handler wrote into it."""

from __future__ import annotations

import contextlib
import math
import operator
from typing import Any, Callable, Dict, List, Optional, Tuple

from cresset_table import HOOKS
from cresset_user_data import is_plain

Info = Dict[str, Any]


def _both_ways(calculate: Callable[[Any, Any], Any]) -> Tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]:
    """An operator of numbers, and the same with the rate on the right: `rate * 2`, `2 * rate`."""
    return (
        lambda self, other: calculate(float(self), _number(other)),
        lambda self, other: calculate(_number(other), float(self)),
    )


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, FrameRate) else value


class FrameRate(str):
    """A rate as Flame gives it, which is a text ("23.976"), that calculates as well: `"_".join([name, rate])`,
    `["ffmpeg", "-r", rate]`, `frames / rate`, `rate > 24`, `rate == 24`, `"%.2f" % rate`."""

    __slots__ = ()
    #: numpy leaves operators to it.
    __array_ufunc__ = None

    def __new__(cls, value: Any) -> "FrameRate":
        number = float(value)
        if isinstance(value, str):
            return str.__new__(cls, str(value))
        return str.__new__(cls, str(int(number)) if number.is_integer() else repr(number))

    def __float__(self) -> float:
        return float(str(self))

    def __int__(self) -> int:
        return int(float(self))

    def __bool__(self) -> bool:
        return float(self) != 0

    def __round__(self, digits: Optional[int] = None) -> Any:
        return round(float(self), digits)

    def __trunc__(self) -> int:
        return int(self)

    def __floor__(self) -> int:
        return math.floor(float(self))

    def __ceil__(self) -> int:
        return math.ceil(float(self))

    def __abs__(self) -> float:
        return abs(float(self))

    def __neg__(self) -> float:
        return -float(self)

    def __pos__(self) -> float:
        return float(self)

    def is_integer(self) -> bool:
        return float(self).is_integer()

    __sub__, __rsub__ = _both_ways(operator.sub)
    __mul__, __rmul__ = _both_ways(operator.mul)
    __truediv__, __rtruediv__ = _both_ways(operator.truediv)
    __floordiv__, __rfloordiv__ = _both_ways(operator.floordiv)
    __pow__, __rpow__ = _both_ways(operator.pow)
    __divmod__, __rdivmod__ = _both_ways(divmod)

    # Python asks the right-hand side first where it is of a class derived from that of the left: `"at " + rate`.
    def __add__(self, other: Any) -> Any:
        return str(self) + other if _is_text(other) else float(self) + _number(other)

    def __radd__(self, other: Any) -> Any:
        return other + str(self) if _is_text(other) else _number(other) + float(self)

    def __mod__(self, other: Any) -> Any:
        return str(self) % other if isinstance(other, tuple) or _is_text(other) else float(self) % _number(other)

    def __rmod__(self, other: Any) -> Any:
        return str.__mod__(other, self) if _is_text(other) else _number(other) % float(self)

    # A dict that is keyed by texts finds it, as in Flame: so it hashes as one, though it equals a number as well.
    # `TABLE[float(rate)]` finds it among numbers.
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return str(self) == other if _is_text(other) else bool(float(self) == _number(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return str(self) < other if _is_text(other) else float(self) < _number(other)

    def __le__(self, other: Any) -> bool:
        return str(self) <= other if _is_text(other) else float(self) <= _number(other)

    def __gt__(self, other: Any) -> bool:
        return str(self) > other if _is_text(other) else float(self) > _number(other)

    def __ge__(self, other: Any) -> bool:
        return str(self) >= other if _is_text(other) else float(self) >= _number(other)

    def __format__(self, spec: str) -> str:
        if spec == "" or spec[-1] in "s<>^" or spec[-1].isdigit():
            return format(str(self), spec)
        return format(float(self), spec)

    # In another program there is no such class: there it is the text.
    def __reduce_ex__(self, _protocol: Any) -> Tuple[Any, ...]:
        return (str, (str(self),))

    def __copy__(self) -> "FrameRate":
        return self

    def __deepcopy__(self, _memo: Any) -> "FrameRate":
        return self


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, FrameRate)


_RATES = ("fps", "sequenceFps")


def python_value(key: str, kind: str, value: Any) -> Any:
    """A value of info, from JSON to what Python hooks expect of its type."""
    if key in _RATES and isinstance(value, str):
        # As Flame itself writes it down.
        with contextlib.suppress(ValueError):
            return FrameRate(value)
    if kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return FrameRate(value) if key in _RATES else float(value)
    if kind == "stringList" and isinstance(value, list):
        return tuple(value)
    if kind == "segmentMap" and isinstance(value, dict):
        return {int(name) if name.lstrip("-").isdigit() else name: path for name, path in value.items()}
    return value


def make_info(hook: str, plain: Dict[str, Any]) -> Info:
    keys = HOOKS[hook]["info"]
    info = {key: python_value(key, keys[key]["type"], value) if key in keys else value for key, value in plain.items()}
    if "abort" in keys:
        info.setdefault("abort", False)
        # Both spellings are in use.
        info["abort_message"] = info.setdefault("abortMessage", "")
    return info


def restore(hook: str, info: Info, given: Info) -> None:
    """Puts the keys of the contract right in the dict that handlers share; what they added to it stays."""
    keys = info if HOOKS[hook]["kind"] == "profiles" else [*HOOKS[hook]["info"], "abort_message"]
    for key in [key for key in keys if key in info and key not in given]:
        del info[key]
    for key, value in given.items():
        if key not in info or not _same(info[key], value):
            info[key] = value


def arguments(hook: str, info: Info, user_data: Any) -> List[Any]:
    """What a handler of this hook is called with, by position."""
    kind = HOOKS[hook]["kind"]
    if kind == "info":
        return [info, user_data]
    if kind == "profiles":
        return [info]
    return [info.get(key) for key in HOOKS[hook]["info"]]


def written(before: Info, after: Info) -> Tuple[Dict[str, Any], List[str]]:
    """Keys whose value is another one than before, as JSON values, and keys that are gone."""
    changed = {}
    for key, value in after.items():
        if key not in before or not _same(before[key], value):
            changed[str(key)] = json_value(key, value)
    return changed, [key for key in before if key not in after]


def json_value(key: Any, value: Any) -> Any:
    """The value where JSON can hold it; else an object that tells what it was, and is of no type that a key has."""
    if isinstance(value, str):
        return str(value)
    if is_plain(value):
        return value
    if key == "abort":
        return 1 if value else None
    return {"python": short_repr(value)}


def short_repr(value: Any) -> str:
    try:
        text = repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 200 else text[:199] + "…"


def _same(before: Any, after: Any) -> bool:
    if before is after:
        return True
    if isinstance(before, tuple) and isinstance(after, (list, tuple)):
        return list(before) == list(after)
    if isinstance(before, FrameRate) and isinstance(after, (str, int, float)):
        return before == after
    try:
        return type(before) is type(after) and bool(before == after)
    except Exception:
        return False
