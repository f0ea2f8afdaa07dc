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
# Seconds from the end on: what is scheduled for later than that while it ends is left undone.
LATER_AT_THE_END = 10.0

_idle: list = []
_lock = threading.Lock()


def execute_command(command, blocking=True, shell=False, capture_stdout=False, capture_stderr=False) -> tuple:
    """
    Runs a command of the system and gives (exit code, stdout, stderr); the texts are None where they are not captured.
    Without `shell` the command is split into words as a shell would, and may be a list of words. Without `blocking`
    it goes on by itself, and the answer is (0, None, None). What cannot be run at all ends with 127 or 126, as in a shell.
    """
    command = plain(command)
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            command if shell or not isinstance(command, str) else shlex.split(command),
            shell=shell,
            stdin=subprocess.DEVNULL,
            stdout=pipe if capture_stdout and blocking else None,
            stderr=pipe if capture_stderr and blocking else None,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, ValueError) as error:
        said = "%s: it cannot be run: %s\n" % (command, error)
        if not capture_stderr:
            sys.stderr.write(said)
        # The codes of a shell, for what is not there and for what is no program.
        code = 127 if isinstance(error, FileNotFoundError) else 126
        return (code, "" if capture_stdout else None, said if capture_stderr else None)
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


def _take():
    """The next function that is due, taken from the list; None when none is."""
    with _lock:
        due = [event for event in _idle if event[0] <= time.monotonic()]
        if not due:
            return None
        first = min(due, key=lambda event: event[0])
        _idle.remove(first)
        return first[1]


def _last_due():
    """When the last of what is scheduled now is due."""
    with _lock:
        return max((when for when, _ in _idle), default=0.0)


def _is_due():
    with _lock:
        return any(when <= time.monotonic() for when, _ in _idle)


def _run_idle(final):
    """
    Calls what is due, and gives the files that it was written in. At the end of an export it waits for what is scheduled by
    then, as Flame would stay open, and for what that schedules for the next seconds; a script waits for everything.
    """
    failures = []
    files = []
    is_script = "cresset_script" in sys.modules
    waits_until = time.monotonic()
    if final:
        waits_until = float("inf") if is_script else max(_last_due(), waits_until + LATER_AT_THE_END)
        _tell_waiting()
    left = MOST_AT_THE_END
    while left > 0:
        function = _take()
        if function is None:
            with _lock:
                next_due = min((when for when, _ in _idle), default=None)
            if not final or next_due is None or next_due > waits_until:
                break
            time.sleep(min(0.02, max(0.0, next_due - time.monotonic())))
            continue
        left -= not (final and is_script)
        files.append(_file_of(function))
        try:
            function()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if is_script or not importlib.import_module("cresset_calls").report_late(
                "Scheduled for the time between hooks", files[-1], error
            ):
                failures.append(error)
    if final and _idle:
        print("%d calls that were scheduled for later are left undone." % len(_idle))
    for error in failures[1:]:
        sys.stderr.write("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    if failures:
        raise failures[0]
    return sorted(set(files))


def _tell_waiting():
    seconds = _last_due() - time.monotonic()
    if seconds > 2:
        importlib.import_module("cresset_calls").tell_waiting(
            "Hooks are done; what they scheduled for the next %d s is waited for." % (seconds + 0.5)
        )


def _file_of(function):
    return getattr(getattr(function, "__code__", None), "co_filename", "")
