#!/usr/bin/env python3
"""Golden responses: what each fictitious patient of tests/golden is told, in Dutch and English.

usage: golden.py BINARY            compares; last line `N passed, N failed`
       golden.py BINARY --update   writes the responses anew; read the diff as a change of advice

A response is that of `wervelwijzer evaluate` at the moment that stories.tsv names, with the random
uuids replaced by their order.
"""

import argparse
import difflib
import json
import os
import re
import subprocess
import sys

from tally import Tally

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "tests", "golden")
REQUESTS = os.path.join(FOLDER, "requests")
RESPONSES = os.path.join(FOLDER, "responses")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
LANGUAGES = ("nl", "en")


class Case:
    def __init__(self, name, service, at, story):
        self.name, self.service, self.at, self.story = name, service, at, story

    def in_region(self):
        """Asks from a hospital of the demonstration region."""
        return self.name.startswith("region-")

    def request_text(self):
        with open(os.path.join(REQUESTS, self.name + ".json"), encoding="utf-8") as file:
            return file.read()

    def response_path(self, language):
        return os.path.join(RESPONSES, f"{self.name}.{language}.json")


def cases():
    with open(os.path.join(FOLDER, "stories.tsv"), encoding="utf-8") as file:
        next(file)
        return [Case(*line.rstrip("\n").split("\t")) for line in file]


def evaluate(binary, group, language):
    """Case name -> readable answer, for cases of one service and moment: one start for all of them."""
    command = [binary, "evaluate", "--service", group[0].service, "--at", group[0].at,
               "--language", language]
    if group[0].in_region():
        command += ["--region", os.path.join(ROOT, "deploy", "region-demonstration.json")]
    run = subprocess.run(command + [os.path.join(REQUESTS, case.name + ".json") for case in group],
                         capture_output=True, text=True, check=False)
    answers = run.stdout.splitlines()
    if run.returncode != 0 or len(answers) != len(group):
        return {case.name: f"exit {run.returncode}: {run.stderr}" for case in group}
    return {case.name: readable(answer) for case, answer in zip(group, answers)}


def evaluate_all(binary, language):
    groups = {}
    for case in cases():
        groups.setdefault((case.service, case.at, case.in_region()), []).append(case)
    answers = {}
    for group in groups.values():
        answers.update(evaluate(binary, group, language))
    return answers


def readable(text):
    """Indented, long Markdown as lists of lines, uuids as `uuid-1`, `uuid-2` in order of appearance."""
    seen = {}
    text = UUID.sub(lambda m: seen.setdefault(m[0], f"uuid-{len(seen) + 1}"), text)
    body = json.loads(text)
    for card in body.get("cards", []):
        if "detail" in card:
            card["detail"] = card["detail"].split("\n")
    body.pop("extension", None)  # decisions have conformance cases of their own
    return lines(body, 0) + "\n"


def lines(value, depth):
    """JSON with a line for each member down to those of a suggested resource; what is deeper, and the
    reasons that are the same on every card, stand on one line."""
    if not value or depth > 7 or not isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    indent, end = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, list):
        return "[" + ",".join(indent + lines(item, depth + 1) for item in value) + end + "]"
    members = (f"{indent}{json.dumps(key)}: "
               + lines(item, 9 if key in ("overrideReasons", "source", "links") else depth + 1)
               for key, item in value.items())
    return "{" + ",".join(members) + end + "}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    tally = Tally()
    os.makedirs(RESPONSES, exist_ok=True)
    for language in LANGUAGES:
        answers = evaluate_all(arguments.binary, language)
        for case in cases():
            actual = answers[case.name]
            path = case.response_path(language)
            if arguments.update:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(actual)
                continue
            try:
                with open(path, encoding="utf-8") as file:
                    expected = file.read()
            except FileNotFoundError:
                expected = ""
            difference = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(),
                                                   "golden", "now", lineterm="", n=1))
            tally.check(f"{case.name} ({language}): {case.story}", difference[:40])
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
