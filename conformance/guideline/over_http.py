#!/usr/bin/env python3
"""Asks every case over HTTP, as FHIR resources, and compares with `decide`: over_http.py BINARY [FILE…]

Each case is sent twice, once as the answers of the intake questionnaire and once as observations, the
durations in another unit there. What the services answer in `nl.wervelwijzer.evaluation` must be what
`decide` answers to the same inputs, in every decision of the service. Last line `N agree, N differ`;
exit 1 on a difference.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "http"))

from cases import FILES, read_cases, read_inputs  # noqa: E402
from run import answers  # noqa: E402
from server import Server  # noqa: E402

SYSTEM = "https://wervelwijzer.nl/fhir/CodeSystem/"
QUESTIONNAIRE = "https://wervelwijzer.nl/fhir/Questionnaire/intake"
EVALUATION = "nl.wervelwijzer.evaluation"
SERVICES = ["spinal-metastases-patient-view", "brain-metastases-patient-view"]
# UCUM unit of an input, and the same moment in the unit below it.
UNITS = {"hour": ("h", "min", 60), "day": ("d", "h", 24)}
CATALOGUE = HERE.parents[1] / "guideline" / "models" / "inputs.tsv"
KINDS = {name: kind for name, (kind, _) in read_inputs().items()}


def read_units():
    rows = [line.split("\t") for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    id, unit = rows[0].index("id"), rows[0].index("unit")
    return {row[id]: row[unit] for row in rows[1:]}


UNIT = read_units()


def coding(name, value):
    return {"system": SYSTEM + name, "code": str(value)}


def quantity(value, unit):
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def answer(name, value):
    """value[x] of an answer of the questionnaire."""
    kind = KINDS[name]
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if kind == "date":
        return {"valueDate": value}
    if kind in ("enum", "set"):
        return {"valueCoding": coding(name, value)}
    if UNIT[name] in UNITS:
        return {"valueQuantity": quantity(value, UNITS[UNIT[name]][0])}
    return {"valueInteger": value} if isinstance(value, int) else {"valueDecimal": value}


def observed(name, value):
    """value[x] of an observation."""
    kind = KINDS[name]
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if kind == "date":
        return {"valueDateTime": value}
    if kind in ("enum", "set"):
        return {"valueCodeableConcept": {"coding": [coding(name, value)]}}
    if UNIT[name] in UNITS:
        _, unit, factor = UNITS[UNIT[name]]
        return {"valueQuantity": quantity(float(Decimal(str(value)) * factor), unit)}
    return {"valueInteger": value} if isinstance(value, int) else {"valueQuantity": {"value": value}}


def values_of(stated):
    return stated if isinstance(stated, list) else [stated]


def as_answers(stated):
    items = [{"linkId": name, "answer": [answer(name, value) for value in values_of(values)]}
             for name, values in stated.items()]
    return {"questionnaireResponses": {
        "resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": QUESTIONNAIRE,
        "subject": {"reference": "Patient/case"}, "authored": "2026-11-20T10:00:00+01:00",
        "item": items}}


def as_observations(stated):
    entries = [{"resource": {
        "resourceType": "Observation", "id": f"{name}-{at}", "status": "final",
        "subject": {"reference": "Patient/case"},
        "effectiveDateTime": "2026-11-20T10:00:00+01:00",
        "code": {"coding": [coding("guideline-input", name)]}} | observed(name, value)}
        for name, values in stated.items() for at, value in enumerate(values_of(values))]
    return {"observations": {"resourceType": "Bundle", "type": "searchset", "entry": entries}}


def request(prefetch):
    patient = {"resourceType": "Patient", "id": "case"}
    return {"hook": "patient-view", "hookInstance": "44e620fa-8aa9-58bf-b6b2-602e83432534",
            "context": {"userId": "Practitioner/case", "patientId": "case"},
            "prefetch": {"patient": patient} | prefetch, "extension": {EVALUATION: True}}


def evaluated(server, prefetch):
    """All decisions of both services, by id."""
    found = {}
    for service in SERVICES:
        reply = server.call(service, request(prefetch))
        if reply.status != 200:
            raise SystemExit(f"{service} answered {reply.status}: {reply.body[:300]!r}")
        found |= reply.json()["extension"][EVALUATION]
    return found


def differences(server, case, wanted):
    if any(value == [] for value in case.request.values()):
        return  # FHIR cannot state an empty set
    for form, make in (("answers", as_answers), ("observations", as_observations)):
        got = evaluated(server, make(case.request))
        for decision in sorted(set(wanted) | set(got)):
            if got.get(decision) != wanted.get(decision):
                yield (f"as {form}, {decision}: decide {json.dumps(wanted.get(decision))}, "
                       f"over HTTP {json.dumps(got.get(decision))}")


def main(arguments):
    if not arguments:
        print(__doc__.strip().splitlines()[0], file=sys.stderr)
        return 2
    binary = str(Path(arguments[0]).resolve())
    files = [Path(file) for file in arguments[1:]] or FILES
    cases = [case for file in files for case in read_cases(file)]
    differ = 0
    with Server(binary) as server:
        for case, wanted in zip(cases, answers(binary, cases)):
            wrong = list(differences(server, case, wanted))
            differ += bool(wrong)
            if wrong:
                print(f"FAIL {case.decision}/{case.id}  [{case.inputs}]")
            for line in wrong[:3]:
                print(f"     {line}")
    print(f"{len(cases) - differ} agree, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
