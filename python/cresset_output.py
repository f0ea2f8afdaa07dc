"""What scripts print, from Python, from C and from programs that they start, goes to one pipe; marks in it tell Cresset
whose it is."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import sys
import threading
from typing import Any, Callable, Dict, List

import cresset_bridge

_MARK = os.urandom(8).hex()
_pipe = -1
#: In a script: how many units are at work, whose output goes to the pipe, and where its own goes.
_depth = 0
_turned = False
_own: List[int] = []
_by_lines: List[Any] = []
_turning = threading.Lock()


def capture() -> str:
    """Brings standard output and errors together, in the order of their writing. Returns what begins a mark."""
    global _pipe
    _pipe = os.dup(1)
    _keep_from_forked()
    os.dup2(1, 2)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return _MARK


def capture_units(pipe: int) -> str:
    """In a script, whose output is its own: what is printed while it is in hooks goes to the pipe. Returns what begins a
    mark."""
    global _pipe, _turned
    os.set_inheritable(pipe, False)
    _pipe, _turned = pipe, True
    _keep_from_forked()
    return _MARK


def _keep_from_forked() -> None:
    """A forked process has the pipe as its output or not at all: who turned its output away holds nothing of it."""

    def close() -> None:
        with contextlib.suppress(OSError):
            os.close(_pipe)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=close)


def marked(function: Callable[[Dict[str, Any]], Any]) -> Callable[[Dict[str, Any]], Any]:
    """Decorates what answers a question of Cresset: what is printed meanwhile belongs to the question's unit."""

    @functools.wraps(function)
    def run(params: Dict[str, Any]) -> Any:
        _turn(1)
        _mark("b", params["unit"])
        try:
            return function(params)
        finally:
            _mark("e", params["unit"])
            _turn(-1)

    return run


def flush() -> None:
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            # A script put something of its own there, or closed it.
            pass


def _turn(step: int) -> None:
    global _depth
    if not _turned or not cresset_bridge.connected():
        return
    with cresset_bridge.guard, _turning:
        _depth += step
        if step == 1 and _depth == 1:
            flush()
            _own[:] = [os.dup(1), os.dup(2)]
            os.dup2(_pipe, 1)
            os.dup2(_pipe, 2)
            # In order with what programs print that hooks start.
            _by_lines[:] = [stream for stream in (sys.stdout, sys.stderr) if _is_in_blocks(stream)]
            for stream in _by_lines:
                stream.reconfigure(line_buffering=True)
        elif step == -1 and _depth == 0:
            flush()
            for stream in _by_lines:
                with contextlib.suppress(ValueError):
                    stream.reconfigure(line_buffering=False)
            for descriptor, own in zip((1, 2), _own):
                os.dup2(own, descriptor)
                os.close(own)


def _is_in_blocks(stream: Any) -> bool:
    return isinstance(stream, io.TextIOWrapper) and not stream.closed and not stream.line_buffering


def _mark(kind: str, unit: int) -> None:
    if _pipe == -1 or not cresset_bridge.connected():
        return
    with cresset_bridge.guard:
        flush()
        os.write(_pipe, f"\0\1{_MARK}{kind}{unit}\1\0".encode("ascii"))
