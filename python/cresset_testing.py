"""Tests of Python hook files, with unittest or pytest, without Cresset and without Flame.

    import cresset_testing

    def test_plates_go_to_their_own_folder():
        hooks = cresset_testing.load("hooks/folders.py")
        called = hooks.call("pre_export_asset", {"shotName": "sh010", "resolvedPath": "sh010.mov"})
        called.assert_changed("resolvedPath", "sh010/sh010.mov")
        called.assert_not_aborted()

A file is loaded by the rules that Cresset loads it by, and a hook is called as Cresset calls it: by position, with an info
that has every key of that hook, and what it may not write is put back and told in `complaints`.

Hooks that use `flame` are called inside `with cresset_testing.flame() as flame:`. They get the module as Cresset has it, over
a catalogue in memory, and `flame` tells what they called:

    with cresset_testing.flame() as flame:
        hooks.call("post_export_asset", {"isSnapshot": True})
        flame.assert_called("import_clips", destination=flame.reel)

It needs nothing but the standard library, and lies in the folder `python` of the package: put that on PYTHONPATH.
"""

from __future__ import annotations

import copy
import importlib
import os
import sys
from typing import Any, Dict, List, Optional, Tuple

from cresset_info import arguments, make_info
from cresset_loader import HookFile, Loader
from cresset_table import FLAME_VERSION, HOOKS, SPELLINGS

__all__ = ["FLAME_VERSION", "Called", "Hooks", "HookLoadError", "flame", "hook_names", "info_of", "load"]

#: What keys of a made-up info say; a shot of 50 frames with handles of 10, as a real export tells it.
EXAMPLES: Dict[str, Any] = {
    "destinationHost": "localhost",
    "destinationPath": "/tmp/cresset-test",
    "presetPath": "/presets/ProRes 422 HQ.yaml",
    "useTopVideoTrack": False,
    "exportBetweenMarks": False,
    "isBackground": False,
    "includeSubtitles": False,
    "exportSubtitlesAsFiles": True,
    "exportAllSubtitles": False,
    "abort": False,
    "abortMessage": "",
    "sequenceName": "seq_010",
    "shotNames": ["sh010", "sh020"],
    "thumbnailFrameNb": 0,
    "namePattern": "<name>",
    "resolvedPath": "sh010.mov",
    "assetName": "sh010",
    "shotName": "sh010",
    "tapeName": "A001C002",
    "assetType": "movie",
    "width": 1920,
    "height": 1080,
    "aspectRatio": 1.7778,
    "depth": "10-bit",
    "scanFormat": "PROGRESSIVE",
    "colourSpace": "Rec.709 video",
    "fps": 23.976,
    "sequenceFps": 23.976,
    "sourceIn": 870766,
    "sourceOut": 870836,
    "recordIn": 86470,
    "recordOut": 86520,
    "handleIn": 10,
    "handleOut": 10,
    "startFrame": 0,
    "track": "V1",
    "trackName": "V1",
    "subtitlesName": "",
    "segmentIndex": 1,
    "versionName": "",
    "versionNumber": 0,
    "useBackburner": False,
    "isSnapshot": False,
    "channelsEncoding": "Integer",
    "pixelLayout": "RGB",
    "nbChannels": 3,
    "drop": False,
    "sequenceDrop": False,
    "backburnerManager": "",
    "backgroundJobId": "",
    "path": "/tmp/cresset-test/sh010.mov",
    "segmentInfo": {"1": "/archives/show_1.seg"},
    "numFrames": 500,
    "numClips": 10,
    "dataSize": 1234.5,
    "metadataSize": 1.5,
    "segmentPath": "/archives/show_1.seg",
    "archiveName": "show",
    "archivePath": "/archives",
    "status": 0,
    "statusMessage": "",
    "archiveComplete": True,
}


