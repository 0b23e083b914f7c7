"""A structural check of our own, which needs no network: required elements, members that exist, shapes of
values and codes, per version, from structure.tsv. The official schemas judge more (references, invariants);
this one always runs."""

import os
import re

FOLDER = os.path.dirname(os.path.abspath(__file__))
DATE = r"\d{4}-\d{2}-\d{2}"
MOMENT = DATE + r"T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})"
SHAPES = {"dateTime": re.compile(rf"(\d{{4}}(-\d{{2}})?|{DATE}|{MOMENT})\Z"),
          "instant": re.compile(MOMENT + r"\Z"), "id": re.compile(r"[A-Za-z0-9\-.]{1,64}\Z")}
PRIMITIVES = ("string", "boolean", "integer", "decimal", "object", *SHAPES)


def read():
    """(version, type) -> element -> (least, most, of)."""
    elements = {}
    with open(os.path.join(FOLDER, "structure.tsv"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if not line.startswith("#")]
    for line in lines[1:]:
        versions, kind, element, occurs, of = line.split("\t")
        least, _, most = occurs.partition("..")
        for version in ("STU3", "R4", "R5") if versions == "*" else versions.split(","):
            elements.setdefault((version, kind), {})[element] = (int(least), most or least, of)
    return elements


class Structure:
    def __init__(self):
        self.elements = read()

    def errors(self, version, resource):
        kind = resource.get("resourceType")
        if (version, kind) not in self.elements:
            return [f"{kind} is no resource of {version} that is suggested"]
        errors = []
        self.walk(version, kind, resource, kind, errors)
        return errors + invariants(resource)

    def walk(self, version, kind, value, path, errors):
        if not isinstance(value, dict) or not value:
            errors.append(f"{path}: is no object with members")
            return
        known = dict(self.elements[(version, kind)])
        if "resourceType" in value:
            known.update(self.elements[(version, "any")])
        for name, (least, most, of) in known.items():
            self.element(version, value.get(name), (least, most, of), f"{path}.{name}", errors)
        for name in value:
            if name.lstrip("_") not in known and name != "extension":
                errors.append(f"{path}.{name}: no such element")

    def element(self, version, value, rule, path, errors):
        least, most, of = rule
        if value is None:
            if least:
                errors.append(f"{path}: is required")
            return
        if (most == "*") != isinstance(value, list):
            errors.append(f"{path}: is {'no' if most == '*' else 'a'} list")
            return
        items = value if isinstance(value, list) else [value]
        if not items:
            errors.append(f"{path}: is an empty list")
        for item in items:
            self.value(version, item, of, path, errors)

    def value(self, version, value, of, path, errors):
        if of.startswith("code:"):
            if value not in of[5:].split("|"):
                errors.append(f"{path}: `{value}` is no code of {version}")
        elif of in PRIMITIVES:
            if not fits(value, of):
                errors.append(f"{path}: is no {of}")
        else:
            self.walk(version, of, value, path, errors)


def fits(value, of):
    if of in SHAPES:
        return isinstance(value, str) and SHAPES[of].match(value) is not None
    if of == "string":
        return isinstance(value, str) and value.strip() != ""
    if of == "boolean":
        return isinstance(value, bool)
    if of == "object":
        return isinstance(value, dict)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and (of == "decimal" or isinstance(value, int))


def invariants(resource):
    """Of Appointment: start and end together, absent only while proposed; type or actor of a participant.
    Of every period: it does not end before it starts."""
    errors = []
    if resource["resourceType"] == "Appointment":
        times = [name in resource for name in ("start", "end")]
        if times[0] != times[1]:
            errors.append("Appointment: start without end, or the other way round")
        if not any(times) and resource.get("status") not in ("proposed", "cancelled", "waitlist"):
            errors.append("Appointment: has no time and is not proposed")
        for participant in resource.get("participant", []):
            if "type" not in participant and "actor" not in participant:
                errors.append("Appointment.participant: has neither type nor actor")
    for period in [resource.get("occurrencePeriod")]:
        if period and period.get("end", "9") < period.get("start", ""):
            errors.append("occurrencePeriod: ends before it starts")
    return errors
