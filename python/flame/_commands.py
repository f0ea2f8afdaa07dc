"""Commands of the system, and calls that wait until no hook runs."""

from __future__ import annotations

import shlex
import subprocess
import threading
import time

from ._attribute import plain

_idle: list = []
_lock = threading.Lock()


def execute_command(command, blocking=True, shell=False, capture_stdout=False, capture_stderr=False) -> tuple:
    """
    Runs a command of the system and gives (exit code, stdout, stderr); the texts are None where they are not captured.
    Without `shell` the command is split into words as a shell would, and may be a list of words. Without `blocking`
    it goes on by itself, and the answer is (0, None, None).
    """
    command = plain(command)
    words = command if shell or not isinstance(command, str) else shlex.split(command)
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            words,
            shell=shell,
            stdin=subprocess.DEVNULL,
            stdout=pipe if capture_stdout and blocking else None,
            stderr=pipe if capture_stderr and blocking else None,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise RuntimeError("The command %r cannot be run: %s" % (command, error)) from error
    if not blocking:
        return (0, None, None)
    out, err = process.communicate()
    return (process.returncode, out, err)


def schedule_idle_event(callable, delay=0):
    """Calls a function when no hook runs, at the earliest after `delay` seconds."""
    if not hasattr(callable, "__call__"):
        raise TypeError("Expected a function, got %r." % (callable,))
    with _lock:
        _idle.append((time.monotonic() + float(delay), callable))


def take_idle_event(at_the_end=False):
    """
    The next function that is due, taken from the list; None when none is. At the end of the run those that are not due
    yet are due. For the host.
    """
    with _lock:
        if not _idle:
            return None
        when, first = min(_idle, key=lambda event: event[0])
        if when > time.monotonic() and not at_the_end:
            return None
        _idle.remove((when, first))
        return first


def seconds_to_idle_event():
    """Seconds to the next function that is scheduled; None when none is. For the host."""
    with _lock:
        return max(0.0, min(when for when, _ in _idle) - time.monotonic()) if _idle else None
