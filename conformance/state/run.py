#!/usr/bin/env python3
"""What the server keeps, whatever happens to it, over HTTP against the built program.

usage: run.py BINARY [--kills N]

`--kills 200` is the whole test of kill -9 under load; ten are played without it. Everything lies in
folders of its own. Prints each failing check and, as last line, `N passed, N failed`.
"""

import argparse
import sys
from pathlib import Path

import place
import keeping
import killing
from tally import Tally


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=10)
    arguments = parser.parse_args()
    binary, tally = str(Path(arguments.binary).resolve()), Tally()
    keeping.moved(binary, tally)
    keeping.locked(binary, tally)
    keeping.bounded_file(binary, tally)
    keeping.full_disk(binary, tally)
    keeping.quota(binary, tally)
    keeping.second_server(binary, tally)
    keeping.damaged(binary, tally)
    keeping.knowledge(binary, tally, place.ROOT)
    keeping.older_file(binary, tally)
    killing.run(binary, tally, arguments.kills)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
