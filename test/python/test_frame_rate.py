"""fps and sequenceFps: texts as in Flame, that calculate. Run by python-testing.test.ts."""

import copy
import decimal
import fractions
import json
import math
import os
import pickle
import re
import shlex
import subprocess
import sys
import unittest
import urllib.parse
import xml.etree.ElementTree

import cresset_testing


class TestFrameRates(unittest.TestCase):
    def setUp(self):
        info = cresset_testing.info_of("pre_export_asset", {"fps": 23.976, "sequenceFps": "24"})
        self.film, self.whole = info["fps"], info["sequenceFps"]

    def test_they_are_texts_wherever_a_text_is_needed(self):
        film = self.film
        self.assertIsInstance(film, str)
        self.assertEqual("_".join(["cut", film]), "cut_23.976")
        self.assertEqual(os.path.join("out", film), os.path.join("out", "23.976"))
        self.assertTrue(re.match(r"\d+\.\d+$", film))
        self.assertEqual(urllib.parse.quote(film) + shlex.quote(film), "23.97623.976")
        run = [sys.executable, "-c", "import os, sys; print(sys.argv[1], os.environ['FPS'])", film]
        out = subprocess.run(run, env={**os.environ, "FPS": film}, stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(out.decode().strip(), "23.976 23.976")
        element = xml.etree.ElementTree.Element("rate", fps=film)
        element.text = film
        self.assertEqual(xml.etree.ElementTree.tostring(element), b'<rate fps="23.976">23.976</rate>')
        self.assertEqual((film.split("."), film[:2], len(film), "." in film), (["23", "976"], "23", 6, True))
        self.assertEqual(json.dumps({"fps": film}), '{"fps": "23.976"}')
        self.assertIs(type(str(film)), str)
        self.assertIs(type(pickle.loads(pickle.dumps(film))), str)
        self.assertEqual(copy.deepcopy({"fps": film})["fps"] * 2, 47.952)
        self.assertEqual("at " + film + " fps", "at 23.976 fps")

    def test_they_calculate(self):
        film, whole = self.film, self.whole
        self.assertEqual(
            (film * 2, 2 * film, 100 / whole, whole / 2, whole + 1, 1 + whole),
            (47.952, 47.952, 100 / 24, 12, 25, 25),
        )
        self.assertEqual((whole - 4, 30 - whole, 50 // whole, whole // 5, 50 % whole, whole % 5), (20, 6, 2, 4, 2, 4))
        self.assertEqual(
            (whole**2, 2**whole, divmod(whole, 5), divmod(50, whole), -whole, abs(whole)),
            (576, 2**24, (4, 4), (2, 2), -24, 24),
        )
        self.assertEqual(
            (float(film), int(film), round(film), round(film, 1), math.floor(film), math.ceil(film), math.trunc(film)),
            (23.976, 23, 24, 24.0, 23, 24, 23),
        )
        self.assertEqual(
            (math.sqrt(whole), math.isclose(film, 23.976), sum([whole, whole]), max(film, whole)),
            (math.sqrt(24), True, 48, whole),
        )
        self.assertEqual(
            (decimal.Decimal(film), fractions.Fraction(film)),
            (decimal.Decimal("23.976"), fractions.Fraction(2997, 125)),
        )
        self.assertTrue(film < 24 and 23 < film and film <= 23.976 and film > 23 and film >= 23.976 and film < whole)
        self.assertTrue(film == 23.976 and 23.976 == film and film == "23.976" and "23.976" == film)
        self.assertTrue(film != 24 and film != "24" and whole == 24 and whole != "24.0" and film in (23.976, 25))
        self.assertTrue(whole.is_integer() and not film.is_integer() and bool(film))
        with self.assertRaises(TypeError):
            film * "2"
        with self.assertRaises(TypeError):
            film < None

    def test_formats_of_texts_and_of_numbers(self):
        film = self.film
        self.assertEqual(
            ("%s|%f|%.2f|%d" % (film, film, film, film), "%s" % film, "%d fps" % film),
            ("23.976|23.976000|23.98|23", "23.976", "23 fps"),
        )
        self.assertEqual(
            (f"{film}|{film:>8}|{film:.2f}|{film:.1e}", "{:g}".format(film), repr(film)),
            ("23.976|  23.976|23.98|2.4e+01", "23.976", "'23.976'"),
        )
