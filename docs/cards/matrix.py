#!/usr/bin/env python3
"""The matrix of cards: which card, at which hook, when what it rests on is certain, possible or
unknown. Each cell of tests/golden/matrix.tsv is a golden case or a reason why there is none.

usage: docs/cards/matrix.py            writes docs/cards/matrix.html
       docs/cards/matrix.py --check    fails when a cell is not true of the golden responses, when one
                                       lacks, or when the page is older than the matrix
"""

import html
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "..", "..", "tests", "golden")
PAGE = os.path.join(HERE, "matrix.html")

CARDS = ("red-flag", "imaging", "steroid", "workup", "referral", "mdo", "treatment", "care", "missing",
         "inconsistent", "brain-mdo", "brain-radiotherapy", "brain-mdo-information", "brain-follow-up",
         "out-of-scope")
HOOKS = ("patient-view", "order-select", "order-sign")
STATES = ("certain", "possible", "unknown")
# What the deciding decision of a shown card may be in that state.
STATUSES = {"certain": ("determined",), "possible": ("undetermined", "inconsistent"),
            "unknown": ("undetermined", "determined")}

STYLE = """
body{font:15px/1.45 Helvetica,Arial,sans-serif;color:#222;margin:1.5rem}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.25rem .6rem;text-align:left;
vertical-align:top;max-width:22rem}.shown{background:#e6f2e6}.silent{background:#f0f0f0}.none{color:#666}
"""


def rows():
    with open(os.path.join(GOLDEN, "matrix.tsv"), encoding="utf-8") as file:
        names = next(file).rstrip("\n").split("\t")
        return [dict(zip(names, line.rstrip("\n").split("\t"))) for line in file]


def services():
    with open(os.path.join(GOLDEN, "stories.tsv"), encoding="utf-8") as file:
        next(file)
        return dict(line.split("\t")[:2] for line in file)


def statuses(case, card):
    """Of the deciding decision of each card of that topic in the answer to the case."""
    with open(os.path.join(GOLDEN, "responses", case + ".nl.json"), encoding="utf-8") as file:
        cards = json.load(file)["cards"]
    return [one["extension"]["nl.wervelwijzer.decision"][0]["status"] for one in cards
            if one["source"]["topic"]["code"] == card]


def finding(row, service_of):
    """What is not true about a cell, or nothing."""
    kind, case = row["kind"], row["case"]
    if kind == "none":
        return None if case == "-" and len(row["why"]) > 10 else "needs a reason and no case"
    if kind not in ("shown", "silent"):
        return f"kind `{kind}` is unknown"
    if case not in service_of:
        return f"case `{case}` is not among the stories"
    if not service_of[case].endswith(row["hook"]):
        return f"case `{case}` is of another hook"
    found = statuses(case, row["card"])
    if kind == "silent":
        return f"case `{case}` shows the card" if found else None
    if not found:
        return f"case `{case}` does not show the card"
    if not set(found) & set(STATUSES[row["state"]]):
        return f"case `{case}` shows the card, but {found[0]}"
    return None


def findings():
    table, service_of = rows(), services()
    keys = [(row["card"], row["hook"], row["state"]) for row in table]
    wanted = [(card, hook, state) for card in CARDS for hook in HOOKS for state in STATES]
    for key in wanted:
        if keys.count(key) != 1:
            yield f"{' '.join(key)}: stands {keys.count(key)} times in the matrix"
    for key in set(keys) - set(wanted):
        yield f"{' '.join(key)}: no such cell"
    for row in table:
        wrong = finding(row, service_of)
        if wrong:
            yield f"{row['card']} {row['hook']} {row['state']}: {wrong}"


def cell(row):
    link = f'<a href="index.html#{row["case"]}">{row["case"]}</a>'
    why = "" if row["why"] == "-" else html.escape(row["why"])
    text = {"shown": link, "silent": f"silent: {link}" + (f" ({why})" if why else ""), "none": why}
    return f'<td class="{row["kind"]}">{text[row["kind"]]}</td>'


def page():
    by_key = {(row["card"], row["hook"], row["state"]): row for row in rows()}
    parts = [f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Matrix of cards</title><style>'
             f'{STYLE}</style><h1>Which card, where and when</h1><p>Each cell is a fictitious patient who '
             'is shown the card (green) or is not (grey), or the reason why there is none. Certain, '
             'possible, unknown: what is known of the decision behind the card. Not a certified medical '
             'device; needs local validation before clinical use. Generated from tests/golden/matrix.tsv '
             'by docs/cards/matrix.py.</p>']
    for hook in HOOKS:
        parts.append(f"<h2>{hook}</h2><table><tr><th>card</th>"
                     + "".join(f"<th>{state}</th>" for state in STATES) + "</tr>")
        for card in CARDS:
            parts.append(f"<tr><th>{card}</th>"
                         + "".join(cell(by_key[card, hook, state]) for state in STATES) + "</tr>")
        parts.append("</table>")
    return "\n".join(parts) + "</html>\n"


def main():
    wrong = list(findings())
    for one in wrong:
        print(one)
    if wrong:
        return 1
    text = page()
    if sys.argv[1:] == ["--check"]:
        with open(PAGE, encoding="utf-8") as file:
            if file.read() == text:
                return 0
        print("docs/cards/matrix.html is not what the matrix gives; run docs/cards/matrix.py")
        return 1
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
