"""What Cresset has no counterpart for."""

import difflib


class NotCovered(AttributeError, NotImplementedError):
    """Raised for a call of Flame that Cresset does not have. It is an AttributeError too, so that hasattr() works."""

    # As tracebacks name it.
    __module__ = "flame"


def not_covered(call, known=(), why=""):
    """The error for a call, with names that are near: `flame.PyClip.rendr`."""
    near = difflib.get_close_matches(call.rpartition(".")[2], known, n=1)
    hint = " Did you mean %s?" % near[0] if near else ""
    reason = why or "Cresset has no counterpart for it"
    return NotCovered("%s is not covered: %s.%s `cresset hooks check` lists such calls." % (call, reason, hint))
