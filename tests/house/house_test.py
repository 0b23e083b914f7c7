"""The rules of the house that a compiler does not see: arrows between rooms, doors to third-party
headers, file length, names. Reads the working tree; needs nothing but Python."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From left to right; a file may include its own room and rooms before it.
ROOMS = ["base", "fhir", "terminology", "guideline/dmn", "guideline", "cards", "hooks", "app"]
# The decision engine knows no medicine: of the rooms before it only base.
NARROWER = {"guideline/dmn": ["base"]}
FREE = ["tests", "bench"]  # may include every room

# A third-party header belongs to one file. The key is how an include of it begins.
DOORS = {
    "rapidjson/": ["base/json.cc", "tests/bench/plain_json.cc"],
    "libxml/": ["base/xml.cc"],
    "spdlog/": ["base/log.cc"],
    "date/": ["base/clock.cc"],
    "cpprest/": ["hooks/transport_cpprest.cc", "fhir/http_source.cc"],
    "pplx/": ["hooks/transport_cpprest.cc", "fhir/http_source.cc"],
    "boost/beast": ["hooks/beast_connection.h", "hooks/beast_connection.cc",
                    "hooks/http_client.cc"],
    "boost/asio": ["hooks/beast_connection.h", "hooks/beast_connection.cc",
                   "hooks/transport_beast.cc", "hooks/http_client.cc"],
    "sqlite3.h": ["hooks/database.cc"],
    "openssl/": ["hooks/signature.cc"],
    "CLI/": ["app/main.cc"],
}
OF_TESTS = ("gtest/", "gmock/", "rapidcheck", "benchmark/")
# Headers of the operating system that may stand beside those of C++.
SYSTEM = {"fcntl.h", "unistd.h", "signal.h", "poll.h", "dirent.h", "sys/stat.h", "sys/mman.h",
          "sys/file.h", "sys/resource.h", "sys/statvfs.h",
          "sys/socket.h", "sys/types.h", "sys/un.h", "sys/wait.h", "netinet/in.h", "arpa/inet.h", "spawn.h",
          "emmintrin.h", "immintrin.h", "nmmintrin.h"}

MAX_LINES = 400
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)
EMPTY_NAME = re.compile(r"(^|[_\-./])(utils?|common|helpers?|managers?)([_\-./]|$)")
EMPTY_TYPE = re.compile(r"\b(?:class|struct)\s+(\w*(?:Util|Utils|Helper|Manager|Common))\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work)/\w")


def sources(*suffixes):
    for folder in ["base", "fhir", "terminology", "guideline", "cards", "hooks", "app", "tests",
                   "conformance", "bench"]:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "build" not in path.parts:
                yield path.relative_to(ROOT)


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes(path):
    return INCLUDE.findall(text_of(path))


def room_of(path):
    """The room of a file or of an included header; None outside the rooms."""
    name = str(path)
    fitting = [room for room in ROOMS if name.startswith(room + "/")]
    return max(fitting, key=len) if fitting else None


def visible_from(room):
    before = NARROWER.get(room, ROOMS[:ROOMS.index(room)])
    return set(before) | {room}


class House(unittest.TestCase):
    def assert_none(self, found, rule):
        self.assertFalse(found, rule + ":\n  " + "\n  ".join(found))

    def test_arrows_point_to_the_left(self):
        found = []
        for path in sources(".h", ".cc"):
            room = room_of(path)
            for mark, name in includes(path):
                target = room_of(name) if mark == '"' else None
                if target is None:
                    continue
                if room and target not in visible_from(room):
                    found.append(f"{path} includes {name}")
                if path.parts[0] == "conformance" and target not in ("base", "guideline/dmn"):
                    found.append(f"{path} includes {name}")
        self.assert_none(found, "a room includes a room to its right")

    def test_third_party_headers_stay_behind_their_door(self):
        found = []
        for path in sources(".h", ".cc"):
            of_tests = path.parts[0] in FREE
            for mark, name in includes(path):
                for start, doors in DOORS.items():
                    if name.startswith(start) and str(path) not in doors:
                        found.append(f"{path} includes {name}, whose door is {doors[0]}")
                if name.startswith(OF_TESTS) and not of_tests:
                    found.append(f"{path} includes {name}, which is for tests")
        self.assert_none(found, "a third-party header outside its door")

    def test_every_other_header_is_known(self):
        found = []
        for path in sources(".h", ".cc"):
            for mark, name in includes(path):
                if mark == '"':
                    beside = (ROOT / path).parent / name
                    if not (ROOT / name).exists() and not beside.exists():
                        found.append(f"{path} includes {name}, which is not there")
                elif ("/" in name or "." in name) and name not in SYSTEM and not name.startswith(
                        (*DOORS, *OF_TESTS)):
                    found.append(f"{path} includes <{name}>, which has no door")
        self.assert_none(found, "an include that nobody knows")

    def test_files_are_short(self):
        found = [f"{path}: {lines} lines" for path in sources(".h", ".cc")
                 if (lines := text_of(path).count("\n")) > MAX_LINES]
        self.assert_none(found, f"a file of more than {MAX_LINES} lines")

    def test_names_say_something(self):
        found = [str(path) for path in sources(".h", ".cc", ".py", ".dmn", ".tsv")
                 if EMPTY_NAME.search(str(path).lower())]
        for path in sources(".h", ".cc"):
            found += [f"{path}: {name}" for name in EMPTY_TYPE.findall(text_of(path))]
        self.assert_none(found, "a name that says nothing")

    def test_headers_guard_themselves(self):
        found = [str(path) for path in sources(".h") if "#pragma once" not in text_of(path)]
        self.assert_none(found, "a header without #pragma once")

    def test_no_path_of_a_machine(self):
        found = [str(path) for path in sources(".h", ".cc", ".py", ".txt", ".tsv", ".md")
                 if MACHINE_PATH.search(text_of(path)) and path.name != "house_test.py"]
        self.assert_none(found, "a path of somebody's machine")

    def test_nothing_is_left_to_do(self):
        mark = re.compile(r"\b(TODO|FIXME|XXX)\b")
        found = [str(path) for path in sources(".h", ".cc", ".py")
                 if mark.search(text_of(path)) and path.name != "house_test.py"]
        self.assert_none(found, "a debt without a date")

    def test_the_rules_can_fail(self):
        """Each pattern against a line that must be caught, and one that must not."""
        self.assertEqual(INCLUDE.findall('#include "cards/card.h"'), [('"', "cards/card.h")])
        self.assertNotIn("cards", visible_from("guideline"))
        self.assertNotIn("fhir", visible_from("guideline/dmn"))
        self.assertIn("guideline/dmn", visible_from("guideline"))
        self.assertEqual(room_of("guideline/dmn/model.h"), "guideline/dmn")
        self.assertTrue(EMPTY_NAME.search("base/string_utils.h"))
        self.assertFalse(EMPTY_NAME.search("base/commonwealth.h"))
        self.assertTrue(EMPTY_TYPE.search("class CardManager {"))
        self.assertTrue(MACHINE_PATH.search("see /home/somebody"))
        self.assertFalse(MACHINE_PATH.search("https://example.org/work/1"))


if __name__ == "__main__":
    unittest.main()
