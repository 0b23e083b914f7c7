#!/usr/bin/env python3
"""One code of today in three patients: what it deserves by its meaning (codes.tsv).

usage: run.py BINARY
Last line: `N passed, N failed`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "http"))
from tally import Tally  # noqa: E402

AT = "2026-12-01T15:00:00+01:00"
CODE_AT = "2026-12-01T13:00:00+01:00"
SYSTEMS = {"cm": "http://hl7.org/fhir/sid/icd-10-cm", "icd": "http://hl7.org/fhir/sid/icd-10",
           "nl": "http://hl7.org/fhir/sid/icd-10-nl", "snomed": "http://snomed.info/sct"}
SPINE, BRAIN = "spinal-metastases-patient-view", "brain-metastases-patient-view"
SETTINGS = {"cancer": (SPINE, [("nl", "C61", "2024-03-01")]),
            "spine": (SPINE, [("nl", "C50.9", "2022-03-01"), ("snomed", "94602001", "2026-02-01")]),
            "brain": (BRAIN, [("nl", "C34.1", "2025-03-01"), ("snomed", "94225005", "2026-10-01")])}
LEVELS = ("none", "info", "warning", "critical")


def rows():
    with open(os.path.join(HERE, "codes.tsv"), encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def condition(number, system, code, recorded):
    return {"resourceType": "Condition", "id": f"c{number}", "subject": {"reference": "Patient/p"},
            "clinicalStatus": {"coding": [{"code": "active", "system":
                               "http://terminology.hl7.org/CodeSystem/condition-clinical"}]},
            "verificationStatus": {"coding": [{"code": "confirmed", "system":
                                   "http://terminology.hl7.org/CodeSystem/condition-ver-status"}]},
            "code": {"coding": [{"system": SYSTEMS[system], "code": code}]}, "recordedDate": recorded}


def request(setting, more):
    conditions = [condition(i, *one) for i, one in enumerate(SETTINGS[setting][1] + more)]
    return {"hook": "patient-view", "hookInstance": "0d6f4f0e-1111-4222-8333-444455556666",
            "context": {"userId": "Practitioner/x", "patientId": "p"},
            "prefetch": {"patient": {"resourceType": "Patient", "id": "p", "gender": "male",
                                     "birthDate": "1960-01-01"},
                         "conditions": {"resourceType": "Bundle", "type": "searchset",
                                        "entry": [{"resource": one} for one in conditions]}}}


def answers(binary, service, requests):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, one in enumerate(requests):
            paths.append(os.path.join(folder, f"{i}.json"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                json.dump(one, file)
        run = subprocess.run([binary, "evaluate", "--service", service, "--at", AT, "--language", "nl",
                              *paths], capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    if run.returncode != 0 or len(lines) != len(requests):
        sys.exit(f"exit {run.returncode}, {len(lines)} answers: {run.stderr.strip()}")
    return [json.loads(line)["cards"] for line in lines]


def level(cards):
    return max([LEVELS.index(card["indicator"]) for card in cards], default=0)


def said(cards):
    return [(card["indicator"], card["summary"], card.get("detail", "")) for card in cards]


def faults(expected, cards, without):
    high, before = level(cards), level(without)
    shown = f"{LEVELS[high]} ({LEVELS[before]} without): {[card['summary'] for card in cards]}"
    if expected in ("critical", "warning"):
        return [] if high >= LEVELS.index(expected) else [f"{expected} expected, {shown}"]
    if expected == "asked":
        is_more = said(cards) != said(without)
        return [] if is_more and high <= max(before, LEVELS.index("warning")) else [f"asked expected, {shown}"]
    summaries = [[one[:2] for one in said(some)] for some in (cards, without)]
    return [] if summaries[0] == summaries[1] else [f"quiet expected, {shown}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    binary = os.path.abspath(parser.parse_args().binary)
    tally, table = Tally(), rows()
    for setting, (service, _) in SETTINGS.items():
        without, *found = answers(binary, service, [request(setting, [])] + [
            request(setting, [(row["system"], row["code"], CODE_AT)]) for row in table])
        for row, cards in zip(table, found):
            tally.check(f"{setting} {row['system']} {row['code']} ({row['what']})",
                        faults(row[setting], cards, without))
    print(f"{len(table)} codes in {len(SETTINGS)} patients")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
