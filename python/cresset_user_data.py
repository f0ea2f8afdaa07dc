"""userData: one live Python object for a whole run, of which the part that JSON can hold is shared with other languages."""

from __future__ import annotations

import json
import math
from typing import Any, Dict, List, Optional, Set, Tuple

#: More than this is not told: characters of JSON.
MOST_JSON = 64 * 1024 * 1024
_DEEPEST = 400
_LEFT_OUT = object()


class TooLarge(Exception):
    pass


def json_text(value: Any) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def json_part(value: Any) -> Tuple[str, List[str]]:
    """The text of what JSON can hold of a value, and the places that were left out: `sockets[2] is an object of …`.

    Tuples become lists, keys that are numbers become text; sets, bytes, NaN, and objects of classes are left out (`null`
    inside a list). Raises TooLarge.
    """
    lost: List[str] = []
    text = _quickly(value)
    if text is None:
        part = _part(value, [], set(), lost)
        text = json_text(None if part is _LEFT_OUT else part)
    if len(text) > MOST_JSON:
        raise TooLarge(f"it fills {len(text) // 1_000_000} MB of JSON, which is too much")
    return text, lost[:20]


def is_plain(value: Any) -> bool:
    """Whether JSON can hold the value whole."""
    return _quickly(value) is not None


def _quickly(value: Any) -> Optional[str]:
    try:
        return json_text(value)
    except (TypeError, ValueError, RecursionError, RuntimeError):
        return None


def _part(value: Any, trail: List[Any], parents: Set[int], lost: List[str]) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    reason = _why_not(value, parents, len(trail))
    if reason:
        lost.append(f"{_place(trail)} is {reason}")
        return _LEFT_OUT
    parents.add(id(value))
    try:
        if isinstance(value, dict):
            return _dict_part(value, trail, parents, lost)
        items = [_part(item, trail + [index], parents, lost) for index, item in enumerate(list(value))]
        return [None if item is _LEFT_OUT else item for item in items]
    finally:
        parents.discard(id(value))


def _dict_part(value: Dict[Any, Any], trail: List[Any], parents: Set[int], lost: List[str]) -> Dict[str, Any]:
    part = {}
    # A thread may be adding to it.
    for key, item in list(value.items()):
        name = _key_text(key)
        if name is None:
            lost.append(f"a key of {_place(trail)} is a {type(key).__name__}")
            continue
        kept = _part(item, trail + [name], parents, lost)
        if kept is not _LEFT_OUT:
            part[name] = kept
    return part


def _why_not(value: Any, parents: Set[int], depth: int) -> str:
    if id(value) in parents:
        return "a reference back to what holds it"
    if depth > _DEEPEST:
        return "nested too deeply"
    if isinstance(value, (dict, list, tuple)):
        return ""
    if isinstance(value, float):
        return str(value)
    if callable(value):
        return f"a {type(value).__name__}"
    return f"an object of the class {type(value).__name__}"


def _place(trail: List[Any]) -> str:
    if not trail:
        return "it"
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in trail).lstrip(".")


def _key_text(key: Any) -> Optional[str]:
    """As `json` writes it."""
    if isinstance(key, str):
        return key
    if key is True or key is False or key is None:
        return json.dumps(key)
    if isinstance(key, int):
        return int.__repr__(key)
    return float.__repr__(key) if isinstance(key, float) else None


def merge(live: Any, new: Any) -> Any:
    """Brings what another language changed into the live object without replacing it: dicts and lists that exist stay the
    objects they are, parts that JSON cannot hold stay where they are. Returns the live value; another one only where its
    kind changed."""
    if isinstance(live, dict) and isinstance(new, dict):
        return _merge_dict(live, new)
    if isinstance(live, list) and isinstance(new, list):
        del live[len(new) :]
        for index, item in enumerate(new):
            if index < len(live):
                live[index] = _merge_item(live[index], item)
            else:
                live.append(item)
        return live
    if isinstance(live, tuple) and isinstance(new, list):
        merged = [_merge_item(live[i], item) if i < len(live) else item for i, item in enumerate(new)]
        unchanged = len(merged) == len(live) and all(one is other for one, other in zip(live, merged))
        return live if unchanged else tuple(merged)
    return live if _same_scalar(live, new) else new


def _merge_dict(live: Dict[Any, Any], new: Dict[str, Any]) -> Dict[Any, Any]:
    keys = {text: key for text, key in ((_key_text(key), key) for key in list(live)) if text is not None}
    for text, key in keys.items():
        if text not in new and not _stays(live[key]):
            del live[key]
    for text, item in new.items():
        key = keys.get(text, text)
        if key in live:
            merged = _merge_item(live[key], item)
            if merged is not live[key]:
                live[key] = merged
        else:
            live[key] = item
    return live


def _merge_item(live: Any, new: Any) -> Any:
    # `null` stands where something could not be told: what lives there stays.
    return live if new is None and _stays(live) else merge(live, new)


def _stays(value: Any) -> bool:
    """JSON can hold nothing of it."""
    if isinstance(value, float):
        return not math.isfinite(value)
    return not (value is None or isinstance(value, (str, bool, int, dict, list, tuple)))


def _same_scalar(live: Any, new: Any) -> bool:
    if isinstance(live, bool) or isinstance(new, bool) or live is None or new is None:
        return live is new
    if isinstance(live, (int, float)) and isinstance(new, (int, float)):
        try:
            # The other side rounds what is larger than 2^53.
            return live == new or float(live) == float(new)
        except OverflowError:
            return False
    return isinstance(live, str) and isinstance(new, str) and live == new
