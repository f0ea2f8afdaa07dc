"""Tests of cresset_testing, written as a studio writes its own. Run by python-testing.test.ts."""

import os
import tempfile
import unittest

import cresset_testing

HOOKS = '''
import helper_of_test

def pre_export_asset(info, userData, *args, **kwargs):
    if info["isSnapshot"]:
        return
    if not info["shotName"]:
        info["abort"] = True
        info["abort_message"] = "This asset has no shot."
        return
    info["resolvedPath"] = helper_of_test.folder(info["shotName"]) + info["resolvedPath"]
    userData.setdefault("seen", []).append(info["shotName"])

def postExportAsset(info, userData):
    info["width"] = 1

def export_overwrite_file(path):
    return {".mov": "skip", ".wav": "perhaps"}.get(path[-4:], "overwrite")

def archive_segment_completed(segment_path, archive_name, archive_path, status, status_message, archive_complete):
    return [segment_path, archive_name, archive_path, status, status_message, archive_complete]

def get_custom_export_profiles(profiles):
    profiles["Review"] = {"client": "ACME"}

def post_export(info, userData): pass
post_export.maximum_version = "2019"
'''


class TestHooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        for name, text in (("shots.py", HOOKS), ("helper_of_test.py", "def folder(shot): return shot + '/'\n")):
            with open(os.path.join(folder.name, name), "w") as file:
                file.write(text)
        cls.hooks = cresset_testing.load(os.path.join(folder.name, "shots.py"))

    def test_info_has_every_key_with_its_type(self):
        for name in cresset_testing.hook_names():
            cresset_testing.info_of(name)
        info = cresset_testing.info_of("pre_export_asset")
        self.assertIs(type(info), dict)
        self.assertEqual("%s fps" % info["fps"], "23.976 fps")
        self.assertEqual(cresset_testing.info_of("pre_export_sequence")["shotNames"], ("sh010", "sh020"))
        # As a real hook gets them.
        custom = cresset_testing.info_of("pre_custom_export")
        self.assertEqual((custom["isBackground"], custom["presetPath"]), (True, ""))
        self.assertEqual((info["track"], info["trackName"], info["isBackground"]), ("V1", "V1", False))
        with self.assertRaisesRegex(KeyError, "has no key shotname"):
            cresset_testing.info_of("pre_export_asset", {"shotname": "x"})

    def test_what_a_hook_changes(self):
        called = self.hooks.call("pre_export_asset", {"shotName": "sh020", "resolvedPath": "a.mov"})
        called.assert_changed("resolvedPath", "sh020/a.mov")
        called.assert_not_aborted()
        self.assertEqual(called.user_data, {"seen": ["sh020"]})
        self.assertEqual(called.info["resolvedPath"], "sh020/a.mov")
        with self.assertRaisesRegex(AssertionError, "left 'sh020/a.mov' in info.resolvedPath"):
            called.assert_changed("resolvedPath", "b.mov")
        self.hooks.call("preExportAsset", {"isSnapshot": True}).assert_unchanged()

    def test_aborts(self):
        called = self.hooks.call("pre_export_asset", {"shotName": ""})
        called.assert_aborted("no shot")
        with self.assertRaisesRegex(AssertionError, "expected 'disk' in it"):
            called.assert_aborted("disk")

    def test_writes_that_are_not_allowed_are_told(self):
        called = self.hooks.call("post_export_asset")
        self.assertEqual(called.complaints, ["info.width is read-only in postExportAsset"])
        self.assertEqual(called.info["width"], 1920)

    def test_answers_profiles_and_positions(self):
        self.assertEqual(self.hooks.call("export_overwrite_file", {"path": "/a.exr"}).answer, "overwrite")
        self.assertEqual(self.hooks.call("get_custom_export_profiles").info, {"Review": {"client": "ACME"}})
        answer = self.hooks.call("archive_segment_completed", {"status": 3, "statusMessage": "full"}).answer
        self.assertEqual(answer, ["/archives/show_1.seg", "show", "/archives", 3, "full", True])
        own = {"segment_path": "/a.seg", "status": 3, "status_message": "full"}
        answer = self.hooks.call("archive_segment_completed", own).answer
        self.assertEqual(answer, ["/a.seg", "show", "/archives", 3, "full", True])

    def test_an_answer_that_an_export_would_stop_at_is_told(self):
        self.assertEqual(self.hooks.call("export_overwrite_file", {"path": "/a.exr"}).complaints, [])
        self.assertEqual(
            self.hooks.call("export_overwrite_file", {"path": "/a.wav"}).complaints,
            ["exportOverwriteFile answered 'perhaps'; expected 'ask', 'overwrite', 'overwrite_all', 'skip' or None"],
        )

    def test_what_is_loaded(self):
        self.assertNotIn("post_export", self.hooks.names)
        self.assertIn("it is for Flame 2019 and older", self.hooks.warnings[0])
        with self.assertRaisesRegex(LookupError, "defines no post_export;"):
            self.hooks.call("post_export")
        with open(os.path.join(self.folder, "broken.py"), "w") as file:
            file.write("import nothing_of_this_name\n")
        with self.assertRaisesRegex(cresset_testing.HookLoadError, "broken.py.*, line 1"):
            cresset_testing.load(os.path.join(self.folder, "broken.py"))

    def test_rates_given_as_text_are_what_hooks_get(self):
        info = cresset_testing.info_of("pre_export_asset", {"fps": "29.97", "sequenceFps": "24"})
        self.assertEqual((info["fps"] * 2, "%s" % info["fps"], "%s" % info["sequenceFps"]), (59.94, "29.97", "24"))
        self.assertEqual(cresset_testing.info_of("pre_export_asset", {"fps": "as it comes"})["fps"], "as it comes")

    def test_a_rate_is_found_by_its_text(self):
        info = cresset_testing.info_of("pre_export_asset", {"fps": 25, "sequenceFps": 23.976})
        names = {"25": "PAL", "23.976": "film"}
        self.assertEqual((names[info["fps"]], names[info["sequenceFps"]]), ("PAL", "film"))
        self.assertEqual(len({info["fps"], "25"}), 1)
        self.assertIn(info["sequenceFps"], ("23.976", "24"))
        self.assertTrue(info["fps"] == 25 and info["fps"] != "25.0")


