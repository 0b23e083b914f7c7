"""The page of doubts: what the sources leave open, where they disagree, what is only of 2015."""

from collections import Counter

WW = "{https://wervelwijzer.nl/dmn/provenance/1}"
SAID = {
    "nl": {"title": "Twijfel, tegenspraak en wat alleen van 2015 is",
           "made": "Gemaakt uit `guideline/models` met `docs/guideline/generate.py`; wijzig de "
                   "modellen, niet deze bladzijde.",
           "doubts": "Twijfel en keuzen", "doubt": "twijfel of keuze", "rules": "regels",
           "conflicts": "Tegenspraak tussen de bronnen", "subject": "onderwerp",
           "older": "2015 en ouder", "newer": "2026 of nieuwer", "used": "gebruikt",
           "decisions": "beslissingen",
           "differences": "Waar getekende boom en zinnen verschillen",
           "decision": "beslissing", "condition": "als", "tree": "boom", "text": "zinnen",
           "reason": "reden",
           "encoded": "De dringende beslissingen zijn twee keer vastgelegd, naar de getekende boom en "
                      "naar de zinnen. De boom geldt; dit zijn alle verschillen.",
           "standing": "Waar elke beslissing op berust", "count": "aantal regels",
           "fallback": "Alleen van 2015: {names}.",
           "constants": "Instelbare waarden", "constant": "waarde", "default": "standaard",
           "bounds": "grenzen", "meaning": "betekenis", "to": " tot ",
           "day": "dagen"},
    "en": {"title": "Doubts, conflicts and what is only of 2015",
           "made": "Made from `guideline/models` by `docs/guideline/generate.py`; change the models, "
                   "not this page.",
           "doubts": "Doubts and choices", "doubt": "doubt or choice", "rules": "rules",
           "conflicts": "Conflicts between the sources", "subject": "subject",
           "older": "2015 and older", "newer": "2026 or newer", "used": "used",
           "decisions": "decisions",
           "differences": "Where drawn tree and sentences differ",
           "decision": "decision", "condition": "if", "tree": "tree", "text": "sentences",
           "reason": "reason",
           "encoded": "The urgent decisions are written down twice, from the drawn tree and from the "
                      "sentences. The tree holds; these are all differences.",
           "standing": "What each decision rests on", "count": "number of rules",
           "fallback": "Only of 2015: {names}.",
           "constants": "Values that can be set", "constant": "value", "default": "default",
           "bounds": "bounds", "meaning": "meaning", "to": " to ", "day": "days"}}


def table(columns, rows):
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def code(text):
    return f"`{text}`"


class DoubtsPage:
    """One language. `rules` are (decision of the guideline, rule element) of all models."""

    def __init__(self, words, rules, rows_of, order):
        self.words, self.rules, self.rows_of, self.order = words, rules, rows_of, order
        self.language, self.said = words.language, SAID[words.language]

    def lines(self):
        yield f"# {self.said['title']}"
        yield ""
        yield self.said["made"]
        yield ""
        yield self.words.page["warning"]
        for part in ("doubts", "conflicts", "differences", "standing", "constants"):
            yield ""
            yield f"## {self.said[part]}"
            yield ""
            yield from getattr(self, part)()

    def doubts(self):
        where = {}
        for _, rule in self.rules:
            text = self.words.texts.get(f"doubt.{rule.get('id')}")
            if text:
                where.setdefault(text, []).append(code(rule.get("id")))
        yield from table([self.said["doubt"], self.said["rules"]],
                         [(text, ", ".join(ids)) for text, ids in where.items()])

    def conflicts(self):
        names = ("subject", "older", "newer", "used")
        rows = [[row[f"{name}_{self.language}"] for name in names] +
                [", ".join(map(code, row["decisions"].split(";")))]
                for row in self.rows_of("conflicts.tsv")]
        yield from table([self.said[name] for name in names + ("decisions",)], rows)

    def differences(self):
        yield self.said["encoded"]
        yield ""
        suffix = "_nl" if self.language == "nl" else ""
        rows = [(code(row["decision"]), row["condition" + suffix], code(row["tree"]),
                 code(row["text"]), row["reason" + suffix])
                for row in self.rows_of("text/differences.tsv")]
        names = ("decision", "condition", "tree", "text", "reason")
        yield from table([self.said[name] for name in names], rows)

    def standing(self):
        by_decision = {name: Counter() for name in self.order}
        for decision, rule in self.rules:
            if decision in by_decision:
                by_decision[decision][next(rule.iter(f"{WW}provenance")).get("status")] += 1
        only = [name for name, count in by_decision.items() if set(count) == {"2015-fallback"}]
        yield self.said["fallback"].format(names=", ".join(map(code, only)))
        yield ""
        rows = []
        for name, count in by_decision.items():
            said = [f"{self.words.get(f'standing.{status}')}: {n}" for status, n in count.items()]
            rows.append((code(name), "; ".join(said)))
        yield from table([self.said["decision"], self.said["count"]], rows)

    def constants(self):
        rows = []
        for row in self.rows_of("parameters.tsv"):
            unit = self.said.get(row["unit"], row["unit"])
            rows.append((code(row["id"]), f"{row['default']} {unit}",
                         f"{row['minimum']}{self.said['to']}{row['maximum']} {unit}",
                         f"{row['description_' + self.language]} "
                         f"*{self.words.get('source.' + row['source'])}*"))
        names = ("constant", "default", "bounds", "meaning")
        yield from table([self.said[name] for name in names], rows)
