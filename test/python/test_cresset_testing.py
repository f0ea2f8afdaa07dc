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
    return "skip" if path.endswith(".mov") else "overwrite"

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

    def test_what_is_loaded(self):
        self.assertNotIn("post_export", self.hooks.names)
        self.assertIn("it is for Flame 2019 and older", self.hooks.warnings[0])
        with self.assertRaisesRegex(LookupError, "defines no post_export;"):
            self.hooks.call("post_export")
        with open(os.path.join(self.folder, "broken.py"), "w") as file:
            file.write("import nothing_of_this_name\n")
        with self.assertRaisesRegex(cresset_testing.HookLoadError, "broken.py.*, line 1"):
            cresset_testing.load(os.path.join(self.folder, "broken.py"))


if __name__ == "__main__":
    unittest.main()
