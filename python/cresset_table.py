"""The table of hooks, and the Flame version that Cresset stands in for."""

from __future__ import annotations

import json
import os
import re
from typing import Any, Dict, List, Optional

#: What `flame.get_version()` says, and what `minimum_version` and `maximum_version` of a hook are compared with.
FLAME_VERSION = "2026.0.0"

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hook_table.json"), encoding="utf-8") as _file:
    #: Hook (its camelCase name) → names that a file may give to it, kind, onError, keys of info with their types.
    HOOKS: Dict[str, Dict[str, Any]] = json.load(_file)

#: Every name that a function may have → hook.
SPELLINGS: Dict[str, str] = {name: hook for hook, declared in HOOKS.items() for name in declared["names"]}


def outside_version(function: Any) -> Optional[str]:
    """Why a function is not for this version, by its `minimum_version` and `maximum_version`; None when it is.

    Parts that are left out are wildcards, on either side, and both ends are included.
    """
    lowest = _limit(function, "minimum_version")
    highest = _limit(function, "maximum_version")
    present = _parts(FLAME_VERSION)
    if lowest and present[: len(lowest)] < lowest[: len(present)]:
        return f"it is for Flame {function.minimum_version} and newer, and Cresset stands in for {FLAME_VERSION}"
    if highest and present[: len(highest)] > highest[: len(present)]:
        return f"it is for Flame {function.maximum_version} and older, and Cresset stands in for {FLAME_VERSION}"
    return None


def _limit(function: Any, name: str) -> List[int]:
    return _parts(str(getattr(function, name, None) or ""))


def _parts(version: str) -> List[int]:
    """`"2019.2.pr52"` → [2019, 2]: up to the first part that is no number."""
    parts: List[int] = []
    for part in version.split("."):
        number = re.match(r"\s*(\d+)\s*$", part)
        if number is None:
            break
        parts.append(int(number.group(1)))
    return parts
