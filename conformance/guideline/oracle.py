"""Answers the tables by trying every completion: what `decide` should say, worked out another way.

`oracle.py check` compares the expectations in the case files with the transcribed tables
(folder tables); `oracle.py fill FILE…` writes the expectation of cases that
have none, to be read and judged by a person before it is kept. Nothing here reads the models.

An unknown input takes every value that it can have, each independently of the others. Numbers are
represented by the constants of the table and a value between, below and above each.
"""

import sys
from pathlib import Path

from cases import FILES, read_cases, read_inputs, write_cases
from tables import (DEFICIT_SIGNS, ECOG_OF_KPS, SINS_POINTS, SURGERY_INPUTS, SYMPTOMS, TABLES,
                    find_contradictions)

SETS = ("brain-mdo-participants", "brain-mdo-information-items")
WHOLE = ("sins-total", "days-since-lastmeter", "metastases-count", "metastatic-organs-count",
         "extraspinal-bone-metastases-count", "vertebral-metastases-count",
         "contiguous-vertebrae", "spine-operations-per-year")
PAIRWISE_LIMIT = 2500  # paths; beyond it the needed inputs are not worked out here
URGENT_FIRST = {
    "imaging-urgency": ["image-12h", "image-24h", "image-48h", "image-7d", "image-14d",
                        "no-mri-needed"],
    "workup-after-imaging": ["biopsy-1d", "petct-urgent-and-biopsy-1d", "biopsy-7d",
                             "petct-urgent-and-biopsy-7d"],
    "max-time-to-therapy": ["therapy-24h", "therapy-72h", "therapy-7d", "therapy-14d",
                            "no-deadline"],
    "red-flags-2026": ["consult-executing-centre"],
    "referral-flow-2026": ["executing-centre-direct", "executing-centre-asap", "radiotherapist",
                           "spine-surgeon", "radiotherapist-or-other",
                           "radiotherapist-asymptomatic", "no-local-monitoring"],
    "spinal-mdo": ["ad-hoc", "weekly", "not-required-by-2015"],
}

DEFINITIONS = read_inputs()


def samples(name, constants):
    """Values of an input that stand for all its values, as far as `constants` can tell them apart."""
    kind, allowed = DEFINITIONS[name]
    if kind == "boolean":
        return [False, True]
    if name in ("kps", "ecog"):
        return [int(value) for value in allowed]
    if kind == "enum":
        return list(allowed)
    if name == "sins-total":
        return list(range(19))
    if not constants:
        return [1]
    if kind == "date":
        return [day for c in constants for day in (c - 100, c, c + 1)]
    lowest = 1 if allowed == [">=1"] else 0
    highest = float(allowed[0].split("..")[1]) if ".." in allowed[0] else float("inf")
    if name in WHOLE:
        return sorted({n for c in constants for n in (c - 1, c, c + 1) if n >= lowest})
    low = [constants[0] / 2] if constants[0] > 0 else []
    between = [(a + b) / 2 for a, b in zip(constants, constants[1:])]
    last = [min(constants[-1] + 1, highest)] if constants[-1] < highest else []
    return sorted(low + list(constants) + between + last)


def derive(stated):
    """Adds what the stated inputs imply: name → list of the values that remain possible."""
    state = {name: list(values) for name, values in stated.items()}

    def always(name, sign):
        return name in state and name not in SETS and all(sign(x) for x in state[name])

    def imply(name, values):
        if name not in state:
            state[name] = list(values)

    if "asia-grade" in state:
        implied = {"A": "complete", "E": "none"}
        values = {implied.get(grade, "incomplete") for grade in state["asia-grade"]}
        imply("paraplegia-completeness", values)
    if "ecog" in state:
        imply("kps", [k for k, e in ECOG_OF_KPS.items() if e in state["ecog"]])
    if "kps" in stated:
        imply("ecog", sorted({ECOG_OF_KPS[k] for k in state["kps"]}))
    if any(component in state for component in SINS_POINTS):
        reach = [[points[x] for x in state.get(name, points)]
                 for name, points in SINS_POINTS.items()]
        imply("sins-total", range(sum(map(min, reach)), sum(map(max, reach)) + 1))
    if always("pain-nrs", lambda x: x > 0):
        imply("pain-present", [True])
    if any(always(name, sign) for name, sign in DEFICIT_SIGNS.items()):
        imply("neurological-deficit", [True])
    if always("bilsky-grade", lambda x: x in ("2", "3")):
        imply("radiological-mescc", [True])
    if always("clinical-cord-cauda-compression", bool):
        imply("cord-compression-status", ["symptomatic"])
    if always("radiological-mescc", bool):
        imply("cord-compression-status", ["asymptomatic", "symptomatic"])
    if any(always(name, sign) for name, sign in SYMPTOMS.items()):
        imply("symptomatic", [True])
    count, organs = state.get("metastases-count"), state.get("metastatic-organs-count")
    if (count and min(count) > 3) or (organs and min(organs) > 2):
        imply("oligometastases", [False])
    elif count and organs and min(count) >= 1 and min(organs) >= 1:
        if max(count) <= 3 and max(organs) <= 2:
            imply("oligometastases", [True])
    if always("primary-tumour-type", lambda x: x != "unknown"):
        imply("primary-tumour-known", ["known"])
    return state


