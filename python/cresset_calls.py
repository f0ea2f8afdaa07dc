"""Calls handlers for Cresset and tells what they did."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import types
import weakref
from typing import Any, Callable, Dict, Optional

import cresset_bridge
from cresset_errors import TimeLimit, detail_of, message_of
from cresset_info import Info, arguments, json_value, make_info, restore, written
from cresset_loader import Loader
from cresset_output import marked
from cresset_table import HOOKS
from cresset_user_data import TooLarge, is_plain, json_part, merge

Params = Dict[str, Any]

loader = Loader()
#: Objects of scripts that Cresset knows by number: override objects, and what nested exports get as userData.
_kept: Dict[int, Any] = {}
#: Threads that files started while they were loaded: nobody waits for them at the end.
threads_of_loading: "weakref.WeakSet[threading.Thread]" = weakref.WeakSet()
_handler_depth = 0
_interrupted = False
#: Set by `flame`: does what was scheduled for the time between hooks (`final`: there is no later time), and gives its files.
idle: Optional[Callable[[bool], Any]] = None
#: Set by `flame`: whether there is something to do then.
idle_due: Callable[[], bool] = lambda: False


class Space:
    """One export's userData; a nested export has a space of its own."""

    def __init__(self) -> None:
        self.user_data: Any = {}
        self.json = "{}"
        self.seed: Any = None
        self.override: Any = None
        self.profiles: Info = {}
        self.info: Info = {}
        self.reported: set[str] = set()

    def handler(self, file: str, hook: str) -> Optional[Callable[..., Any]]:
        if self.override is not None:
            found = getattr(self.override, hook, None)
            return found if callable(found) else None
        known = loader.files.get(file)
        return None if known is None else known.handlers.get(hook)


_spaces: Dict[int, Space] = {0: Space()}


def keep_object(value: Any) -> int:
    """Keeps an object for a nested export. Returns the number that Cresset names it by; forget_object() lets it go."""
    number = id(value)
    _kept[number] = value
    return number


def forget_object(number: int) -> None:
    _kept.pop(number, None)


@cresset_bridge.answers("files.folders")
def _folders(params: Params) -> None:
    loader.add_folders(params["folders"])


@cresset_bridge.answers("files.load")
@marked
def _load(params: Params) -> Any:
    return _loading(lambda: loader.load(params["path"], params["folder"]).report())


@cresset_bridge.answers("files.compare")
def _compare(params: Params) -> Any:
    loader.add_folders(params["folders"])
    return loader.compare([(file["path"], file["folder"]) for file in params["files"]])


@cresset_bridge.answers("files.again")
@marked
def _again(params: Params) -> Any:
    return _loading(lambda: loader.again(params["path"], params["folder"]).report())


@cresset_bridge.answers("files.arrange")
def _arrange(params: Params) -> Any:
    files = loader.arrange([(file["path"], file["folder"]) for file in params["files"]])
    return [file.report() for file in files]


def _loading(load: Callable[[], Any]) -> Any:
    before = set(threading.enumerate())
    report = interruptible(load)
    threads_of_loading.update(thread for thread in threading.enumerate() if thread not in before)
    return report


@cresset_bridge.answers("space.open")
def _open_space(params: Params) -> Any:
    space = _spaces[params["space"]] = Space()
    space.override = _kept.get(params.get("overrideObject"))
    if params.get("userDataObject") in _kept:
        space.seed = space.user_data = _kept[params["userDataObject"]]
    return [] if space.override is None else [hook for hook in HOOKS if space.handler("", hook) is not None]


@cresset_bridge.answers("space.close")
def _close_space(params: Params) -> None:
    _spaces.pop(params["space"], None)


@cresset_bridge.answers("space.userData")
def _set_user_data(params: Params) -> None:
    space = _spaces[params["space"]]
    live = space.seed
    if params.get("fromProfile") in space.profiles:
        live = space.profiles[params["fromProfile"]]
    # The very object that the profile, or a script, gave; what happened to it since is brought into it.
    new = json.loads(params["userData"])
    space.user_data = new if live is None else merge_root(live, new)
    space.json = _json_of(space, [])


def merge_root(live: Any, new: Any) -> Any:
    return live if new is None and not is_plain(live) else merge(live, new)


@cresset_bridge.answers("idle")
@marked
def _idle(params: Params) -> Any:
    return run_handler(lambda: None if idle is None else idle(bool(params.get("final"))), [])


def tell_waiting(text: str) -> None:
    """Tells people what Cresset waits for."""
    if cresset_bridge.connected():
        cresset_bridge.notify("waiting", {"text": text})


def file_of_thread(thread: Optional[threading.Thread]) -> str:
    """Where the function that it runs was written; empty where that cannot be told."""
    function = getattr(thread, "_target", None) or getattr(type(thread), "run", None)
    file = getattr(getattr(function, "__code__", None), "co_filename", "")
    return "" if file == threading.__file__ else file


