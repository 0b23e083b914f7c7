#!/usr/bin/env python3
"""`wervelwijzer route` against a slow, obvious re-implementation over generated regions.

usage: run.py BINARY [COUNT [FIRST_SEED]]
"""

import json
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from oracle import route
from situations import bundle_of, number_of, random_situation


def asked(binary, situation, file):
    command = [binary, "route", "--region", file, "--from",
               number_of(situation, situation["from"]), "--service", situation["service"],
               "--at", situation["at"].isoformat()]
    if situation["hours"]:
        command += ["--deadline", f"PT{situation['hours']}H"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"exit {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def tail(reference):
    return reference.split("/")[1]


def moment(text):
    return datetime.fromisoformat(text) if text else None


def read(answer):
    """The program's answer in the form of the oracle's."""
    found = {"outcome": answer["outcome"],
             "passed": [(tail(one["reference"]) if "reference" in one else None,
                         tail(one["organization"]["reference"]), one["reason"])
                        for one in answer.get("passed-over", [])]}
    chosen = answer.get("chosen") or answer.get("in-house")
    if chosen is None:
        return found
    found["service"] = tail(chosen["reference"])
    found["centre"] = tail(chosen["organization"]["reference"])
    found["opens"] = moment(chosen.get("opens"))
    if answer["service"].endswith("-mdo"):
        meeting = answer.get("meeting", {})
        found["meeting"] = moment(meeting.get("start"))
        found["closes"] = moment(meeting.get("registration-closes"))
        if ("ad-hoc" in answer) == ("meeting" in answer):
            raise AssertionError("neither a meeting nor ad hoc, or both")
    return found


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    failed, seen = 0, {}
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "region.json")
        for seed in range(first, first + count):
            situation = random_situation(seed)
            Path(file).write_text(json.dumps(bundle_of(situation)), encoding="utf-8")
            expected = route(situation)
            try:
                got = read(asked(binary, situation, file))
            except AssertionError as error:
                got = str(error)
            for kind in (expected["outcome"], *(one[2] for one in expected["passed"])):
                seen[kind] = seen.get(kind, 0) + 1
            if expected != got:
                failed += 1
                print(f"seed {seed}: expected {expected}\n  got {got}")
    print("seen: " + ", ".join(f"{kind} {times}" for kind, times in sorted(seen.items())))
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