class Completion:
    """One way to complete the inputs, chosen value by value as the table asks for them."""

    def __init__(self, state, stated, constants, choices):
        self.state, self.stated, self.constants = state, stated, constants
        self.choices, self.taken = choices, []  # taken: (key, values, position)

    def _choose(self, key, values):
        for known, choice, position in self.taken:
            if known == key:
                return choice[position]
        position = self.choices[len(self.taken)] if len(self.taken) < len(self.choices) else 0
        self.taken.append((key, values, position))
        return values[position]

    def __call__(self, name):
        values = self.state.get(name)
        if values is not None and len(values) == 1:
            return values[0]
        every = samples(name, self.constants.get(name, []))
        return self._choose((name,), every if values is None else list(values))

    def has(self, name, member):
        if name in self.state:
            return member in self.state[name]
        return self._choose((name, member), [False, True])

    def recorded(self, name):
        return name in self.stated


def paths(function, state, stated, constants):
    """All (choices made, result) of `function` over all completions."""
    found, choices = [], []
    while True:
        completion = Completion(state, stated, constants, choices)
        value = function(completion)
        found.append(({key: values[at] for key, values, at in completion.taken}, value))
        choices = [position for _, _, position in completion.taken]
        while choices and choices[-1] + 1 == len(completion.taken[len(choices) - 1][1]):
            choices.pop()
        if not choices:
            return found
        choices[-1] += 1


def deciding(found, key=lambda value: value):
    """Inputs that can change the result with all others held: two paths that differ in one only."""
    if len({key(value) for _, value in found}) < 2:
        return set()
    if len(found) > PAIRWISE_LIMIT:
        return None
    needed = set()
    for i, (mine, value) in enumerate(found):
        for other, another in found[:i]:
            if key(value) == key(another):
                continue
            differing = [k for k in mine if k in other and mine[k] != other[k]]
            if len(differing) == 1:
                needed.add(differing[0][0])
    return needed


def inputs_of(id):
    if id == "consistency-check":
        return set(DEFINITIONS)
    names = set(TABLES[id].inputs)
    return names | (set(SURGERY_INPUTS.split()) if TABLES[id].requires else set())


def decide(id, stated):
    """The expectation for one case: members of `decide`'s answer that the tables settle."""
    table, state = TABLES[id], derive(stated)
    known = {name: values for name, values in state.items() if name not in SETS}
    fired = find_contradictions(known)
    if id == "consistency-check":
        rules = sorted(fired)
        return {"status": "determined", "outcome": "inconsistent" if rules else "consistent",
                "rules": rules}
    constants = {name: sorted(values) for name, values in table.constants.items()}
    if table.applicable:
        every = dict(constants)
        for other in ("imaging-urgency", "clinical-suspicion"):
            every.update(TABLES[other].constants)
        if not any(holds for _, holds in paths(table.applicable, state, stated, every)):
            return {"status": "not-applicable"}
    broken = sorted(rule for rule, names in fired.items() if names & inputs_of(id))
    if broken:
        return {"status": "inconsistent", "rules": broken}
    answer = {"lists": evaluate_lists(table, state, stated, constants)}
    if table.array_outcome:
        return evaluate_array(table, state, stated, constants, answer)
    return evaluate_single(table, state, stated, constants, answer)


def evaluate_lists(table, state, stated, constants):
    lists = {}
    for name, rows in table.lists.items():
        certain, may = [], []
        for _, code, predicate in rows:
            values = {bool(x) for _, x in paths(predicate, state, stated, constants)}
            if values == {True}:
                certain.append(code)
            elif True in values:
                may.append(code)
        lists[name], lists[name + "-undetermined"] = certain, may
    return lists


def evaluate_array(table, state, stated, constants, answer):
    certain, may = answer["lists"]["outcome"], answer["lists"]["outcome-undetermined"]
    needed = set()
    for _, _, predicate in table.lists["outcome"]:
        needed |= deciding(paths(predicate, state, stated, constants), bool)
    answer["status"] = "undetermined" if may else "determined"
    answer["lists"]["outcome"] = certain or ([] if may else ["none"])
    answer["needed"] = needed
    return answer


def evaluate_single(table, state, stated, constants, answer):
    def full(result):
        return (result.outcome, result.members)

    if table.id == "performance-conversion" and not {"kps", "ecog"} & set(stated):
        return answer | {"status": "undetermined", "needed": {"kps", "ecog"}}
    found = paths(table.function, state, stated, constants)
    results = {full(result): result for _, result in reversed(found)}
    outcomes = {result.outcome for _, result in found}
    rows = {f"{table.id}-{row}" for _, result in found for row in result.rows}
    if rows:
        answer["rules"] = sorted(rows)
    needed = deciding(found, full)
    if len(outcomes) == 1:
        answer["status"], answer["outcome"] = "determined", outcomes.pop()
        members, open_details = {}, {}
        for name, _ in next(iter(results.values())).members:
            values = {dict(result.members)[name] for result in results.values()}
            if len(values) == 1:
                members[name] = values.pop()
            else:
                open_details[name] = values
        answer["members"], answer["open-details"] = members, open_details
        answer["needed-for-details"] = needed
        return answer
    answer["status"], answer["possible"] = "undetermined", set(results)
    answer["needed"] = needed
    order = URGENT_FIRST.get(table.id)
    if order and (table.id != "red-flags-2026" or order[0] in outcomes):
        answer["safest"] = next((outcome for outcome in order if outcome in outcomes), None)
    return answer


def main(arguments):
    if arguments[:1] == ["fill"]:
        for file in map(Path, arguments[1:]):
            write_cases(file, [case.filled(decide) for case in read_cases(file)])
        return 0
    failures = total = 0
    for file in sorted(Path(path) for path in arguments[1:] or FILES):
        for case in read_cases(file):
            total += 1
            wrong = case.compare_expectation(decide(case.decision, case.stated))
            failures += bool(wrong)
            for line in wrong:
                print(f"{file.name}: {case.id}: {line}")
    print(f"{total - failures} agree, {failures} disagree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