FLAME_HOOKS = """
import flame
from flame import import_clips

def post_export_asset(info, userData):
    workspace = flame.project.current_project.current_workspace
    reel = workspace.desktop.reel_groups[0].create_reel("Mine")
    clip = import_clips(info["destinationPath"] + "/" + info["resolvedPath"], reel)[0]
    clip.name = "renamed"
    clip.note = "of the hook"
    copies = flame.media_panel.copy(clip, workspace.libraries[0])
    userData["told"] = [str(clip.name), len(reel.clips), str(copies[0].name), isinstance(clip, flame.PyClip), clip.width]
    userData["told"] += [str(clip.versions[0].tracks[0].segments[0].record_duration), clip.note, clip.frame_rate]
    flame.execute_command("rm -rf /everything")
    exporter = flame.PyExporter()
    exporter.foreground = True
    exporter.export(clip, "PNG", "/nowhere")
    flame.messages.show_in_dialog("Title", "Shall it?", "question", ["Yes", "No"])
    flame.schedule_idle_event(lambda: userData.update(idle=True))

def pre_export_asset(info, userData):
    flame.batch.create_batch_group("x")

def pre_export(info, userData):
    userData["code"] = flame.execute_command("ls", shell=True)[0]
    try:
        flame.import_clips("missing.mov")
    except RuntimeError as error:
        userData["error"] = str(error)

def post_export(info, userData):
    flame.PyExporter().explode()
"""


class TestFlame(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        path = os.path.join(folder.name, "with_flame.py")
        with open(path, "w") as file:
            file.write(FLAME_HOOKS)
        cls.hooks = cresset_testing.load(path)

    def test_hooks_get_a_project_and_what_they_call_is_recorded(self):
        with cresset_testing.flame() as flame:
            user_data = self.hooks.call("post_export_asset", {"destinationPath": "/out"}, {}).user_data
            told = ["'renamed'", 1, "'renamed'", True, 1920, "00:00:04:04", "of the hook", "24 fps"]
            self.assertEqual(user_data["told"], told)
            names = ["PyReelGroup.create_reel", "import_clips", "media_panel.copy", "execute_command", "PyExporter.export"]
            names += ["messages.show_in_dialog", "schedule_idle_event"]
            self.assertEqual([call.name for call in flame.calls], names)
            flame.assert_called("execute_command", command="rm -rf /everything", blocking=True)
            clip = flame.assert_called("import_clips", path="/out/sh010.mov").answer[0]
            flame.assert_called("PyExporter.export", sources=clip, preset_path="PNG")
            flame.assert_not_called("delete")
            self.assertEqual(flame.messages, ["Shall it?"])
            with self.assertRaisesRegex(AssertionError, r"PyExporter.export\(preset_path='JPEG'\).* was not called; what was: "):
                flame.assert_called("PyExporter.export", preset_path="JPEG")
            flame.run_idle_events()
            self.assertTrue(user_data["idle"])
        with cresset_testing.flame() as flame:
            self.assertEqual((flame.calls, flame.reel.clips), ([], []))
            clip = flame.add_clip("sh020", "/in/sh020.mov", width=4096, bitDepth=16, unlinked=True)
            self.assertEqual((clip.width, clip.bit_depth, clip.unlinked), (4096, 16, True))
            self.assertEqual([str(each.name) for each in flame.reel.clips], ["'sh020'"])

    def test_answers_are_those_of_the_test(self):
        answers = {"execute_command": lambda command, shell: (len(command), "", ""), "import_clips": RuntimeError("no file")}
        with cresset_testing.flame(answers):
            self.assertEqual(self.hooks.call("pre_export").user_data, {"code": 2, "error": "no file"})
        with self.assertRaisesRegex(LookupError, "flame has no call import_clip that"):
            with cresset_testing.flame({"import_clip": None}):
                pass

    def test_what_has_no_counterpart_says_its_name(self):
        with cresset_testing.flame():
            with self.assertRaisesRegex(NotImplementedError, "flame.batch.create_batch_group is not covered"):
                self.hooks.call("pre_export_asset")
            with self.assertRaisesRegex(NotImplementedError, "PyExporter.explode is not covered"):
                self.hooks.call("post_export")
        with self.assertRaisesRegex(RuntimeError, "inside `with cresset_testing.flame"):
            self.hooks.call("post_export_asset")


if __name__ == "__main__":
    unittest.main()
