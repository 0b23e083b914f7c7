#!/usr/bin/env python3
"""Random questions, answered by the program and by the oracle: random_check.py BINARY [N [SEED]]

Each question states some inputs of one decision (sometimes only a list of the values left) and
sometimes inputs from which others are derived. Prints each disagreement; exit 1 when there is one.
"""

import random
import sys
from pathlib import Path

import oracle
from cases import Case, expectation, value_text
from run import answers, compare
from tables import SINS_POINTS, TABLES, find_contradictions

# Inputs from which others follow, or that a precondition asks for.
SOURCES = ["asia-grade", "bilsky-grade", "ecog", "metastases-count", "metastatic-organs-count",
           "pain-nrs", "radicular-deficit", "radicular-pain", "clinical-cord-cauda-compression",
           "clinician-states-suspicion", "malignancy-status", "primary-tumour-type",
           "spinal-metastases-established", *SINS_POINTS]
CONSTANTS = {"metastases-count": [1, 3], "metastatic-organs-count": [1, 2], "pain-nrs": [1, 5],
             "pain-nrs-baseline": [3, 8], "life-expectancy-months": [3, 6]}


def random_value(random_, name, constants):
    kind, allowed = oracle.DEFINITIONS[name]
    if kind == "set":
        return "{" + ", ".join(m for m in allowed if random_.random() < 0.8) + "}"
    if kind == "date":
        return random_.choice(["2025-06-30", "2025-07-01", "2026-01-15"])
    values = oracle.samples(name, sorted(constants.get(name, CONSTANTS.get(name, []))))
    # Whether a list of tumour types is "a definite type" is not settled.
    if kind == "enum" and name != "primary-tumour-type" and random_.random() < 0.15:
        left = random_.sample(values, min(2, len(values)))
        return "[" + ", ".join(map(value_text, left)) + "]"
    return value_text(random_.choice(values))


def random_case(random_, decision, number):
    table = TABLES[decision]
    density = random_.choice([0.3, 0.6, 0.85, 1])
    names = [name for name in sorted(oracle.inputs_of(decision)) if random_.random() < density]
    if decision == "consistency-check":
        names = random_.sample(names, min(6, len(names)))
    names += [name for name in SOURCES if random_.random() < 0.1]
    names = [name for name in dict.fromkeys(names) if name in oracle.DEFINITIONS]
    inputs = "; ".join(f"{name}={random_value(random_, name, table.constants)}" for name in names)
    return Case(decision, f"random-{number}", "", inputs or "-")


# What the tables leave open is not compared: rules of outcomes without a row number, lists of a
# question that does not arise.
UNSETTLED = {"survival-bollen": {"rules": ""}, "survival-bartels": {"rules": ""},
             "brain-srs-legal-rule": {"lists": ""}, "red-flags-2026": {"lists": "", "rules": ""},
             "brain-follow-up-mri": {"needed": "", "result": ""}}


def unknown_inputs(case):
    return len([n for n in oracle.inputs_of(case.decision) if n not in case.stated])


def contradicts_itself(case):
    """Preconditions on contradictory inputs are not settled; those questions are left out."""
    if not TABLES[case.decision].applicable:
        return False
    state = {name: values for name, values in oracle.derive(case.stated).items()
             if name not in oracle.SETS}
    return bool(find_contradictions(state))


def main(arguments):
    count = int(arguments[1]) if len(arguments) > 1 else 2000
    random_ = random.Random(int(arguments[2]) if len(arguments) > 2 else 1)
    cases = []
    while len(cases) < count:
        case = random_case(random_, random_.choice(sorted(TABLES)), len(cases))
        wide = case.decision in ("survival-tokuhashi", "treatment-choice-gt3m")
        if wide and unknown_inputs(case) > 4:
            continue
        if contradicts_itself(case):
            continue
        expected = expectation(case.decision, oracle.decide(case.decision, case.stated))
        case.__dict__.update(expected | UNSETTLED.get(case.decision, {}))
        cases.append(case)
    failed = 0
    for case, answer in zip(cases, answers(str(Path(arguments[0]).resolve()), cases)):
        wrong = compare(case, answer)
        failed += bool(wrong)
        if wrong:
            print(f"FAIL {case.decision}/{case.id}  [{case.inputs}]")
            print("".join(f"     {line}\n" for line in wrong), end="")
    print(f"{count - failed} agree, {failed} disagree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
