"""What scripts print, from Python, from C and from programs that they start, goes to one pipe; marks in it tell Cresset
whose it is."""

from __future__ import annotations

import functools
import os
import sys
from typing import Any, Callable, Dict

import cresset_bridge

_MARK = os.urandom(8).hex()
_pipe = -1


def capture() -> str:
    """Brings standard output and errors together, in the order of their writing. Returns what begins a mark."""
    global _pipe
    _pipe = os.dup(1)
    os.dup2(1, 2)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return _MARK


def marked(function: Callable[[Dict[str, Any]], Any]) -> Callable[[Dict[str, Any]], Any]:
    """Decorates what answers a question of Cresset: what is printed meanwhile belongs to the question's unit."""

    @functools.wraps(function)
    def run(params: Dict[str, Any]) -> Any:
        _mark("b", params["unit"])
        try:
            return function(params)
        finally:
            _mark("e", params["unit"])

    return run


def flush() -> None:
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            # A script put something of its own there, or closed it.
            pass


def _mark(kind: str, unit: int) -> None:
    if _pipe == -1 or not cresset_bridge.connected():
        return
    with cresset_bridge.guard:
        flush()
        os.write(_pipe, f"\0\1{_MARK}{kind}{unit}\1\0".encode("ascii"))
