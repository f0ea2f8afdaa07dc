"""The two-way line between this interpreter and the Cresset that started it.

Each line is one JSON message. Both sides ask and answer in the same way:

    {"id": 7, "method": "flame.entry.get", "params": {…}}      a question
    {"id": 7, "result": …}                                      its answer
    {"id": 7, "error": {"type": "ValueError", "message": "…", "detail": "…"}}

Questions of either side are numbered apart. A question from Cresset that belongs to one that a thread of this interpreter
waits for (a nested export that calls its hooks) carries "for": the number of the latter, and is answered by that very
thread while it waits. All others are answered by the main thread, one after the other.

Hook files do not use this module; `flame` does:

    from cresset_bridge import request, answers

    request("flame.entry.get", {"id": "…"})      # from any thread; raises what Cresset says went wrong

    @answers("flame.something")                  # what Cresset may ask
    def something(params):
        return {"any": "JSON"}
"""

from __future__ import annotations

import builtins
import json
import os
import threading
from queue import SimpleQueue
from typing import Any, Callable, Dict, Optional

READ_FD = 3
WRITE_FD = 4
#: Only in scripts: what hooks print.
OUTPUT_FD = 5

Answerer = Callable[[Dict[str, Any]], Any]

_answerers: Dict[str, Answerer] = {}
_waiting: Dict[int, "SimpleQueue[Dict[str, Any]]"] = {}
_main: "SimpleQueue[Dict[str, Any]]" = SimpleQueue()
_write_lock = threading.Lock()
_last_id = 0
_owner_pid = -1


class Guard:
    """Keeps an interruption of the main thread out of places that must be left whole, such as half a message."""

    def __init__(self) -> None:
        self._depth = 0
        self.pending: Optional[BaseException] = None

    def __enter__(self) -> "Guard":
        if threading.current_thread() is threading.main_thread():
            self._depth += 1
        return self

    def __exit__(self, *_: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        self._depth -= 1
        if self._depth == 0 and self.pending is not None:
            pending, self.pending = self.pending, None
            raise pending

    def interrupt(self, error: BaseException) -> None:
        """Called by the signal handler, so in the main thread: raises now, or when the guarded place is left."""
        if self._depth > 0:
            self.pending = error
        else:
            raise error


guard = Guard()


def connected() -> bool:
    """Whether Cresset started this interpreter, and this is not a process that was forked from it."""
    return _owner_pid == os.getpid()


def owner() -> int:
    """The process that Cresset started; forked ones are not it."""
    return _owner_pid


def request(method: str, params: Optional[Dict[str, Any]] = None) -> Any:
    """Asks Cresset and waits for the answer; meanwhile this thread answers what Cresset asks because of it.

    Any thread may ask. Raises the exception that Cresset names (ValueError, TypeError, NotImplementedError, …), else
    RuntimeError.
    """
    if not connected():
        raise RuntimeError(
            f"{method} needs Cresset: start this script with `cresset python`, or call it in a hook. "
            "It cannot be called in a forked process."
        )
    incoming: "SimpleQueue[Dict[str, Any]]" = SimpleQueue()
    number = _next_id()
    _waiting[number] = incoming
    try:
        send(
            {
                "id": number,
                "method": method,
                "params": {} if params is None else params,
                "main": threading.current_thread() is threading.main_thread(),
            }
        )
        while True:
            message = incoming.get()
            if "method" in message:
                answer(message)
            elif "error" in message:
                raise _error_of(message["error"])
            else:
                return message.get("result")
    finally:
        _waiting.pop(number, None)


def notify(method: str, params: Dict[str, Any]) -> None:
    """Tells Cresset something that wants no answer."""
    send({"method": method, "params": params})


def answers(method: str) -> Callable[[Answerer], Answerer]:
    """Decorates the function that answers what Cresset asks under this name: params → anything that JSON can hold."""

    def register(function: Answerer) -> Answerer:
        _answerers[method] = function
        return function

    return register


def answer(message: Dict[str, Any]) -> None:
    """Answers one question of Cresset, whatever the function does."""
    reply: Dict[str, Any] = {"id": message["id"]}
    try:
        reply["result"] = _answerers[message["method"]](message.get("params") or {})
    except BaseException as error:  # noqa: B902 - whatever it is, Cresset waits for an answer
        reply["error"] = describe_error(error)
    if not connected():
        # A hook forked, and its child came back here: it is not the one that was asked.
        os._exit(0)
    try:
        send(reply)
    except (TypeError, ValueError) as error:
        send({"id": message["id"], "error": describe_error(error)})


def describe_error(error: BaseException) -> Dict[str, str]:
    import traceback

    detail = "".join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip("\n")
    return {"type": type(error).__name__, "message": str(error), "detail": detail}


def send(message: Dict[str, Any]) -> None:
    """Writes one message whole. Raises TypeError or ValueError, before anything is written, for what JSON cannot hold."""
    data = json.dumps(message, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
    with guard, _write_lock:
        view = memoryview(data)
        while view:
            view = view[os.write(WRITE_FD, view) :]


def connect() -> None:
    """Begins to listen. Called once, by the main thread."""
    global _owner_pid
    _owner_pid = os.getpid()
    for descriptor in (READ_FD, WRITE_FD):
        # Programs that hooks start have no business on this line.
        os.set_inheritable(descriptor, False)
    threading.Thread(target=_listen, name="cresset", daemon=True).start()


def serve() -> Dict[str, Any]:
    """Answers in the main thread until Cresset says that it is enough, and with what."""
    while True:
        message = _main.get()
        if message.get("method") == "exit":
            return message.get("params") or {}
        answer(message)


def _next_id() -> int:
    global _last_id
    with guard, _write_lock:
        _last_id += 1
        return _last_id


def _listen() -> None:
    with os.fdopen(READ_FD, "rb", closefd=False) as lines:
        for line in lines:
            _deliver(json.loads(line))
    # Cresset is gone, perhaps killed: nobody is left to answer to.
    os._exit(1)


def _deliver(message: Dict[str, Any]) -> None:
    if "method" not in message:
        waiting = _waiting.get(message["id"])
    elif message.get("for") is None:
        waiting = _main
    else:
        waiting = _waiting.get(message["for"])
        if waiting is None:
            error = {"type": "RuntimeError", "message": "The Python thread that asked does not wait any more.", "detail": ""}
            send({"id": message["id"], "error": error})
    if waiting is not None:
        waiting.put(message)


def _error_of(error: Dict[str, str]) -> BaseException:
    kind = getattr(builtins, error.get("type") or "", RuntimeError)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = RuntimeError
    try:
        return kind(error.get("message") or "")
    except TypeError:
        return RuntimeError(error.get("message") or "")
