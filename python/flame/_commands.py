"""Commands of the system, and calls that wait until no hook runs."""

from __future__ import annotations

import importlib
import shlex
import subprocess
import sys
import threading
import time
import traceback

from ._attribute import plain

# A function that schedules itself anew would keep an export from ending.
MOST_AT_THE_END = 1000

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
    calls = importlib.import_module("cresset_calls")
    calls.idle, calls.idle_due = _run_idle, _is_due
    with _lock:
        _idle.append((time.monotonic() + float(delay), callable))


def _take(at_the_end):
    """The next function that is due, taken from the list; None when none is."""
    with _lock:
        if not _idle:
            return None
        when, first = min(_idle, key=lambda event: event[0])
        if when > time.monotonic() and not at_the_end:
            return None
        _idle.remove((when, first))
        return first


def _is_due():
    with _lock:
        return any(when <= time.monotonic() for when, _ in _idle)


def _run_idle(final):
    """
    Calls what is due. At the end of an export what is not due yet is called too; a script that ended waits for it, as
    Flame would stay open.
    """
    failures = []
    waits = final and "cresset_script" in sys.modules
    left = MOST_AT_THE_END
    while left > 0:
        function = _take(final and not waits)
        if function is None:
            if not (waits and _idle):
                break
            time.sleep(0.02)
            continue
        left -= not waits
        try:
            function()
        except BaseException as error:
            failures.append(error)
    if left == 0:
        print("%d calls that were scheduled for later are left undone." % len(_idle))
    for error in failures[1:]:
        traceback.print_exception(type(error), error, error.__traceback__)
    if failures:
        raise failures[0]