#: What a key says in one hook alone.
OWN_EXAMPLES: Dict[str, Dict[str, Any]] = {
    # The hook has to name a preset, and an export from a profile runs in the background unless the hook says otherwise.
    "preCustomExport": {"presetPath": "", "isBackground": True},
}


_OVERWRITE = ("ask", "overwrite", "overwrite_all", "skip")


class HookLoadError(Exception):
    """A hook file that Cresset would list as broken; the message is its traceback."""


class Called:
    """What one call of a hook did."""

    def __init__(self, hook: str, before: Dict[str, Any], after: Dict[str, Any], user_data: Any, answer: Any) -> None:
        self.hook = hook
        #: info as Cresset goes on with it: writes that the hook may not make are put back.
        self.info: Dict[str, Any] = after
        self.user_data = user_data
        self.answer = answer
        #: Key → (before, after), of what the hook may change and did.
        self.changes: Dict[str, Tuple[Any, Any]] = {}
        #: One sentence for each write that was put back, and for an answer that the export would stop at.
        self.complaints: List[str] = []
        if HOOKS[hook]["kind"] == "info":
            self._judge(before)
        elif HOOKS[hook]["kind"] == "value":
            self._judge_answer()

    def _judge_answer(self) -> None:
        known: Tuple[Any, ...] = _OVERWRITE if self.hook == "exportOverwriteFile" else (True, False)
        if self.answer is not None and self.answer not in known:
            expected = ", ".join(repr(each) for each in known)
            self.complaints.append(f"{self.hook} answered {self.answer!r}; expected {expected} or None")

    def _judge(self, before: Dict[str, Any]) -> None:
        keys = HOOKS[self.hook]["info"]
        left = self.info
        if "abort" in keys:
            # The other spelling counts where it was the one that was written.
            other = left.pop("abort_message", "")
            if other != before.get("abort_message"):
                left["abortMessage"] = other
        self.info = {key: value for key, value in before.items() if key != "abort_message"}
        for key in list(left) + [key for key in self.info if key not in left]:
            if key in left and key in before and left[key] == before[key]:
                continue
            if key not in keys:
                self.complaints.append(f"info.{key} is no key of {self.hook}")
            elif not keys[key]["writable"]:
                self.complaints.append(f"info.{key} is read-only in {self.hook}")
            else:
                value = left.get(key)
                if keys[key]["type"] == "boolean" and value in (0, 1):
                    value = bool(value)
                self.changes[key] = (before.get(key), value)
                self.info[key] = value

    @property
    def aborted(self) -> bool:
        return bool(self.info.get("abort")) and "abort" in HOOKS[self.hook]["info"]

    @property
    def abort_message(self) -> str:
        return str(self.info.get("abortMessage", ""))

    def assert_changed(self, key: str, value: Any) -> None:
        """The hook left this value in the key, and is allowed to."""
        if key not in self.changes:
            told = "; ".join(self.complaints)
            raise AssertionError(f"{self.hook} did not change info.{key}" + (f" ({told})" if told else ""))
        if self.changes[key][1] != value:
            raise AssertionError(f"{self.hook} left {self.changes[key][1]!r} in info.{key}, expected {value!r}")

    def assert_unchanged(self) -> None:
        """info is as it was, and the hook tried nothing that it may not do."""
        if self.changes or self.complaints:
            raise AssertionError(f"{self.hook} changed {sorted(self.changes)} {self.complaints}")

    def assert_aborted(self, text: str = "") -> None:
        """The hook said no, with a message that holds this text."""
        if not self.aborted:
            raise AssertionError(f"{self.hook} did not abort")
        if text not in self.abort_message:
            raise AssertionError(f"{self.hook} aborted with {self.abort_message!r}, expected {text!r} in it")

    def assert_not_aborted(self) -> None:
        if self.aborted:
            raise AssertionError(f"{self.hook} aborted: {self.abort_message}")


