"""Whether a handler can be called as Cresset calls it: by position, with what the contract gives it."""

from __future__ import annotations

import re
from typing import Any, List, Optional

from cresset_table import HOOKS

_VARARGS, _GENERATOR, _COROUTINE = 0x04, 0x20, 0x80 | 0x200


def positions(hook: str) -> List[str]:
    """Names of what a handler is given, in order."""
    kind = HOOKS[hook]["kind"]
    if kind == "info":
        return ["info", "userData"]
    return ["profiles"] if kind == "profiles" else list(HOOKS[hook]["info"])


def unfit(hook: str, least: int, most: Optional[int], keywords: List[str]) -> str:
    """What is wrong with a handler that takes so many values (`most` None: any number), and needs keywords; else empty."""
    given = positions(hook)
    called = "is called with %s" % (_count(len(given)) + (": " + ", ".join(given) if given else ""))
    if keywords:
        return "needs the keyword %s, and %s, all by position" % (keywords[0], called)
    if len(given) < least:
        return "takes %s%s, and %s" % ("" if least == most else "at least ", _count(least), called)
    if most is not None and len(given) > most:
        return "takes %s%s, and %s" % ("" if least == most else "at most ", _count(most), called)
    return ""


def _count(number: int) -> str:
    return "no argument" if number == 0 else "%d argument%s" % (number, "" if number == 1 else "s")


def complaint(hook: str, function: Any) -> str:
    """What is wrong with a loaded handler; empty where nothing is, or where nobody can tell."""
    plain = getattr(function, "__func__", function)
    bound = 0 if plain is function else 1
    code = getattr(plain, "__code__", None)
    # Of a function that wraps another its own signature counts: what it hands on, nobody can tell.
    if code is None:
        return _complaint_of_signature(hook, function)
    if code.co_flags & _COROUTINE:
        return IS_ASYNC
    if code.co_flags & _GENERATOR:
        return IS_GENERATOR
    taken = code.co_argcount
    least = taken - len(plain.__defaults__ or ())
    optional = plain.__kwdefaults__ or {}
    named = code.co_varnames[taken : taken + code.co_kwonlyargcount]
    most = None if code.co_flags & _VARARGS else taken - bound
    return unfit(hook, max(0, least - bound), most, [name for name in named if name not in optional])


IS_ASYNC = "is an async function, and hooks are called as ordinary functions"
IS_GENERATOR = "is a generator (it has a yield): calling it runs nothing of it"


def _complaint_of_signature(hook: str, function: Any) -> str:
    # Only for what is no plain function: it takes a while to import.
    import inspect

    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return ""
    positional = [each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    least = len([each for each in positional if each.default is each.empty])
    most = None if any(each.kind is each.VAR_POSITIONAL for each in parameters) else len(positional)
    named = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY and each.default is each.empty]
    return unfit(hook, least, most, named)


def line_of(name: str, value: Any, path: str) -> int:
    """The line where a file gives a name its value; 0 where it cannot be found."""
    code = getattr(value, "__code__", None)
    if code is not None and code.co_filename == path:
        return code.co_firstlineno
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if re.match(r"\s*(?:def\s+|class\s+|from\s.*\s)?%s\b" % re.escape(name), line):
                    return number
    except OSError:
        pass
    return 0


def with_line(line: int, sentence: str) -> str:
    return "line %d: %s" % (line, sentence) if line > 0 else sentence
