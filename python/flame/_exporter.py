"""PyExporter: exports that scripts and hooks start."""

from __future__ import annotations

import importlib
import json
import os
import threading

from ._attribute import plain
from ._bridge import request
from ._entry import PyObject, ids_of


class _Choice(int):
    """A value of an enumeration: an integer that prints as its name."""

    def __new__(cls, number, name):
        choice = super().__new__(cls, number)
        choice.name = name
        return choice

    def __str__(self):
        return self.name

    def __repr__(self):
        return "flame.PyExporter.%s" % self.name


def _choices(*names):
    members = [_Choice(number, name) for number, name in enumerate(names)]
    return {
        **{member.name: member for member in members},
        "values": {int(member): member for member in members},
        "names": {member.name: member for member in members},
    }


PresetType = type(
    "PresetType",
    (),
    _choices("Image_Sequence", "Audio", "Movie", "Sequence_Publish", "Distribution_Package"),
)
PresetVisibility = type(
    "PresetVisibility",
    (),
    _choices("Autodesk", "Flow_Production_Tracking", "Project", "Shared", "User"),
)
# The older name of Flow Production Tracking.
PresetVisibility.Shotgun = PresetVisibility.Flow_Production_Tracking
PresetVisibility.names["Shotgun"] = PresetVisibility.Shotgun


class BackgroundJobSettings(PyObject):
    """How a background job is called. Cresset has no queue of jobs: what is set here is kept and not acted on."""

    def __init__(self):
        self.name = ""
        self.description = ""
        self.dependencies = []
        self.completion_handling = "Leave In Queue"
        self.completion_handling_delay = 0


class PyExporter(PyObject):
    """Exports clips, as `cresset export` does, with a run of its own in the history."""

    PresetType = PresetType
    PresetVisibility = PresetVisibility
    BackgroundJobSettings = BackgroundJobSettings

    foreground: bool = False
    export_between_marks: bool = False
    use_top_video_track: bool = False
    include_subtitles: bool = False
    export_subtitles_as_files: bool = True
    export_all_subtitles: bool = False
    keep_timeline_fx_renders: bool = False
    warn_on_mixed_colour_space: bool = True
    warn_on_no_media: bool = True
    warn_on_pending_render: bool = True
    warn_on_reimport_unsupported: bool = True
    warn_on_unlinked: bool = True
    warn_on_unrendered: bool = True

    #: Id of the run that the last export() started: `cresset runs show` tells of it.
    run_id: str = ""

    def export(
        self,
        sources,
        preset_path,
        output_directory,
        background_job_settings=None,
        hooks=None,
        hooks_user_data=None,
    ) -> None:
        """
        Exports a clip, what lies in a container, or a list of these.

        In the foreground it returns when everything is written. Otherwise it returns when all pre hooks have decided;
        rendering and post hooks go on: with `hooks` in this interpreter, else in a process of its own.

        hooks: an object whose methods (preExport, postExport, preExportSequence, postExportSequence, preExportAsset,
        postExportAsset, exportOverwriteFile; any may be missing) are called in place of the loaded hooks.
        hooks_user_data: the object that they get as userData.
        Raises RuntimeError with a sentence for a bad preset, and when the export fails.
        """
        wish = {
            "sources": ids_of(sources),
            "preset": os.fspath(plain(preset_path)),
            "destination": os.path.abspath(os.path.expanduser(os.fspath(plain(output_directory)))),
            "exportBetweenMarks": bool(self.export_between_marks),
            "useTopVideoTrack": bool(self.use_top_video_track),
            "includeSubtitles": bool(self.include_subtitles),
            "exportSubtitlesAsFiles": bool(self.export_subtitles_as_files),
            "exportAllSubtitles": bool(self.export_all_subtitles),
        }
        if self.foreground:
            self._run(wish, False, hooks, hooks_user_data)
        elif hooks is None:
            user_data = _json_part(hooks_user_data)
            self.run_id = request("flame.export.detached", wish=wish, depth=_depth(), userData=user_data)["runId"]
        else:
            self._run_beside(wish, hooks, hooks_user_data)

    def _run(self, wish, background, hooks, user_data, began=None):
        calls = importlib.import_module("cresset_calls")
        # Hooks of the export are called in this thread while it waits.
        _within.depth = _depth() + 1
        held = [calls.keep_object(each) for each in (hooks, user_data) if each is not None]
        try:
            answer = request(
                "flame.export.run",
                wish=wish,
                isBackground=background,
                depth=_depth() - 1,
                overrideObject=None if hooks is None else held[0],
                userDataObject=None if user_data is None else held[-1],
                began=began,
            )
            self.run_id = answer["runId"]
        finally:
            _within.depth -= 1
            for number in held:
                calls.forget_object(number)

    def _run_beside(self, wish, hooks, user_data):
        """
        Runs in a thread: hooks of the export are called in it, while this script goes on. Until the pre hooks have
        decided the script waits, and hears what stops the export before then.
        """
        began = threading.Event()
        failure = []
        number = _await_beginning(began, self)
        depth = _depth()

        def work():
            _within.depth = depth
            try:
                self._run(wish, True, hooks, user_data, number)
            except BaseException as error:
                if began.is_set():
                    request("flame.messages.console", message="The background export failed: %s" % error, type="error")
                else:
                    failure.append(error)
            finally:
                _beginnings.pop(number, None)
                began.set()

        threading.Thread(target=work, name="background export").start()
        began.wait()
        if failure:
            raise failure[0]

    @staticmethod
    def get_presets_base_dir(preset_visibility) -> str:
        """The folder of presets of a visibility. It need not exist: Cresset has none for some."""
        return request("flame.presets.folder", visibility=_name_of(preset_visibility, PresetVisibility))

    @staticmethod
    def get_presets_dir(preset_visibility, preset_type) -> str:
        """The same folder for every type: a preset of Cresset says itself what it makes."""
        _name_of(preset_type, PresetType)
        return PyExporter.get_presets_base_dir(preset_visibility)


_beginnings: dict = {}
_within = threading.local()


def _depth():
    """How many exports of this interpreter the present code is called in, one within the other."""
    return getattr(_within, "depth", 0)


def _await_beginning(event, exporter):
    bridge = importlib.import_module("cresset_bridge")
    if not _beginnings:
        bridge.answers("flame.export.began")(_has_begun)
    number = id(event)
    _beginnings[number] = (event, exporter)
    return number


def _has_begun(params):
    event, exporter = _beginnings[params["began"]]
    exporter.run_id = params["runId"]
    event.set()


def _name_of(choice, choices):
    found = choices.values.get(int(choice)) if isinstance(choice, int) else None
    if found is None:
        raise TypeError("Expected a %s, got %r." % (choices.__name__, choice))
    return found.name


def _json_part(value):
    """What of userData a process of its own can have."""
    return None if value is None else json.loads(importlib.import_module("cresset_user_data").json_part(value)[0])