class Hooks:
    """A loaded hook file."""

    def __init__(self, file: HookFile) -> None:
        self._file = file
        self.path = file.path
        self.module = file.module
        #: Names of its hooks, snake_case.
        self.names: List[str] = [HOOKS[hook]["names"][0] for hook in file.handlers]
        #: What Cresset warns of, and hooks that are left out for another version.
        self.warnings: List[str] = file.warnings + file.notes

    def call(self, name: str, info: Optional[Dict[str, Any]] = None, user_data: Any = None) -> Called:
        """Calls a hook. `info` is laid over the made-up one; what the hook raises is raised.

        Of hooks that get no info the keys are the arguments: {"path": …} of export_overwrite_file, {"archive_name": …}
        or {"archiveName": …} of archive_completed.
        """
        hook = _hook_of(name)
        handler = self._file.handlers.get(hook)
        if handler is None:
            raise LookupError(f"{self.path} defines no {name}; it defines {', '.join(self.names) or 'no hook'}")
        given = info_of(name, info)
        before = copy.deepcopy(given)
        data: Any = {} if user_data is None else user_data
        answer = handler(*arguments(hook, given, data))
        return Called(hook, before, given, data, answer)


def load(path: str) -> Hooks:
    """Loads a hook file as Cresset does, what lies beside it importable. Raises HookLoadError."""
    full = os.path.abspath(path)
    if not os.path.isfile(full):
        raise HookLoadError(f"There is no file {full}")
    _flame_module()
    loader = Loader()
    loader.add_folders([os.path.dirname(full)])
    file = loader.load(full, os.path.dirname(full))
    if file.error:
        raise HookLoadError(file.error)
    return Hooks(file)


def flame(answers: Optional[Dict[str, Any]] = None) -> Any:
    """
    `with cresset_testing.flame() as flame:` gives hooks a `flame` over a catalogue in memory, and tells what they called:
    `flame.calls`, `flame.assert_called("import_clips", destination=flame.reel)`, `flame.add_clip("sh010")`.

    `answers` is what calls give in place of what the module would: {"execute_command": (1, "", "no such file")}. A function
    is called with the arguments, an exception is raised.
    """
    module = _flame_module()
    if module is None:
        raise RuntimeError("Another module is called flame here, that of %s." % sys.modules["flame"].__spec__)
    return module.flame(answers)


def _flame_module() -> Any:
    """The recorder; None where the tests brought a module named flame themselves."""
    found = sys.modules.get("flame")
    if found is not None and os.path.dirname(getattr(found, "__file__", None) or "") != _FLAME:
        return None
    return importlib.import_module("cresset_testing_flame")


_FLAME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "flame")


def info_of(name: str, changes: Optional[Dict[str, Any]] = None) -> Dict[str, Any]:
    """A made-up info of a hook, with every key that a real one has; `changes` are laid over it."""
    hook = _hook_of(name)
    known = HOOKS[hook]["info"]
    if hook == "getCustomExportProfiles":
        return dict(changes or {})
    if HOOKS[hook]["kind"] in ("archive", "value"):
        # They are arguments, which Python handlers name in their own way.
        own = {"".join("_" + c.lower() if c.isupper() else c for c in key): key for key in known}
        changes = {own.get(key, key): value for key, value in (changes or {}).items()}
    unknown = [key for key in changes or {} if key not in known]
    if unknown:
        raise KeyError(f"{name} has no key {', '.join(unknown)}; it has {', '.join(known)}")
    examples = {**EXAMPLES, **OWN_EXAMPLES.get(hook, {})}
    return make_info(hook, {**{key: copy.deepcopy(examples[key]) for key in known}, **(changes or {})})


def hook_names() -> List[str]:
    """Every hook there is, snake_case."""
    return [declared["names"][0] for declared in HOOKS.values()]


def _hook_of(name: str) -> str:
    if name not in SPELLINGS:
        raise KeyError(f"There is no hook {name}; there are {', '.join(hook_names())}")
    return SPELLINGS[name]
