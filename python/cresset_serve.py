"""Serves hook files: loads them and calls them for as long as Cresset wants."""

from __future__ import annotations

import atexit
import faulthandler
import os
import sys
import threading
import time

import cresset_bridge
import cresset_calls
import cresset_output

#: How long threads that hooks left behind may take to end, in seconds.
_PATIENCE = 2.0


def main() -> None:
    mark = cresset_output.capture()
    # A crash in C code says where in Python it happened.
    faulthandler.enable(file=1, all_threads=False)
    cresset_bridge.connect()
    cresset_calls.listen_for_interruptions()
    cresset_calls.listen_for_threads()
    # Nothing is written into the folders of hook files.
    sys.dont_write_bytecode = True
    sys.argv = [""]
    cresset_bridge.notify(
        "hello", {"version": "%d.%d.%d" % sys.version_info[:3], "executable": sys.executable or "", "mark": mark}
    )
    cresset_bridge.serve()
    _end()


def _end() -> None:
    """What an ordinary end of the interpreter would do, but never longer than a moment."""
    deadline = time.monotonic() + _PATIENCE
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    if left:
        print(f"Threads that hooks left behind were ended with the run: {', '.join(left)}.")
    cresset_output.flush()
    try:
        atexit._run_exitfuncs()
    except BaseException as error:  # noqa: B902 - it ends anyway
        print(f"A function that was registered for the end failed: {error!r}")
    cresset_output.flush()
    os._exit(0)
