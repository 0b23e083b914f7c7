#!/usr/bin/env python3
"""Writes the guideline as people read it, from the models: one page per model and language.

    python3 docs/guideline/generate.py            # writes docs/guideline/nl and docs/guideline/en
    python3 docs/guideline/generate.py --check    # exit 1 when a page is not what the models say
"""

import csv
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from doubts import SAID, DoubtsPage

HERE = Path(__file__).resolve().parent
MODELS = HERE.parents[1] / "guideline" / "models"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
WW = "{https://wervelwijzer.nl/dmn/provenance/1}"
LISTS = ("codes", "flags", "missing", "participants")
UNITS = {"nl": {"year": "jaar", "month": "maanden", "day": "dagen", "hour": "uur", "mm": "mm",
                "%": "", "point": "punten", "fraction": "", "vertebra": "wervels",
                "per year": "per jaar"},
         "en": {"year": "years", "month": "months", "day": "days", "hour": "hours", "mm": "mm",
                "%": "", "point": "points", "fraction": "", "vertebra": "vertebrae",
                "per year": "per year"}}
PAGE = {
    "nl": {"made": "Gemaakt uit `guideline/models/{file}.dmn` met `docs/guideline/generate.py`; "
                   "wijzig het model, niet deze bladzijde.",
           "warning": "Geen gecertificeerd medisch hulpmiddel. Moet lokaal worden gevalideerd.",
           "rule": "regel", "when": "als", "then": "dan", "why": "toelichting en bron",
           "always": "altijd", "steps": "Tussenstappen", "precondition": "Voorwaarde vooraf",
           "list": "Lijst", "or": " of ", "not": "niet ", "to": " tot ", "upto": " tot en met ",
           "sum": "Som van", "yes": "ja", "no": "nee",
           "index": "De richtlijn in tabellen", "inputs": "Invoergegevens", "unit": "eenheid",
           "meaning": "betekenis", "values": "waarden", "input": "gegeven", "from": "van ",
           "above": "meer dan "},
    "en": {"made": "Made from `guideline/models/{file}.dmn` by `docs/guideline/generate.py`; "
                   "change the model, not this page.",
           "warning": "Not a certified medical device. Needs local validation.",
           "rule": "rule", "when": "if", "then": "then", "why": "why and where",
           "always": "always", "steps": "Steps on the way", "precondition": "Precondition",
           "list": "List", "or": " or ", "not": "not ", "to": " to below ", "upto": " to ",
           "sum": "Sum of", "yes": "yes", "no": "no",
           "index": "The guideline in tables", "inputs": "Inputs", "unit": "unit",
           "meaning": "meaning", "values": "values", "input": "input", "from": "from ",
           "above": "above "}}


