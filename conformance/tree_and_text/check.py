#!/usr/bin/env python3
"""Compares the second encoding of the urgency modules with the guideline's tables: check.py [DIR]

DIR holds `*.text.dmn` and `differences.tsv` (default: guideline/models/text). Every combination of
input values is decided by the DMN tables, with an evaluator of its own, and by the transcribed
tables of conformance/guideline. What differs must be listed with a reason, and what is listed must
occur. Last line `N combinations, N differ as listed, N findings`; exit 1 on a finding.
"""

import itertools
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "conformance" / "guideline"))

from cases import value_text  # noqa: E402
from oracle import Completion, samples  # noqa: E402
from tables import TABLES  # noqa: E402

DMN = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}


class Encoding:
    """The decision tables of one file, hit policies U and P."""

    def __init__(self, file):
        self.tables = {}
        for decision in ET.parse(file).getroot().findall("d:decision", DMN):
            self.tables[decision.get("name")] = self._read(decision.find("d:decisionTable", DMN))

    @staticmethod
    def _texts(element, path):
        return [found.text for found in element.findall(path, DMN)]

    def _read(self, table):
        columns = self._texts(table, "d:input/d:inputExpression/d:text")
        outputs = {output.get("name"): [value.strip() for value in
                                        output.find("d:outputValues/d:text", DMN).text.split(",")]
                   for output in table.findall("d:output", DMN)}
        rules = [(self._texts(rule, "d:inputEntry/d:text"), self._texts(rule, "d:outputEntry/d:text"))
                 for rule in table.findall("d:rule", DMN)]
        return columns, outputs, rules

    def inputs(self, decision):
        """The raw inputs under a decision, those of its steps included."""
        for column in self.tables[decision][0]:
            yield from self.inputs(column) if column in self.tables else [column]

    def step(self, decision, values):
        """The first output of a step on the way, as a value."""
        text = next(iter(self.decide(decision, values).values()))
        return {"true": True, "false": False}.get(text, text)

    def decide(self, decision, values):
        """The outputs as texts; with several rules the one whose outputs stand first in the lists."""
        columns, outputs, rules = self.tables[decision]
        cells = [self.step(column, values) if column in self.tables else values[column]
                 for column in columns]
        hits = [entries for tests, entries in rules
                if all(holds(test, value) for test, value in zip(tests, cells))]
        if not hits:
            raise SystemExit(f"{decision}: no rule for {values}")
        orders = list(outputs.values())
        first = min(hits, key=lambda entries: [
            order.index(entry) if entry in order else len(order)
            for order, entry in zip(orders, entries)])
        return {name: entry.strip('"') for name, entry in zip(outputs, first) if entry != "null"}


def holds(test, value):
    """One cell: `-`, `not(…)`, or values, comparisons and intervals with commas between."""
    test = test.strip()
    if test == "-":
        return True
    if test.startswith("not("):
        return not holds(test[4:-1], value)
    return any(holds_one(part.strip(), value) for part in test.split(","))


def holds_one(test, value):
    if isinstance(value, (bool, str)):
        return test.strip('"') == value_text(value)
    interval = re.fullmatch(r"([\[\](])(.+)\.\.(.+)([\[\])])", test)
    if interval:
        low, high = float(interval[2]), float(interval[3])
        above = value >= low if interval[1] == "[" else value > low
        return above and (value <= high if interval[4] == "]" else value < high)
    sign, number = re.fullmatch(r"(<=|>=|<|>|)\s*([0-9.]+)", test).groups()
    number = float(number)
    return {"<=": value <= number, ">=": value >= number, "<": value < number,
            ">": value > number, "": value == number}[sign]


def tree(decision, values):
    completion = Completion({name: [value] for name, value in values.items()}, values, {}, [])
    answer = TABLES[decision].function(completion)
    members = {name: value_text(value) for name, value in answer.members if value is not None}
    return {"outcome": answer.outcome} | members


def same(drawn, text):
    """Compares the members that the tables spell out; `who` and the like are prose there."""
    return (all(text.get(name, "false") == value for name, value in drawn.items())
            and all(name in drawn for name in text if name in ("deadline", "urgency")))


def combinations(decision, used):
    table = TABLES[decision]
    values = []
    for name in table.inputs:
        every = samples(name, sorted(table.constants.get(name, [])))
        if name == "sins-total":
            every = [0, 12, 13, 18]
        values.append(every if name in used else every[:1])
    for combination in itertools.product(*values):
        yield dict(zip(table.inputs, combination))


def compare(encoding, decision):
    """(combinations, {(tree outcome, text outcome): an example})."""
    count, differing = 0, []
    for values in combinations(decision, set(encoding.inputs(decision))):
        count += 1
        text, drawn = encoding.decide(decision, values), tree(decision, values)
        if not same(drawn, text):
            differing.append(((decision, drawn["outcome"], text["outcome"]), values))
    return count, differing


def outcome(listed):
    """A line names the outcome alone or, where only a member differs, the whole row."""
    return listed.split(",")[0]


def main(arguments):
    directory = Path(arguments[0]) if arguments else ROOT / "guideline" / "models" / "text"
    lines = [line.split("\t") for line in (directory / "differences.tsv").read_text().splitlines()]
    listed = {(line[0], outcome(line[2]), outcome(line[3]))
              for line in lines[1:] if len(line) >= 5 and line[4]}
    total, seen, findings, known = 0, set(), [], 0
    for file in sorted(directory.glob("*.text.dmn")):
        encoding = Encoding(file)
        for decision in [name for name in encoding.tables if name in TABLES]:
            count, differing = compare(encoding, decision)
            total += count
            for pair, values in differing:
                known += pair in listed
                if pair not in listed and pair not in seen:
                    findings.append(f"{pair} is not listed, for example {values}")
                seen.add(pair)
    findings += [f"{pair} is listed and does not occur" for pair in sorted(listed - seen)]
    for finding in findings:
        print(finding)
    print(f"{total} combinations, {known} differ as listed, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
