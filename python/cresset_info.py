"""info as Python hooks see it: a real dict of Python values, and what a handler wrote into it."""

from __future__ import annotations

import contextlib
from typing import Any, Dict, List, Tuple

from cresset_table import HOOKS
from cresset_user_data import is_plain

Info = Dict[str, Any]


class FrameRate(float):
    """A rate that counts as a number and reads as text, as hook files treat it: `"%s fps" % rate`, `rate * 2`,
    `rate == "23.976"`."""

    def __str__(self) -> str:
        return str(int(self)) if self.is_integer() else float.__repr__(self)

    def __repr__(self) -> str:
        return repr(str(self))

    def __format__(self, spec: str) -> str:
        if spec == "" or spec[-1] in "s<>^" or spec[-1].isdigit():
            return format(str(self), spec)
        return float.__format__(self, spec)

    # A dict that is keyed by texts finds it, as in Flame, where it is a text: so it hashes as one, though it equals a number
    # as well. `TABLE[float(rate)]` finds it among numbers.
    def __hash__(self) -> int:
        return hash(str(self))

    def __eq__(self, other: object) -> bool:
        return str(self) == other if isinstance(other, str) else float.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __add__(self, other: Any) -> Any:
        return str(self) + other if isinstance(other, str) else float.__add__(self, other)

    def __radd__(self, other: Any) -> Any:
        return other + str(self) if isinstance(other, str) else float.__radd__(self, other)

    def __getattr__(self, name: str) -> Any:
        # .replace(".", ""), .split("."), .encode() …
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(str(self), name)


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
    if isinstance(before, FrameRate) and isinstance(after, (str, float)):
        return before == after
    try:
        return type(before) is type(after) and bool(before == after)
    except Exception:
        return False