def rows_of(name):
    with open(MODELS / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def text_of(element, path):
    found = element.find(path)
    return "" if found is None else "".join(found.itertext()).strip()


class Words:
    """The words of one language."""

    def __init__(self, language):
        self.language = language
        self.page = PAGE[language]
        self.texts = {row["key"]: row["text"] for row in rows_of(f"text.{language}.tsv")}
        self.inputs = {row["id"]: row for row in rows_of("inputs.tsv")}
        self.parameters = {row["id"]: row["default"] for row in rows_of("parameters.tsv")}

    def get(self, *keys):
        for key in keys:
            if key in self.texts:
                return self.texts[key]
        raise KeyError(f"no text for {keys} in {self.language}")

    def input_name(self, column):
        base, _, member = column.partition(".")
        name = self.inputs[base][f"name_{self.language}"]
        return f"{name}: {self.get(f'value.{base}.{member}')}" if member else name

    def column(self, column):
        if column in self.inputs or column.split(".")[0] in self.inputs:
            return self.input_name(column)
        return self.get(f"step.{column}", f"decision.{column}")

    def value(self, column, value):
        if value in ("true", "false"):
            return self.get(f"value.{value}")
        return self.get(f"value.{column}.{value}", f"value.{value}",
                        f"value.brain-mdo-information-items.{value}")

    def unit(self, column):
        row = self.inputs.get(column)
        return UNITS[self.language][row["unit"]] if row and row["unit"] else ""


class Cell:
    """A condition of one column in words."""

    FEW = 4

    def __init__(self, words, column, text, domain):
        self.words, self.column, self.text = words, column, text
        self.domain = self.split(domain)

    def say(self):
        negated = re.fullmatch(r"not\((.*)\)", self.text, re.S)
        tests = self.split(negated[1] if negated else self.text)
        others = [value for value in self.domain if value not in tests]
        # `unilateral or bilateral` reads better than `not none`.
        if negated and tests[0].startswith('"') and len(others) <= self.FEW:
            negated, tests = None, others
        said = self.words.page["or"].join(self.test(test) for test in tests)
        name = self.words.column(self.column)
        return f"{name}: {self.words.page['not'] if negated else ''}{said}"

    @staticmethod
    def split(text):
        parts = re.findall(r'"[^"]*"|[\[(][^\])]*[\])]|date\([^)]*\)|[^,\s][^,]*', text)
        return [re.sub(r"\s*,$", "", part).strip() for part in parts]

    def test(self, test):
        if test.startswith('"'):
            return self.words.value(self.column, test.strip('"'))
        if test in ("true", "false"):
            return self.words.value(self.column, test)
        return f"{self.number(test)} {self.words.unit(self.column)}".strip()

    def number(self, test):
        page = self.words.page
        between = re.fullmatch(r"([\[(])(.*)\.\.(.*)([\])])", test)
        if between:
            lead = page["above"] if between[1] == "(" else page["from"]
            link = page["upto"] if between[4] == "]" else page["to"]
            return lead + self.constant(between[2]) + link + self.constant(between[3])
        compared = re.fullmatch(r"(<=|>=|<|>)\s*(.*)", test)
        if compared:
            sign = {"<=": "≤", ">=": "≥"}.get(compared[1], compared[1])
            return f"{sign} {self.constant(compared[2])}"
        return self.constant(test)

    def constant(self, text):
        text = text.strip()
        date = re.fullmatch(r'date\("(.*)"\)', text)
        if date:
            return date[1]
        if text in self.words.parameters:
            return f"{self.words.parameters[text]} (`{text}`)"
        if text == "0.3333333333333333":
            return "1/3"
        return text.replace(".", ",") if self.words.language == "nl" else text


class Page:
    """One model in one language."""

    def __init__(self, words, path, order):
        self.words, self.page, self.name = words, words.page, path.stem
        self.root = ElementTree.parse(path).getroot()
        self.decisions = {d.get("name"): d for d in self.root.findall(DMN + "decision")}
        self.order = order

    def lines(self):
        yield f"# {self.words.get(f'model.{self.name}')}"
        yield ""
        yield self.page["made"].format(file=self.name)
        yield ""
        yield self.page["warning"]
        shown = set()
        for name in self.main_decisions():
            yield from self.heading(name)
            for part in self.belonging(name):
                if part == name and self.only_joins(name):
                    continue
                shown.add(part)
                yield from self.part(name, part, self.decisions[part])
        steps = [name for name in self.decisions if name not in shown]
        if steps:
            yield ""
            yield f"## {self.page['steps']}"
        for name in steps:
            yield ""
            yield f"### {self.words.column(name)} (`{name}`)"
            yield ""
            yield from self.logic(name, self.decisions[name])

    def main_decisions(self):
        return [name for name in self.order if self.belonging(name)]

    def only_joins(self, name):
        """True for an outcome that only says whether a list is empty: no rule of it is printed."""
        rules = self.decisions[name].iter(DMN + "rule")
        return all("." in rule.get("id") for rule in rules)

    def belonging(self, name):
        """The tables of a decision: precondition, outcome, lists, consistency rules."""
        parts = [f"{name}.applicable", name] + [f"{name}.{part}" for part in LISTS]
        if name == "consistency-check":
            parts += sorted(d for d in self.decisions if d.startswith("consistency-check."))
        return [part for part in parts if part in self.decisions]

    def heading(self, name):
        yield ""
        yield f"## {self.words.get(f'decision.{name}')} (`{name}`)"
        yield ""
        yield self.words.get(f"question.{name}")

    def part(self, name, part, decision):
        yield ""
        suffix = part[len(name) + 1:]
        if suffix == "applicable":
            yield f"**{self.page['precondition']}**"
            yield ""
        elif suffix in LISTS:
            yield f"**{self.page['list']}: {self.words.get(f'member.{suffix}')}**"
            yield ""
        elif suffix:
            yield f"**{suffix}: {self.words.get(f'result.{name}.{suffix}')}**"
            yield ""
        yield from self.logic(part, decision)

    def logic(self, name, decision):
        literal = decision.find(DMN + "literalExpression")
        if literal is not None:
            parts = text_of(literal, DMN + "text").split(" + ")
            said = ", ".join(self.words.column(part) for part in parts)
            yield f"{self.page['sum']}: {said}."
            return
        table = decision.find(DMN + "decisionTable")
        columns = [text_of(i, f"{DMN}inputExpression") for i in table.findall(DMN + "input")]
        domains = [text_of(i, f"{DMN}inputValues") for i in table.findall(DMN + "input")]
        outputs = [o.get("name") for o in table.findall(DMN + "output")]
        yield (f"| {self.page['rule']} | {self.page['when']} | {self.page['then']} "
               f"| {self.page['why']} |")
        yield "|---|---|---|---|"
        for rule in table.findall(DMN + "rule"):
            yield self.row(name, rule, list(zip(columns, domains)), outputs)

    def row(self, name, rule, columns, outputs):
        cells = [text_of(e, DMN + "text") for e in rule.findall(DMN + "inputEntry")]
        said = [Cell(self.words, column, cell, domain).say()
                for (column, domain), cell in zip(columns, cells) if cell != "-"]
        values = [text_of(e, DMN + "text") for e in rule.findall(DMN + "outputEntry")]
        result = [self.result(name, output, value)
                  for output, value in zip(outputs, values) if value != "null"]
        condition = "<br>".join(said) or self.page["always"]
        return (f"| `{rule.get('id')}` | {condition} | {'<br>'.join(result)} "
                f"| {self.why(rule)} |").replace("\n", " ")

    def result(self, name, output, value):
        code = value.strip('"')
        if output in ("outcome", "code"):
            return self.outcome(name, code)
        said = self.words.get(f"value.{code}") if code in ("true", "false") else code
        if output in ("value", "applicable"):
            return said if code in ("true", "false") or not value.startswith('"') \
                else self.words.value(name, code)
        said = self.words.texts.get(f"detail.{code}", said)
        return f"{self.words.get(f'member.{output}')}: {said}"

    def outcome(self, name, code):
        base = max((d for d in self.order if name == d or name.startswith(d + ".")), key=len)
        text = self.words.get(f"result.{base}.{code}")
        return f"**{text}** (`{code}`)"

    def why(self, rule):
        texts, name = self.words.texts, rule.get("id")
        provenance = rule.find(f"{DMN}extensionElements/{WW}provenance")
        sources = ", ".join(self.words.get(f"source.{code}")
                            for code in provenance.get("source").split())
        standing = self.words.get(f"standing.{provenance.get('status')}")
        said = [texts.get(f"rule.{name}", ""),
                f"*{sources}: {provenance.get('section')}; {standing}*",
                f"({texts[f'doubt.{name}']})" if f"doubt.{name}" in texts else ""]
        return " ".join(part for part in said if part)


def inputs_page(words):
    page = words.page
    yield f"# {page['inputs']}"
    yield ""
    yield page["warning"]
    yield ""
    yield f"| {page['input']} | id | {page['values']} | {page['unit']} | {page['meaning']} |"
    yield "|---|---|---|---|---|"
    for row in words.inputs.values():
        values = row["allowed_values"].replace(";", ", ")
        if row["type"] == "boolean":
            values = f"{page['yes']}, {page['no']}"
        yield (f"| {row['name_' + words.language]} | `{row['id']}` | {values} "
               f"| {words.unit(row['id']) or row['unit']} "
               f"| {row['definition_' + words.language]} |")


def index_page(words, models):
    yield f"# {words.page['index']}"
    yield ""
    yield words.page["warning"]
    yield ""
    yield f"* [{words.page['inputs']}](inputs.md)"
    yield f"* [{SAID[words.language]['title']}](doubts.md)"
    for model, decisions in models:
        names = ", ".join(words.get(f"decision.{name}") for name in decisions)
        yield f"* [{words.get(f'model.{model}')}]({model}.md): {names}"


def rules_of(paths, order):
    """Every rule of the models with the decision of the guideline to which its table belongs."""
    for path in paths:
        for decision in ElementTree.parse(path).getroot().iter(DMN + "decision"):
            owner = decision.get("name")
            if owner not in order:
                owner = owner.rsplit(".", 1)[0]
            for rule in decision.iter(DMN + "rule"):
                yield owner, rule


def pages():
    """Path and text of every page."""
    order = [row["id"] for row in rows_of("decisions.tsv")]
    for language in ("nl", "en"):
        words = Words(language)
        models, paths = [], sorted(MODELS.glob("*.dmn"))
        for path in paths:
            page = Page(words, path, order)
            models.append((path.stem, page.main_decisions()))
            yield HERE / language / f"{path.stem}.md", "\n".join(page.lines()) + "\n"
        doubts = DoubtsPage(words, list(rules_of(paths, order)), rows_of, order)
        yield HERE / language / "doubts.md", "\n".join(doubts.lines()) + "\n"
        yield HERE / language / "inputs.md", "\n".join(inputs_page(words)) + "\n"
        yield HERE / language / "README.md", "\n".join(index_page(words, models)) + "\n"


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        print(__doc__)
        return 2
    made = dict(pages())
    stale = [path for path, text in made.items()
             if not path.exists() or path.read_text(encoding="utf-8") != text]
    extra = [path for path in HERE.glob("*/*.md") if path not in made]
    if check:
        for path in stale + extra:
            print(f"{path.relative_to(HERE)}: not what the models say; run generate.py")
        return 1 if stale or extra else 0
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    print(f"{len(stale)} of {len(made)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
