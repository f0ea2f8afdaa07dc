"""Tells Cresset which hook files start programs: one that is left running when all is over is named after them."""

from __future__ import annotations

import sys
import threading
from typing import Any, Callable, Container, Set

import cresset_bridge

_EVENTS = frozenset({"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork", "os.forkpty"})


def listen(files: Container[str], file_of_thread: Callable[[threading.Thread], str]) -> None:
    """From here on each file is told when it starts its first program; the empty text where no file is to be seen."""
    told: Set[str] = set()

    def heard(event: str, _arguments: Any) -> None:
        if event not in _EVENTS or not cresset_bridge.connected():
            return
        file = _file_in_stack(files) or file_of_thread(threading.current_thread())
        if file not in told:
            told.add(file)
            cresset_bridge.notify("started", {"file": file})

    sys.addaudithook(heard)


def _file_in_stack(files: Container[str]) -> str:
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename in files:
            return frame.f_code.co_filename
        frame = frame.f_back
    return ""
