"""What is on the screen in Flame: tabs, shortcuts, dialogs, browser, timeline."""

from __future__ import annotations

import importlib
import os

from ._attribute import plain
from ._bridge import request
from ._entry import PyObject

TABS = ("MediaHub", "Conform", "Timeline", "Effects", "Batch", "Tools")
_state = {"tab": "Timeline"}


def get_current_tab() -> str:
    """The tab that was gone to last."""
    return _state["tab"]


def set_current_tab(tab) -> bool:
    """Notes the tab; False for a name that is none."""
    name = str(plain(tab))
    if name not in TABS:
        return False
    _state["tab"] = name
    return True


def go_to(tab) -> bool:
    """The same as set_current_tab."""
    return set_current_tab(tab)


def execute_shortcut(description, update_list=True) -> bool:
    """Does what has a counterpart, "Rescan Python Hooks"; False for anything else."""
    if str(plain(description)).strip().lower() != "rescan python hooks":
        return False
    if not request("flame.hooks.rescan"):
        # A script of its own: nothing else has loaded hook files.
        importlib.import_module("cresset_calls").rescan_loaded()
    return True


class PyMessages(PyObject):
    """`flame.messages`."""

    def show_in_dialog(self, title, message, type="info", buttons=("OK",), cancel_button="") -> str:
        """
        Asks in the terminal and gives the text of the button. Where nobody is there the message is printed, and the
        answer is the cancel button, or the first button where there is none.
        """
        names = [buttons] if isinstance(buttons, str) else [str(button) for button in buttons]
        return request(
            "flame.messages.dialog",
            title=str(title),
            message=str(message),
            type=str(type),
            buttons=names,
            cancelButton=str(cancel_button or ""),
        )

    def show_in_console(self, message, type="info", duration=-1) -> bool:
        """Prints a message."""
        request("flame.messages.console", message=str(message), type=str(type))
        return True

    def clear_console(self) -> bool:
        """True: what was printed stays."""
        return True


class PyBrowser(PyObject):
    """`flame.browser`: in a terminal the path is typed."""

    def __init__(self):
        self._selection = []

    @property
    def selection(self) -> list:
        """Paths that were chosen last; empty where nothing was."""
        return list(self._selection)

    def show(self, default_path="", extension=None, select_directory=False, multi_selection=False, **others):
        """Asks for a path; where nobody is there nothing is chosen."""
        answer = request("flame.browser.show", path=os.fspath(default_path), title=str(others.get("title", "")))
        self._selection = [os.path.expanduser(part) for part in answer]


class PyTimeline(PyObject):
    """`flame.timeline`: nothing is open while a hook runs."""

    @property
    def clip(self) -> PyClip:
        """The open clip: None."""
        return None

    @property
    def current_segment(self) -> PySegment:
        """The selected segment: None."""
        return None

    @property
    def current_transition(self) -> PyTransition:
        """The selected transition: None."""
        return None

    @property
    def current_marker(self) -> PyMarker:
        """The selected marker: None."""
        return None
