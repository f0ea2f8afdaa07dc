"""`flame` in tests of hook files: the real module over a catalogue in memory, with every call recorded."""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
from typing import Any, Callable, Dict, Iterator, List, Optional

import cresset_bridge
import flame as _flame
import flame._commands as _commands
import flame._registry as _registry
from cresset_testing_catalogue import TestCatalogue

#: Answers for what would reach outside of the test.
_ANSWERS: Dict[str, Any] = {"execute_command": (0, "", ""), "PyExporter.export": None}
_SAME_NAMES = {"PyMediaPanel": "media_panel", "PyMessages": "messages", "PyBrowser": "browser", "PyTimeline": "timeline"}
_recording: Optional["RecordedFlame"] = None
#: Calls that a call of flame makes itself are not the hook's.
_within = threading.local()


class Call:
    """One call that a hook made."""

    def __init__(self, name: str, arguments: Dict[str, Any]) -> None:
        self.name = name
        #: Every argument by its name, those that were left out with their defaults.
        self.arguments = arguments
        self.answer: Any = None

    def __repr__(self) -> str:
        return "%s(%s)" % (self.name, ", ".join("%s=%r" % each for each in self.arguments.items()))


class RecordedFlame:
    """What hooks asked of flame, and what it is answered from."""

    def __init__(self, answers: Dict[str, Any]) -> None:
        unknown = [name for name in answers if name not in _names]
        if unknown:
            raise LookupError("flame has no call %s that Cresset knows; see docs/flame-module.md" % unknown[0])
        self._answers = {**_ANSWERS, **answers}
        self._catalogue = TestCatalogue()
        self.calls: List[Call] = []

    @property
    def messages(self) -> List[str]:
        """Texts of dialogs and of the console."""
        return list(self._catalogue.messages)

    @property
    def reel(self) -> Any:
        """The first reel of the first reel group of the desktop."""
        return _registry.find(self._catalogue.reels[0])

    def add_clip(self, name: str, path: str = "", parent: Any = None, **facts: Any) -> Any:
        """Puts a clip on a reel, by default the first. `facts`: duration, rate, start, width, height, colourSpace, …"""
        into = self._catalogue.reels[0] if parent is None else parent.uid
        return _registry.adopt(self._catalogue.add(into, "clip", name, path, **facts))

    def called(self, name: str) -> List[Call]:
        """The calls of this name, in order: `import_clips`, `PyExporter.export`, `messages.show_in_dialog`."""
        if name not in _names:
            raise LookupError("flame has no call %s that Cresset knows; see docs/flame-module.md" % name)
        return [call for call in self.calls if call.name == name]

    def assert_called(self, name: str, **arguments: Any) -> Call:
        """A call of this name had these arguments, by name. Gives the call."""
        for call in self.called(name):
            if all(key in call.arguments and call.arguments[key] == value for key, value in arguments.items()):
                return call
        made = "; ".join(repr(call) for call in self.calls) or "nothing"
        raise AssertionError("%r was not called; what was: %s" % (Call(name, arguments), made))

    def assert_not_called(self, name: str) -> None:
        if self.called(name):
            raise AssertionError("%r was called" % self.called(name)[0])

    def run_idle_events(self) -> None:
        """Calls what hooks scheduled for later, now, and what that schedules."""
        for _ in range(_commands.MOST_AT_THE_END):
            if not _commands._idle:
                break
            _commands._idle[:] = [(0.0, function) for _, function in sorted(_commands._idle, key=lambda event: event[0])]
            _commands._run_idle(False)


@contextlib.contextmanager
def flame(answers: Optional[Dict[str, Any]] = None) -> Iterator[RecordedFlame]:
    """
    For as long as it is open, what hooks ask of `flame` is answered from a catalogue in memory and recorded.

    `answers`: call → what it gives; a function is called with the arguments, an exception is raised.
    """
    global _recording
    held, _recording = _recording, RecordedFlame(answers or {})
    _registry.forget_all()
    _commands._idle.clear()
    try:
        yield _recording
    finally:
        _recording = held
        _registry.forget_all()


def _ask(method: str, params: Optional[Dict[str, Any]] = None) -> Any:
    if _recording is None:
        raise RuntimeError(
            "%s was asked for, and no flame is there in this test. Call the hook inside `with cresset_testing.flame():`."
            % method
        )
    return _recording._catalogue.request(method, params)


def _recorded(name: str, real: Callable[..., Any], is_method: bool) -> Callable[..., Any]:
    signature = inspect.signature(real)

    @functools.wraps(real)
    def call(*args: Any, **kwargs: Any) -> Any:
        recording = _recording
        if recording is None or getattr(_within, "call", False):
            return real(*args, **kwargs)
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        made = Call(name, {key: value for key, value in bound.arguments.items() if not (is_method and key == "self")})
        recording.calls.append(made)
        _within.call = True
        try:
            made.answer = _answer(recording._answers, name, real, args, kwargs, is_method)
        finally:
            _within.call = False
        return made.answer

    return call


def _answer(answers: Dict[str, Any], name: str, real: Any, args: Any, kwargs: Any, is_method: bool) -> Any:
    if name not in answers:
        return real(*args, **kwargs)
    given = answers[name]
    if isinstance(given, BaseException) or (isinstance(given, type) and issubclass(given, BaseException)):
        raise given
    return given(*args[1 if is_method else 0 :], **kwargs) if callable(given) else given


def _record_everything() -> List[str]:
    """Puts the recorder around each function and method of the module, once: names that files took before are recorded too."""
    names = []
    for name, found in list(vars(_flame).items()):
        if name.startswith("_"):
            continue
        if inspect.isfunction(found):
            setattr(_flame, name, _recorded(name, found, False))
            names.append(name)
        elif inspect.isclass(found) and issubclass(found, _flame.PyObject):
            for base in reversed(found.__mro__[:-1]):
                names += [_record_method(base, found, member) for member in list(vars(base)) if _is_call(base, member)]
    return names


def _is_call(cls: type, name: str) -> bool:
    return not name.startswith("_") and inspect.isroutine(inspect.getattr_static(cls, name))


def _record_method(base: type, cls: type, name: str) -> str:
    label = "%s.%s" % (_SAME_NAMES.get(cls.__name__, cls.__name__), name)
    found = inspect.getattr_static(base, name)
    real = found.__func__ if isinstance(found, (staticmethod, classmethod)) else found
    real = getattr(real, "__wrapped__", real)
    made = _recorded(label, real, not isinstance(found, staticmethod))
    setattr(cls, name, staticmethod(made) if isinstance(found, staticmethod) else made)
    return label


_names = frozenset(_record_everything())
cresset_bridge.request = _ask
