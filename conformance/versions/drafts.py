#!/usr/bin/env python3
"""What we draft is known when it comes back: in each FHIR version, for each fictitious patient.

usage: drafts.py BINARY

Each draft that a card suggests for a patient of tests/golden/requests is put into the record as an active
order, in STU3, R4 and R5 as it was written and in DSTU2 converted, and the same question is asked again. The
same thing (by its codes) must not be suggested a second time: then the order was not recognised. For DSTU2,
in which nothing is suggested, the answer must be the one of R4.
Last line: `N passed, N failed`.
"""

import argparse
import copy
import json
import os
import sys
import tempfile

import run as versions
import convert
from tally import Tally

CODED = ("code", "category", "medicationCodeableConcept", "medication", "serviceType", "appointmentType", "specialty")
PARTNERS = ("focus", "basedOn", "about")  # a companion speaks of an order and is none


def codings(value):
    if isinstance(value, list):
        return [coding for one in value for coding in codings(one)]
    if not isinstance(value, dict):
        return []
    if "concept" in value:  # R5
        return codings(value["concept"])
    return [f"{one.get('system')}|{one.get('code')}" for one in value.get("coding", [])]


def key(resource):
    notice = resource["resourceType"] == "CommunicationRequest"
    found = sorted({code for name in CODED for code in codings(resource.get(name))
                    if notice or name != "category"})
    return (" ".join(found)) if found else None


def drafts_of(answer):
    """By what it asks for, each draft once; a dose for today and one for tomorrow are one thing."""
    found = {}
    for card in answer.get("cards", []):
        for suggestion in card.get("suggestions", []):
            for action in suggestion.get("actions", []):
                resource = action.get("resource")
                if action.get("type") != "create" or not resource:
                    continue
                if any(name in resource for name in PARTNERS) or key(resource) is None:
                    continue
                found.setdefault(key(resource), resource)
    return found


def accepted(draft, number):
    order = copy.deepcopy(draft)
    order["id"] = f"accepted-{number}"
    order["status"] = "booked" if order["resourceType"] == "Appointment" else "active"
    if order.get("intent") in ("proposal", "plan"):
        order["intent"] = "order"
    return order


def evaluate(binary, service, files):
    return versions.evaluate(binary, service, [("", "", path) for path in files])


def write(folder, name, entries):
    path = os.path.join(folder, name + ".json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(convert.bundle(entries), file, ensure_ascii=False)
    return path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    binary = os.path.abspath(parser.parse_args().binary)
    tally = Tally()
    things = set()
    with tempfile.TemporaryDirectory() as folder:
        known = list(versions.patients())
        for service in versions.SERVICES:
            records = {}
            for version in convert.VERSIONS:
                for name, entries in known:
                    records[name, version] = [convert.to_version(one, version) for one in entries]
            asked = [(name, version) for name, version in records if version != "DSTU2"]
            answers = evaluate(binary, service,
                               [write(folder, f"{name}.{version}", records[name, version])
                                for name, version in asked])
            again = []
            for (name, version), answer in zip(asked, answers):
                for code, draft in drafts_of(answer).items():
                    order = accepted(draft, len(again))
                    forms = [(version, order)]
                    if version == "R4" and draft["resourceType"] in ("ServiceRequest", "MedicationRequest"):
                        forms.append(("DSTU2", convert.to_version(order, "DSTU2")))
                    for form, resource in forms:
                        path = write(folder, f"again-{len(again)}", records[name, form] + [resource])
                        again.append((name, form, code, path))
            replies = evaluate(binary, service, [path for *_, path in again])
            by_order = {(name, form, code): reply
                        for (name, form, code, _), reply in zip(again, replies)}
            for (name, form, code), reply in by_order.items():
                things.add((form, code))
                faults = ["is suggested again"] if code in drafts_of(reply) else []
                if form == "DSTU2":
                    faults = versions.differences(
                        versions.advice(reply, form),
                        versions.advice(by_order[name, "R4", code], form))
                tally.check(f"{service} {name} in {form}: {code}", faults)
    for form in convert.VERSIONS:
        print(f"{form}: {sum(1 for version, _ in things if version == form)} kinds of drafts came back")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
