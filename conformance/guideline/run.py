#!/usr/bin/env python3
"""Runs `wervelwijzer decide` over all case files and compares: run.py BINARY [FILE…]

Prints each failing case with what was expected and what came, each row of the guideline that no case
reaches, and as last line `N passed, N failed`. Exit 1 when a case fails or no case reaches a row, 2
when the program could not be run.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from cases import FILES, HERE, read_cases, read_value, split, value_text

# Members that may be left out instead of being false.
FALSE_WHEN_ABSENT = ("consider-direct-surgery",)
LISTS = ("outcome", "codes", "flags", "missing")
# What each printed rule stands for.
REGISTER = HERE.parents[1] / "guideline" / "models" / "rules.tsv"
# Row numbers of the guideline that carry a letter themselves.
OWN_LETTER = ("steroid-indication-1b",)


def answers(binary, cases):
    """One answer per case: the JSON object of the whole guideline."""
    lines = "".join(json.dumps(case.request) + "\n" for case in cases)
    run = subprocess.run([binary, "decide", "-"], input=lines, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"decide ended with {run.returncode}: {run.stderr.strip()[:500]}")
    found = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    if len(found) != len(cases):
        raise SystemExit(f"decide gave {len(found)} answers to {len(cases)} questions")
    return found


def row(rule):
    """A rule id without the letter of a split row."""
    return rule if rule in OWN_LETTER else re.sub(r"(-\d+)[a-z]$", r"\1", rule)


def check_status(case, got):
    if case.status != got.get("status"):
        yield f"status: expected {case.status}, got {got.get('status')}"


def check_result(case, got):
    """`outcome; member=value; open member=a/b; safest=outcome`"""
    for at, part in enumerate(split(case.result, ";")):
        if part.startswith("open "):
            yield from check_open(part[5:], got.get("open-details", {}))
        elif part.startswith("safest="):
            safest = got.get("safest", {}).get("outcome")
            if safest != part[7:]:
                yield f"safest: expected {part[7:]}, got {safest}"
        elif at == 0 and not re.match(r"[a-z-]+=", part):
            if got.get("outcome") != part:
                yield f"outcome: expected {part}, got {got.get('outcome')}"
        else:
            yield from check_member(part, got)


def check_member(part, got):
    name, text = part.split("=", 1)
    value = got.get(name, False if name in FALSE_WHEN_ABSENT else None)
    if value is None or not same(value, read_value(name, text)):
        yield f"{name}: expected {text}, got {value}"


def same(a, b):
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) < 1e-9
    return a == b


def check_open(text, details):
    name, _, values = text.partition("=")
    absent = False if name in FALSE_WHEN_ABSENT else None
    values_left = [absent if value is None else value for value in details.get(name, [])]
    got = {value_text(value) for value in values_left if value is not None}
    if not got or (values and got != set(values.split("/"))):
        yield f"open {name}: expected {values or 'more than one value'}, got {sorted(got)}"


def check_possible(case, got):
    """`outcome; member=value | outcome …`; members that no line names are not compared."""
    if not case.possible:
        return
    expected = set()
    names = set()
    for line in case.possible.split("|"):
        outcome, *members = split(line, ";")
        pairs = dict(member.split("=", 1) for member in members)
        names |= set(pairs)
        expected.add((outcome, tuple(sorted(pairs.items()))))
    found = {(one.get("outcome"), project(one, names)) for one in got.get("possible", [])}
    expected = {(outcome, tuple(p for p in pairs if p[0] not in FALSE_WHEN_ABSENT
                                or p[1] != "false")) for outcome, pairs in expected}
    for missing in sorted(expected - found, key=str):
        yield f"possible: {show(missing)} is missing"
    for extra in sorted(found - expected, key=str):
        yield f"possible: {show(extra)} is not possible"


def project(one, names):
    return tuple(sorted((name, value_text(one[name])) for name in names
                        if one.get(name) is not None
                        and not (name in FALSE_WHEN_ABSENT and one[name] is False)))


def show(line):
    return "; ".join([str(line[0])] + [f"{name}={value}" for name, value in line[1]])


def check_needed(case, got):
    if not case.needed:
        return
    member, text = "needed", case.needed
    if text.startswith("details: "):
        member, text = "needed-for-details", text[9:]
    expected = set(split("" if text == "-" else text, ","))
    found = set(got.get(member, []))
    if expected != found:
        yield (f"{member}: lacks {sorted(expected - found)}, "
               f"asks without need {sorted(found - expected)}")


def check_lists(case, got):
    if not case.lists:
        return
    at_least = case.lists.startswith("+ ")
    expected = {}
    for part in split(case.lists.removeprefix("+ "), ";"):
        name, codes = part.split(":", 1)
        expected[name.strip()] = set(split(codes, ","))
    for name in [n + suffix for n in LISTS for suffix in ("", "-undetermined")]:
        value = got.get(name, [])
        if not isinstance(value, list):
            continue  # a single outcome
        found = {code.removeprefix("missing:") for code in value}
        wanted = expected.get(name, set())
        if wanted - found or (found - wanted and not at_least):
            yield f"{name}: expected {sorted(wanted)}, got {sorted(found)}"


def check_rules(case, got):
    if not case.rules:
        return
    at_least = case.rules.startswith("+ ")
    expected = set(split(case.rules.removeprefix("+ "), ","))
    found = {row(rule) for rule in got.get("rules", [])}
    if expected - found or (found - expected and not at_least):
        yield f"rules: expected {sorted(expected)}, got {sorted(found)}"


CHECKS = [check_status, check_result, check_possible, check_needed, check_lists, check_rules]


def compare(case, answer):
    got = answer.get(case.decision)
    if got is None:
        return [f"no decision {case.decision} in the answer"]
    return [line for check in CHECKS for line in check(case, got)]


def refusals(binary):
    """Inputs that must be refused with a message that names the culprit: (case id, failures)."""
    for line in (HERE / "refusals.tsv").read_text().splitlines()[1:]:
        id, _, text, named = line.split("\t")
        run = subprocess.run([binary, "decide", "-"], input=text + "\n", capture_output=True,
                             text=True)
        wrong = []
        if run.returncode != 1:
            wrong.append(f"exit code: expected 1, got {run.returncode}")
        if named not in run.stderr:
            wrong.append(f"message: expected `{named}` in `{run.stderr.strip()[:200]}`")
        yield id, wrong


def is_certain(got):
    """Whether the rules of an answer have fired: nothing of it is open."""
    return got.get("status") == "determined" and "open-details" not in got and not any(
        name.endswith("-undetermined") for name in got)


def unreached(cases, given):
    """The rows of the guideline, by the printed rules of the models, that fire in no case of theirs."""
    reached = {row(rule) for case, answer in zip(cases, given)
               if is_certain(got := answer.get(case.decision, {})) for rule in got.get("rules", [])}
    register = [line.split("\t")[0] for line in REGISTER.read_text(encoding="utf-8").splitlines()[1:]]
    # The rows of a contradiction are printed by the name of the contradiction alone.
    printed = {re.sub(r"^consistency-check\.(C\d\d)-.*$", r"\1", rule) for rule in register}
    return sorted({row(rule) for rule in printed if "." not in rule} - reached)


def report(name, inputs, wrong):
    if wrong:
        print(f"FAIL {name}" + (f"  [{inputs}]" if inputs else ""))
        for line in wrong:
            print(f"     {line}")
    return bool(wrong)


def main(arguments):
    if not arguments:
        print(__doc__.strip().splitlines()[0], file=sys.stderr)
        return 2
    binary = str(Path(arguments[0]).resolve())
    files = [Path(file) for file in arguments[1:]] or FILES
    cases = [case for file in files for case in read_cases(file)]
    failed = 0
    try:
        given = answers(binary, cases)
        for case, answer in zip(cases, given):
            failed += report(f"{case.decision}/{case.id}", case.inputs, compare(case, answer))
        refused = [] if arguments[1:] else list(refusals(binary))
        idle = [] if arguments[1:] else unreached(cases, given)
    except OSError as error:
        print(f"cannot run {binary}: {error}", file=sys.stderr)
        return 2
    for id, wrong in refused:
        failed += report(f"refusals/{id}", "", wrong)
    for name in idle:
        print(f"no case reaches the row {name}")
    print(f"{len(cases) + len(refused) - failed} passed, {failed} failed")
    return 1 if failed or idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
