#!/usr/bin/env python3
"""Keeps the safety files true: exit 1 and a line for each thing that is not.

* every test that a hazard names exists, and every control by design or test names one;
* every rule of the cards names tests, and they exist;
* no open hazard is in the red zone after its control;
* the third-party parts of soup.tsv are those that the rooms look for when they are built;
* the exclusions of the intended use are the rows of scope-check;
* the regulatory position was reviewed within twelve months.
"""

import csv
import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAFETY = ROOT / "docs" / "safety"
COLUMNS = ["id", "hazard", "cause", "situation", "harm", "severity", "likelihood", "control",
           "control_type", "tests", "residual_severity", "residual_likelihood", "status", "since"]
RED_ZONE = 10  # severity times likelihood
TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.M)
EXCLUSION = re.compile(r"^\| `([a-z-]+)` \|", re.M)
REASON = re.compile(r'<outputEntry[^>]*><text>"out-of-scope"</text></outputEntry>\s*'
                    r'<outputEntry[^>]*><text>"([a-z-]+)"</text>')
PACKAGE = re.compile(r"^\s*find_package\((\w+)", re.M)
LIBRARY = re.compile(r"^\s*find_library\((\w+)", re.M)
ROOMS = ("base", "fhir", "terminology", "guideline", "cards", "hooks", "app")
NO_PART = {"Threads"}  # belongs to the system
REVIEW_DAYS = 366


def tests_of_the_tree():
    names = set()
    for path in (ROOT / "tests").rglob("*.cc"):
        names.update(".".join(found) for found in TEST.findall(path.read_text(encoding="utf-8")))
    return names


def check_tests(where, tests, known):
    for test in tests:
        if test not in known and not ("/" in test and (ROOT / test).is_file()):
            yield f"{where}: there is no test `{test}`"


def check_card_rules():
    known = tests_of_the_tree()
    with open(SAFETY / "card_rules.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            tests = [test for test in (row["tests"] or "").split(";") if test]
            if not tests:
                yield f"card_rules.tsv {row['id']}: a rule without a test"
            yield from check_tests(f"card_rules.tsv {row['id']}", tests, known)


def check_hazard(row, known):
    name = row["id"]
    if set(row) != set(COLUMNS) or None in row.values():
        yield f"hazards.tsv {name}: other columns than expected"
        return
    tests = [test for test in row["tests"].split(";") if test]
    if row["control_type"] in ("design", "test") and not tests:
        yield f"hazards.tsv {name}: a control by {row['control_type']} without a test"
    yield from check_tests(f"hazards.tsv {name}", tests, known)
    risk = int(row["residual_severity"]) * int(row["residual_likelihood"])
    if row["status"] == "open" and risk >= RED_ZONE:
        yield f"hazards.tsv {name}: open in the red zone"


def check_hazards():
    known = tests_of_the_tree()
    with open(SAFETY / "hazards.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows:
        yield "hazards.tsv: no hazard"
    for row in rows:
        yield from check_hazard(row, known)


def check_soup():
    used = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("CMakeLists.txt"):
            used.update(PACKAGE.findall(path.read_text(encoding="utf-8")))
    # Found as a library: it has no package description for CMake.
    used.update(name.lower() for name in LIBRARY.findall(
        (ROOT / "cmake" / "Allocator.cmake").read_text(encoding="utf-8")))
    with open(SAFETY / "soup.tsv", encoding="utf-8", newline="") as file:
        listed = {row["package"] for row in csv.DictReader(file, delimiter="\t")}
    for package in sorted((used - NO_PART) ^ listed):
        where = "soup.tsv" if package in listed else "the build"
        yield f"third-party part `{package}` stands in {where} only"


def check_exclusions():
    model = ROOT / "guideline" / "models" / "spinal-diagnostics.dmn"
    asked = set(REASON.findall(model.read_text(encoding="utf-8")))
    said = set(EXCLUSION.findall((SAFETY / "intended-use.md").read_text(encoding="utf-8")))
    if not asked:
        yield "spinal-diagnostics.dmn: scope-check names no reason"
    for reason in sorted(asked ^ said):
        where = "scope-check" if reason in asked else "intended-use.md"
        yield f"exclusion `{reason}` stands in {where} only"


def check_review(today):
    text = (SAFETY / "regulatory-position.md").read_text(encoding="utf-8")
    found = re.search(r"Reviewed (\d{4}-\d{2}-\d{2})", text)
    if not found:
        yield "regulatory-position.md: no date of review"
    elif (today - datetime.date.fromisoformat(found[1])).days > REVIEW_DAYS:
        yield "regulatory-position.md: reviewed more than twelve months ago"


def main():
    findings = [*check_hazards(), *check_card_rules(), *check_soup(), *check_exclusions(),
                *check_review(datetime.date.today())]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
