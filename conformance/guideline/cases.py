"""The case files: how a line is read, what it expects, and how it is written.

One file per decision, `<decision>.tsv`, one case per line, columns as in README.md. A blank field
is not checked.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ["id", "story", "inputs", "status", "result", "possible", "needed", "lists", "rules"]
FILES = sorted((HERE / "cases").glob("*.tsv"))
# Grades that look like numbers but are codes.
CODES = ("bilsky-grade", "asia-grade")
# Members whose spelling the contract leaves to the tables' printed text: not compared.
NOT_SPELLED = {"brain-follow-up-mri": ("interval", "neurologist")}


def read_inputs():
    lines = (HERE / "inputs.tsv").read_text().splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {name: (kind, values.split(";")) for name, kind, values in rows}


def value_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_value(name, text):
    if name in CODES:
        return text
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        return text


def split(text, separator):
    return [part.strip() for part in text.split(separator) if part.strip()]


@dataclass
class Case:
    decision: str
    id: str
    story: str
    inputs: str
    status: str = ""
    result: str = ""
    possible: str = ""
    needed: str = ""
    lists: str = ""
    rules: str = ""

    @property
    def request(self):
        """The inputs as `decide` reads them."""
        stated = {}
        for part in split("" if self.inputs == "-" else self.inputs, ";"):
            name, text = (x.strip() for x in part.split("=", 1))
            if text[0] in "[{":
                stated[name] = [read_value(name, x) for x in split(text[1:-1], ",")]
            else:
                stated[name] = read_value(name, text)
        return stated

    @property
    def stated(self):
        """The inputs as the oracle reads them: name → list of values, a date as yyyymmdd."""
        return {name: [day(x) for x in value] if isinstance(value, list) else [day(value)]
                for name, value in self.request.items()}

    def filled(self, decide):
        """This case with the oracle's expectation where it has none."""
        if self.status:
            return self
        return replace(self, **expectation(self.decision, decide(self.decision, self.stated)))

    def compare_expectation(self, answer):
        """Where this case says what the tables do not; order does not count, silence is no claim."""
        wanted = expectation(self.decision, answer)
        return [f"{name}: file `{getattr(self, name)}`, tables `{text}`"
                for name, text in wanted.items()
                if getattr(self, name) and text and not AGREE[name](getattr(self, name), text)]


def agree_result(written, text):
    return set(split(written, ";")) <= set(split(text, ";"))


def agree_possible(written, text):
    """Members that no line of the file names are not compared; a member that is absent is false."""
    names = {member.split("=")[0] for line in written.split("|") for member in split(line, ";")[1:]}
    return possible_lines(written, names) == possible_lines(text, names)


def possible_lines(text, names):
    return {(split(line, ";")[0], frozenset(
        member for member in split(line, ";")[1:]
        if member.split("=")[0] in names and not member.endswith("=false")))
        for line in text.split("|")}


def agree_needed(written, text):
    return set(split(written, ",")) == set(split(text, ","))


def agree_lists(written, text):
    """`+ …`: at least these."""
    theirs = list_members(text)
    ours = list_members(written.removeprefix("+ "))
    return ours <= theirs if written.startswith("+ ") else ours == theirs


def list_members(text):
    return {(part.split(":")[0], code) for part in split(text, ";")
            for code in split(part.split(":")[1], ",")}


def agree_rules(written, text):
    ours, theirs = set(split(written.removeprefix("+ "), ",")), set(split(text, ","))
    return ours <= theirs if written.startswith("+ ") else ours == theirs


AGREE = {"status": str.__eq__, "result": agree_result, "possible": agree_possible,
         "needed": agree_needed, "lists": agree_lists, "rules": agree_rules}


def day(value):
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return int(value.replace("-", ""))
    return value


def result_text(decision, outcome, members):
    skipped = NOT_SPELLED.get(decision, ())
    named = [f"{name}={value_text(value)}" for name, value in members
             if value is not None and name not in skipped]
    return "; ".join([outcome] + named)


def expectation(decision, answer):
    """The oracle's answer in the words of a case file."""
    text = {"status": answer["status"]}
    if "outcome" in answer:
        parts = [result_text(decision, answer["outcome"],
                             list(answer.get("members", {}).items()))]
        skipped = NOT_SPELLED.get(decision, ())
        for name, values in sorted(answer.get("open-details", {}).items()):
            if name not in skipped:
                shown = sorted(value_text(value) for value in values if value is not None)
                parts.append(f"open {name}" + ("" if None in values else "=" + "/".join(shown)))
        text["result"] = "; ".join(parts)
    if "possible" in answer:
        results = {result_text(decision, outcome, members)
                   for outcome, members in answer["possible"]}
        text["possible"] = " | ".join(sorted(results))
    if answer.get("safest"):
        text["result"] = "safest=" + answer["safest"]
    needed = answer.get("needed")
    if needed is not None:
        text["needed"] = ", ".join(sorted(needed)) or "-"
    elif answer.get("needed-for-details"):
        text["needed"] = "details: " + ", ".join(sorted(answer["needed-for-details"]))
    elif answer["status"] == "determined":
        text["needed"] = "-"
    lists = [f"{name}: {', '.join(sorted(codes))}"
             for name, codes in sorted(answer.get("lists", {}).items()) if codes]
    text["lists"] = "; ".join(lists)
    text["rules"] = ", ".join(answer.get("rules", []))
    return text


def read_cases(file):
    lines = Path(file).read_text().splitlines()
    if lines[0].split("\t") != COLUMNS:
        raise SystemExit(f"{file}: line 1 does not name the columns")
    decision = Path(file).name.split(".")[0]
    cases = []
    for line in lines[1:]:
        if line and not line.startswith("#"):
            fields = line.split("\t")
            cases.append(Case(decision, *(fields + [""] * (len(COLUMNS) - len(fields)))))
    return cases


def write_cases(file, cases):
    rows = ["\t".join(COLUMNS)]
    rows += ["\t".join(getattr(case, name) for name in COLUMNS).rstrip("\t") for case in cases]
    Path(file).write_text("\n".join(rows) + "\n")
