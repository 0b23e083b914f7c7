#!/usr/bin/env python3
"""Black-box conformance over HTTP: starts the release binary on loopback and asks it everything.

usage: run.py BINARY [--shared FOLDER]

Prints each failing check and, as last line, `N passed, N failed`.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import time

import authentication
import checker
import clients
import discovery
import feedback
import fetching
import golden
import hostile
import messages
import protocol
import published
import requirements
import resting
import storm
from server import Server
from tally import Tally

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def golden_over_http(server, tally):
    """Our own patients over HTTP: sound on the protocol level in both languages, and soon."""
    uuids, slowest = [], 0
    for case in golden.cases():
        for language in ("nl", "en"):
            begin = time.monotonic()
            answer = server.call(case.service, case.request_text(), language)
            slowest = max(slowest, time.monotonic() - begin)
            if not tally.check(f"{case.name} ({language}) is answered", answer.status == 200):
                continue
            body = answer.json()
            tally.check(f"{case.name} ({language})",
                        checker.response_problems(body) + checker.house_problems(body))
            uuids += [x["uuid"] for c in body["cards"] for x in [c, *c.get("suggestions", [])]]
    tally.check("no uuid occurs twice over all answers [CARD-03]", len(uuids) == len(set(uuids)))
    tally.check("every answer within 500 ms [GEN-13]", slowest < 0.5)


def answer_of_command_line(binary, server, case, language):
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    over_http = server.call(case.service, case.request_text(), language).body.decode()
    done = subprocess.run(
        [binary, "evaluate", "--service", case.service, "--at", now, "--language", language,
         "--base-url", f"http://127.0.0.1:{server.port}", "-"],
        input=case.request_text(), capture_output=True, text=True, check=False)
    return golden.UUID.sub("", over_http), golden.UUID.sub("", done.stdout.rstrip("\n"))


def command_line_twins(server, tally, binary):
    """`evaluate` says to the byte what the server says at that moment, but for the uuids."""
    for case in golden.cases():
        served, printed = answer_of_command_line(binary, server, case, "en")
        if served != printed:  # a minute may have ended in between
            served, printed = answer_of_command_line(binary, server, case, "en")
        tally.check(f"{case.name}: evaluate says the same", served == printed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--shared", default=os.path.join(ROOT, "..", "shared"))
    arguments = parser.parse_args()
    tally = Tally()
    region = os.path.join(ROOT, "deploy", "region-demonstration.json")
    with Server(arguments.binary, "--region", region, "--hospital", "90000003") as server:
        golden_over_http(server, tally)
        storm.run(server, tally)
    with Server(arguments.binary) as server:
        discovery.run(server, tally)
        golden_over_http(server, tally)
        command_line_twins(server, tally, arguments.binary)
        published.run(server, tally, arguments.shared)
        published.samples(server, tally, arguments.shared)
        with open(os.path.join(golden.REQUESTS, "cord-compression-complete-record.json")) as file:
            good = json.load(file)
        messages.run(server, tally, good)
        feedback.run(server, tally)
        protocol.run(server, tally, good)
        hostile.run(server, tally, good)
        tally.check("the server lives at the end", server.alive)
        for word in ("Fictief", "gk-0", "gk-1", "1964-03-02", "geheim"):
            tally.check(f"the log does not hold `{word}`", word.encode() not in server.log())
    with Server(arguments.binary, "--one-action") as server:
        resting.run(server, tally)
    clients.run(arguments.binary, tally, good)
    authentication.run(arguments.binary, tally, good)
    fetching.run(arguments.binary, tally, good)
    requirements.run(tally)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