@cresset_bridge.answers("hook.call")
@marked
def _call(params: Params) -> Params:
    """Calls one handler. Its info is given, or that which the handler before it left."""
    space = _spaces[params["space"]]
    hook = params["hook"]
    if params.get("userData") is not None:
        space.user_data = merge(space.user_data, json.loads(params["userData"]))
        space.json = _json_of(space, [])
    if "info" in params:
        given = _profiles(space, params["info"]) if hook == "getCustomExportProfiles" else make_info(hook, params["info"])
        if params.get("continues"):
            restore(hook, space.info, given)
        else:
            space.info = given
    info = space.info
    before = dict(info)
    handler = space.handler(params["file"], hook)
    if handler is None:
        return {"outcome": "missing"}
    report = run_handler(handler, arguments(hook, info, space.user_data), can_abort="abort" in HOOKS[hook]["info"])
    kind = HOOKS[hook]["kind"]
    if kind == "profiles":
        space.profiles = info
        report["written"] = {str(name): value if is_plain(value) else _told(value) for name, value in info.items()}
    elif kind == "info":
        report["written"], report["deleted"] = written(before, info)
    if kind != "value":
        report.pop("answer", None)
    lost: list[str] = []
    text = _json_of(space, lost)
    if text != space.json:
        space.json = report["userData"] = text
    report["lost"] = lost
    report["idle"] = idle_due()
    return report


def _profiles(space: Space, plain: Info) -> Info:
    """Profiles of files before keep the objects that Python hooks gave them."""
    live = space.profiles
    return {name: merge_root(live[name], value) if name in live else value for name, value in plain.items()}


def _told(value: Any) -> Any:
    """A profile is listed even when nothing of its userData can be told."""
    try:
        return json.loads(json_part(value)[0])
    except TooLarge:
        return None


def _json_of(space: Space, lost: list[str]) -> str:
    try:
        text, places = json_part(space.user_data)
    except (TooLarge, MemoryError) as error:
        places, text = [str(error) or "it is too large"], space.json
    for place in places:
        if place not in space.reported:
            space.reported.add(place)
            lost.append(place)
    return text


def run_handler(function: Callable[..., Any], values: list[Any], can_abort: bool = False) -> Params:
    """Runs a function of a script to its end, whatever that is: its outcome, answer or error, and how long it took."""
    began = time.perf_counter()
    report: Params = {"outcome": "returned", "message": "", "detail": ""}
    try:
        answer = interruptible(lambda: function(*values))
        if isinstance(answer, types.CoroutineType):
            answer.close()
            raise TypeError("it is an async function, and hooks are called as ordinary functions")
        report["answer"] = json_value("answer", answer)
        if _interrupted:
            report.update(outcome="timeout")
    except TimeLimit as error:
        report.update(outcome="timeout", message=message_of(error), detail=detail_of(error))
    except BaseException as error:  # noqa: B902 - whatever a script raises, the interpreter goes on
        outcome = "timeout" if _interrupted else "raised"
        report.update(outcome=outcome, message=message_of(error, can_abort), detail=detail_of(error, can_abort))
    if os.getpid() != cresset_bridge.owner():
        # The handler forked, and this is the child that came back: it ends as it would have at the end of a script.
        os._exit(0)
    report["milliseconds"] = (time.perf_counter() - began) * 1000
    return report


def interruptible(work: Callable[[], Any]) -> Any:
    """Runs code of a script in a way that an interruption by Cresset reaches it, and nothing else."""
    global _handler_depth, _interrupted
    if threading.current_thread() is not threading.main_thread():
        return work()
    depth = _handler_depth
    _interrupted = False
    try:
        try:
            _handler_depth = depth + 1
            return work()
        finally:
            _handler_depth = depth
    except TimeLimit:
        _handler_depth = depth
        raise


def report_late(what: str, file: str, error: BaseException) -> bool:
    """
    Tells Cresset of an error that no call of a hook ends with, in one piece. False where nobody listens.

    file: where the code was written; that of a hook file in the traceback is rather it.
    """
    if not cresset_bridge.connected():
        return False
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename in loader.files:
            file = at.tb_frame.f_code.co_filename
        at = at.tb_next
    detail = "%s: %s\n%s" % (what, message_of(error), detail_of(error))
    cresset_bridge.notify("late", {"file": file, "detail": detail})
    return True


def listen_for_threads() -> None:
    """What ends a thread of a hook is told, and not printed line by line between what others print."""

    def failed(args: Any) -> None:
        if args.exc_value is None or isinstance(args.exc_value, SystemExit):
            return
        what = "In the thread %s" % ("?" if args.thread is None else args.thread.name)
        if not report_late(what, file_of_thread(args.thread), args.exc_value):
            sys.stderr.write("%s: %s\n" % (what, detail_of(args.exc_value)))

    threading.excepthook = failed


def rescan_loaded() -> None:
    """Loads again what changed of the files that are loaded, and prints what does not load."""
    before = {file.path: file.error for file in loader.files.values()}
    for file in loader.rescan([(file.path, file.folder) for file in loader.files.values() if os.path.isfile(file.path)]):
        if file.error and file.error != before.get(file.path):
            sys.stderr.write("%s could not be loaded: %s\n" % (file.path, file.error))


def listen_for_interruptions() -> None:
    def interrupt(_number: int, _frame: Any) -> None:
        global _interrupted
        if _handler_depth > 0:
            _interrupted = True
            cresset_bridge.guard.interrupt(TimeLimit())

    signal.signal(signal.SIGINT, interrupt)
