"""Errors of hook files as their authors want to read them: without the frames of Cresset and of the import system."""

from __future__ import annotations

import os
from typing import Any, Optional

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: Frames that are shown of a long stack, at its beginning and its end.
_FIRST, _LAST = 15, 25


class TimeLimit(KeyboardInterrupt):
    """Raised in a handler whose time is up, and when the run is stopped."""

    def __str__(self) -> str:
        return "it was interrupted: its time was up, the run was stopped, or a signal came"


def message_of(error: BaseException, can_abort: bool = False) -> str:
    """What went wrong, in short. can_abort: of a hook that may say no."""
    try:
        text = str(error)
    except Exception:
        text = ""
    if isinstance(error, SystemExit):
        code = "" if error.code is None else repr(error.code)
        hint = ' To stop the export, set info["abort"] = True.' if can_abort else ""
        return f"sys.exit({code}) was called: a hook file cannot end the program.{hint}"
    name = type(error).__name__
    return f"{name}: {text}" if text else name


def detail_of(error: BaseException, can_abort: bool = False) -> str:
    """The traceback, of its causes too."""
    # Only where something failed: it takes a while to import.
    import traceback

    try:
        told = traceback.TracebackException(type(error), error, error.__traceback__)
        # A traceback may point at itself as its cause; the module cuts that.
        seen = 0
        at: Optional[Any] = told
        while at is not None and seen < 10:
            _tidy(at)
            seen += 1
            at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
        text = "".join(told.format()).rstrip("\n")
    except Exception:
        text = message_of(error)
    return f"{message_of(error, can_abort)}\n{text}" if isinstance(error, SystemExit) else text


def _tidy(told: Any) -> None:
    import traceback

    kept = [frame for frame in told.stack if not _is_own(frame.filename)]
    if len(kept) > _FIRST + _LAST:
        left_out = traceback.FrameSummary("…", len(kept) - _FIRST - _LAST, "frames left out", lookup_line=False, line="")
        kept = kept[:_FIRST] + [left_out] + kept[-_LAST:]
    told.stack = traceback.StackSummary.from_list(kept)


def _is_own(filename: str) -> bool:
    return filename.startswith("<frozen importlib") or (
        filename.startswith(_HERE) and os.path.basename(filename).startswith("cresset_")
    )
