"""Runs one script with `flame` importable: `cresset python SCRIPT.py ARG …`."""

from __future__ import annotations

import os
import sys
import threading
import types
from typing import Any, List

import cresset_bridge
import cresset_calls
import cresset_output
import cresset_started
from cresset_errors import detail_of


def main(script: str, arguments: List[str]) -> None:
    cresset_bridge.connect()
    mark = cresset_output.capture_units(cresset_bridge.OUTPUT_FD)
    cresset_bridge.notify(
        "hello", {"version": "%d.%d.%d" % sys.version_info[:3], "executable": sys.executable or "", "mark": mark}
    )
    cresset_started.listen(cresset_calls.loader.files, lambda _thread: "")
    # Before sys.path changes: a script may have modules of any name beside it.
    path = os.path.abspath(script)
    sys.argv = [script] + arguments
    sys.path.insert(0, os.path.dirname(path))
    sys.excepthook = _told
    threading.excepthook = _told_of_thread
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    exec(code, vars(module))
    if cresset_calls.idle is not None:
        cresset_calls.idle(True)


def _told(kind: Any, error: BaseException, _trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    sys.stderr.write(detail_of(error) + "\n")


def _told_of_thread(args: Any) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        name = "?" if args.thread is None else args.thread.name
        # In one piece, whatever else prints meanwhile.
        sys.stderr.write("In the thread %s: %s\n" % (name, detail_of(args.exc_value)))
