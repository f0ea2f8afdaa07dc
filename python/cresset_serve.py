"""Serves hook files: loads them and calls them for as long as Cresset wants."""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import os
import sys
import threading
import time
from typing import List

import cresset_bridge
import cresset_calls
import cresset_output
import cresset_started

#: How long threads that hook files started while they were loaded may take to end, in seconds.
_PATIENCE = 2.0
#: After so many seconds people are told what is waited for, and again whenever a minute, two, four are over.
_TOLD_AFTER = 2.0


def main() -> None:
    mark = cresset_output.capture()
    # A crash in C code says where in Python it happened.
    faulthandler.enable(file=1, all_threads=False)
    cresset_bridge.connect()
    cresset_calls.listen_for_interruptions()
    cresset_calls.listen_for_threads()
    cresset_started.listen(cresset_calls.loader.files, cresset_calls.file_of_thread)
    # Nothing is written into the folders of hook files.
    sys.dont_write_bytecode = True
    sys.argv = [""]
    cresset_bridge.notify(
        "hello", {"version": "%d.%d.%d" % sys.version_info[:3], "executable": sys.executable or "", "mark": mark}
    )
    told = cresset_bridge.serve()
    _end(float(told.get("patience", _PATIENCE)))


def _end(patience: float) -> None:
    """What an ordinary end of the interpreter does: waits for threads of hooks, but not for ever."""
    _let_pools_end()
    left = _wait_for_threads(patience)
    for thread in left:
        name, file = thread.name, cresset_calls.file_of_thread(thread)
        text = f"The thread {name} was ended after {_duration(patience)}: what it was doing is not finished."
        cresset_bridge.notify("late", {"file": file, "detail": text})
    of_loading = [thread.name for thread in cresset_calls.threads_of_loading if thread.is_alive() and thread not in left]
    if of_loading:
        print(f"Threads that hook files started while they were loaded were ended with the run: {', '.join(of_loading)}.")
    cresset_output.flush()
    try:
        atexit._run_exitfuncs()
    except BaseException as error:  # noqa: B902 - it ends anyway
        print(f"A function that was registered for the end failed: {error!r}")
    cresset_output.flush()
    os._exit(0)


def _let_pools_end() -> None:
    """Threads of concurrent.futures wait for work until they are told that none comes, as the interpreter does first."""

    def tell() -> None:
        for function in reversed(getattr(threading, "_threading_atexits", [])):
            with contextlib.suppress(Exception):
                function()

    threading.Thread(target=tell, name="cresset end", daemon=True).start()


def _wait_for_threads(patience: float) -> List[threading.Thread]:
    """Those that were started by hooks and are still there when the time is up."""
    began = time.monotonic()
    told_at = _TOLD_AFTER
    while True:
        spent = time.monotonic() - began
        alive = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
        asked = [thread for thread in alive if thread not in cresset_calls.threads_of_loading]
        if spent >= patience or not (asked if spent >= _PATIENCE else alive):
            return asked
        if asked and spent >= told_at:
            names = ", ".join(sorted(_title(thread) for thread in asked))
            most = _duration(patience)
            cresset_calls.tell_waiting(f"Hooks are done; threads that they started are waited for, at most {most}: {names}.")
            told_at = max(60.0, told_at * 2)
        (asked or alive)[0].join(min(0.2, patience - spent))


def _duration(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 120 else f"{seconds:g} s"


def _title(thread: threading.Thread) -> str:
    file = os.path.basename(cresset_calls.file_of_thread(thread))
    return f"{thread.name} ({file})" if file else thread.name
