#!/usr/bin/env python3
"""`./serve` and `./check` in any order, in one clone: configured for real, built dry (ninja -n).

Each story starts from a fresh copy of the tree, in a path with a blank, and runs the two commands
with WERVELWIJZER_DRY_RUN, which stops them before they compile, test or listen.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOT_COPIED = shutil.ignore_patterns("build", ".git", "__pycache__", "node_modules")


class FrontDoor(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="front door ")
        self.addCleanup(shutil.rmtree, self.home)
        self.tree = os.path.join(self.home, "a clone")
        shutil.copytree(ROOT, self.tree, ignore=NOT_COPIED, symlinks=True)

    def run_dry(self, command, *arguments, path=None, expected=0):
        environment = dict(os.environ, WERVELWIJZER_DRY_RUN="1")
        environment.pop("CCACHE_BASEDIR", None)
        if path:
            environment["PATH"] = path
        done = subprocess.run([f"./{command}", *arguments], cwd=self.tree, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)
        self.assertEqual(done.returncode, expected, f"{command} {arguments}\n{done.stdout[-4000:]}")
        return done.stdout

    def test_serve_then_check_then_both_again(self):
        self.assertNotIn("dmn-tck", self.run_dry("serve"), "serve builds the server alone")
        self.assertIn("dmn-tck", self.run_dry("check"))
        self.run_dry("serve")
        self.assertIn("dmn-tck", self.run_dry("check"))

    def test_check_quick_then_serve_then_check(self):
        self.run_dry("check", "quick")
        self.run_dry("serve")
        self.run_dry("check")

    def test_a_configuration_that_was_interrupted_is_made_again(self):
        self.run_dry("serve")
        release = os.path.join(self.tree, "build", "release")
        os.remove(os.path.join(release, "build.ninja"))
        self.run_dry("check")
        os.remove(os.path.join(release, "configured"))
        self.run_dry("serve")

    def test_a_changed_file_of_the_build_is_noticed(self):
        self.run_dry("serve")
        listing = os.path.join(self.tree, "base", "CMakeLists.txt")
        with open(listing, encoding="utf-8") as file:
            text = file.read()
        with open(listing, "w", encoding="utf-8") as file:
            file.write(text.replace("SOURCES\n", "SOURCES\n    pulled.cc\n", 1))
        with open(os.path.join(self.tree, "base", "pulled.cc"), "w", encoding="utf-8") as file:
            file.write("namespace wervelwijzer {}\n")
        subprocess.run(["ninja", "-C", os.path.join(self.tree, "build", "release"), "build.ninja"],
                       check=True, stdout=subprocess.DEVNULL)
        self.assertIn("pulled.cc", self.run_dry("serve"))
        self.assertIn("pulled.cc", self.run_dry("check"))

    def test_a_tree_that_was_moved_is_configured_anew(self):
        self.run_dry("serve")
        moved = os.path.join(self.home, "moved")
        os.rename(self.tree, moved)
        self.tree = moved
        self.run_dry("serve")

    def test_ccache_may_come_and_go(self):
        without = os.path.join(self.home, "bin")
        os.mkdir(without)
        for folder in os.environ["PATH"].split(os.pathsep):
            for name in os.listdir(folder) if os.path.isdir(folder) else []:
                link = os.path.join(without, name)
                if name != "ccache" and not os.path.lexists(link):
                    os.symlink(os.path.join(folder, name), link)
        self.run_dry("serve")
        # The packages are asked of dpkg, which still knows ccache: only the program is gone.
        self.run_dry("serve", path=without)
        with open(os.path.join(self.tree, "build", "release", "build.ninja"), encoding="utf-8") as file:
            self.assertNotIn("ccache", file.read())
        self.run_dry("check", "quick")


if __name__ == "__main__":
    if not shutil.which("ninja") or not shutil.which("cmake"):
        sys.exit("needs cmake and ninja")
    unittest.main()
