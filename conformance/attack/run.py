#!/usr/bin/env python3
"""Every attack that this server is built to stand, over HTTP against the built program.

usage: run.py BINARY [--listener beast|cpprest] [--only REGEX] | --table

Each is played against both listeners. Where that of the C++ REST SDK cannot stand it alone, it is
played behind the shipped front, when nginx is installed. `--table` prints what docs/operators.md
says of it, which is compared at each run. Prints each failing check and, as last line,
`N passed, N failed`.
"""

import argparse
import re
import sys
from pathlib import Path

import stage

import crowding  # noqa: F401
import framing  # noqa: F401
import leaving  # noqa: F401
import slowing  # noqa: F401
import speaking  # noqa: F401
import stopping  # noqa: F401
from tally import Tally

BEGIN, END = "<!-- attacks: conformance/attack/run.py --table -->\n", "<!-- end of attacks -->\n"


def table():
    lines = ["| attack | Beast | C++ REST SDK |", "|---|---|---|"]
    words = {"holds": "holds", "front": "behind the front only"}
    for one in stage.ATTACKS:
        lines.append(f"| {one.says} (`{one.name}`) | holds | {words[one.cpprest]} |")
    return "\n".join(lines) + "\n"


def table_problems():
    text = (stage.ROOT / "docs/operators.md").read_text(encoding="utf-8")
    _, _, rest = text.partition(BEGIN)
    written, found, _ = rest.partition(END)
    if not found:
        return ["docs/operators.md has no table of attacks"]
    return [] if written == table() else ["another table than `run.py --table` prints"]


def play_one(binary, listener, one, shared, tally):
    name = f"{one.name} ({listener})"
    front = one.place(listener) == "front"
    if front and not stage.NGINX:
        return tally.skip(name, "behind the front only, and nginx is not installed")
    if not one.own and not front:
        return tally.check(name, shared.problems_after(one.play))
    with stage.target(binary, listener, one.flags, front) as target:
        return tally.check(name, target.problems_after(one.play))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--listener", choices=["beast", "cpprest"])
    parser.add_argument("--only", default="")
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    if arguments.table:
        print(table(), end="")
        return 0
    binary, tally = str(Path(arguments.binary).resolve()), Tally()
    tally.check("the table in docs/operators.md", table_problems())
    for listener in ["beast", "cpprest"]:
        if arguments.listener in (None, listener):
            with stage.target(binary, listener) as shared:
                for one in stage.ATTACKS:
                    if re.search(arguments.only, one.name):
                        play_one(binary, listener, one, shared, tally)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
