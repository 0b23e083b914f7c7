#!/usr/bin/env python3
"""The same fictitious patient in DSTU2, STU3, R4 and R5, each in JSON and in XML: the same advice.

usage: run.py BINARY

The patients are those of tests/golden/requests and of patients/ here. Each is written eight times
(convert.py) and given to `wervelwijzer evaluate` as a record; what comes back must be what the R4
record in JSON gives, but for the names that resource types have in a version and the random uuids.
Last line: `N passed, N failed`.
"""

import argparse
import copy
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "conformance", "http"))
import convert  # noqa: E402
from tally import Tally  # noqa: E402

AT = "2026-11-20T14:10:00+01:00"
SERVICES = ("spinal-metastases-patient-view", "brain-metastases-patient-view")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
OFFERED_ABOVE = re.compile(r"\n\nDe opdracht “[^”]*” staat bij een kaart hierboven\.")
# What a type is called in a version; `type/id` is how evidence and orders are cited.
NAMES = {"MedicationOrder": "MedicationRequest", "DiagnosticOrder": "ServiceRequest",
         "ProcedureRequest": "ServiceRequest", "DeviceUsage": "DeviceUseStatement"}


def patients():
    folders = ("tests/golden/requests", "conformance/versions/patients")
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(ROOT, folder, "*.json"))):
            with open(path, encoding="utf-8") as file:
                entries = convert.resources(json.load(file))
            if not all(convert.is_r4(entry) for entry in entries):
                continue  # nothing to convert from
            yield os.path.splitext(os.path.basename(path))[0], entries


def readable(line):
    """What must be the same: evaluation and cards, without uuids and names of versions."""
    for name, modern in NAMES.items():
        line = line.replace(name + "/", modern + "/")
    return json.loads(UUID.sub("uuid", line))


def write_all(folder):
    """Writes every patient in every version and format; returns (patient, form, path)."""
    written = []
    for name, entries in patients():
        for version in convert.VERSIONS:
            record = convert.bundle([convert.to_version(entry, version) for entry in entries])
            texts = {"json": json.dumps(record, ensure_ascii=False), "xml": convert.to_xml(record)}
            for form, text in texts.items():
                path = os.path.join(folder, f"{name}.{version}.{form}")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                written.append((name, f"{version} {form}", path))
    return written


def evaluate(binary, service, written):
    run = subprocess.run([binary, "evaluate", "--service", service, "--at", AT,
                          *[path for _, _, path in written]],
                         capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    if run.returncode != 0 or len(lines) != len(written):
        sys.exit(f"exit {run.returncode}, {len(lines)} answers: {run.stderr.strip()}")
    return [readable(line) for line in lines]


def differences(mine, reference, path="$"):
    if mine == reference:
        return []
    if isinstance(mine, dict) and isinstance(reference, dict):
        return [line for key in sorted(set(mine) | set(reference))
                for line in differences(mine.get(key), reference.get(key), f"{path}.{key}")]
    if isinstance(mine, list) and isinstance(reference, list) and len(mine) == len(reference):
        return [line for i, pair in enumerate(zip(mine, reference))
                for line in differences(*pair, f"{path}[{i}]")]
    return [f"{path}: {json.dumps(mine)[:160]} instead of {json.dumps(reference)[:160]}"]


def advice(answer, version):
    """Drafts are written in the version of the request, so they are compared without the resource;
    for DSTU2 none are written (docs/integrators.md), so that no card says on which card one stands."""
    answer = copy.deepcopy(answer)
    for card in answer.get("cards", []):
        if version == "DSTU2":
            card.pop("suggestions", None)
            card.pop("selectionBehavior", None)
            card["detail"] = OFFERED_ABOVE.sub("", card.get("detail", ""))
        for suggestion in card.get("suggestions", []):
            for action in suggestion.get("actions", []):
                action.pop("resource", None)
    return answer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    binary = os.path.abspath(parser.parse_args().binary)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        written = write_all(folder)
        for service in SERVICES:
            answers = evaluate(binary, service, written)
            known = {(name, form): answer
                     for (name, form, _), answer in zip(written, answers)}
            for (name, form), answer in known.items():
                version = form.split()[0]
                tally.check(f"{service} {name} in {form}",
                            differences(advice(answer, version),
                                        advice(known[name, "R4 json"], version)))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
