#!/usr/bin/env python3
"""Renders the golden responses (tests/golden) as a page: what each fictitious patient is told, Dutch
beside English.

usage: docs/cards/render.py            writes docs/cards/index.html
       docs/cards/render.py --check    fails when the page is older than the responses
       docs/cards/render.py --one CASE LANGUAGE > page.html    the cards of one answer alone
"""

import html
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "..", "..", "tests", "golden")
PAGE = os.path.join(HERE, "index.html")

STYLE = """
body{font:15px/1.45 Helvetica,Arial,sans-serif;color:#222;margin:1.5rem;background:#f4f5f7}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .3rem}.story{color:#444;margin:0 0 .6rem}
.row{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.one{max-width:44rem}
.card{background:#fff;border-left:6px solid #5b7da5;border-radius:4px;padding:.7rem 1rem;
margin:0 0 .8rem;box-shadow:0 1px 3px #0003}.critical{border-color:#b3261e}.warning{border-color:#d98200}
.summary{font-weight:bold;font-size:1.05rem}.detail{margin:.4rem 0}.detail table{border-collapse:collapse}
.detail td,.detail th{border:1px solid #ccc;padding:.15rem .5rem;text-align:left}
.button{display:inline-block;background:#1d5fa8;color:#fff;border-radius:4px;padding:.3rem .8rem;
margin:.2rem .4rem .2rem 0}.source{color:#666;font-size:.85rem}.none{color:#666;font-style:italic}
"""


def inline(text):
    """Bold, code and links of one line; backslash escapes are taken out last."""
    text = html.escape(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), quote=False)
    text = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"(?<!\\)`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"(?<!\\)\[([^\]]+)\]\((https?://[^)\s]+)\)", r'<a href="\2">\1</a>', text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", text)


def cells(line):
    return [c.strip() for c in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def markdown(lines):
    """The part of GitHub-flavoured Markdown that the cards use: paragraphs, lists, tables."""
    out, index = [], 0
    while index < len(lines):
        line = lines[index]
        if line.startswith("|"):
            rows = []
            while index < len(lines) and lines[index].startswith("|"):
                rows.append(cells(lines[index]))
                index += 1
            head, body = rows[0], rows[2:]
            out.append("<table><tr>" + "".join(f"<th>{inline(c)}</th>" for c in head) + "</tr>"
                       + "".join("<tr>" + "".join(f"<td>{inline(c)}</td>" for c in r) + "</tr>"
                                 for r in body) + "</table>")
            continue
        if re.match(r"^\s*[-*] ", line):
            items = []
            while index < len(lines) and re.match(r"^\s*[-*] ", lines[index]):
                items.append(f"<li>{inline(lines[index].strip()[2:])}</li>")
                index += 1
            out.append("<ul>" + "".join(items) + "</ul>")
            continue
        heading = re.match(r"^(#+) (.*)", line)
        if heading:
            out.append(f"<p><b>{inline(heading[2])}</b></p>")
        elif line.strip():
            out.append(f"<p>{inline(line)}</p>")
        index += 1
    return "".join(out)


def card_html(card):
    detail = card.get("detail", [])
    buttons = "".join(f'<span class="button">{html.escape(s["label"])}</span>'
                      for s in card.get("suggestions", []))
    return (f'<div class="card {card["indicator"]}"><div class="summary">'
            f'{html.escape(card["summary"])}</div><div class="detail">'
            f'{markdown(detail if isinstance(detail, list) else detail.split(chr(10)))}</div>'
            f'<div>{buttons}</div><div class="source">{html.escape(card["source"]["label"])}</div></div>')


def cards_html(case, language):
    with open(os.path.join(GOLDEN, "responses", f"{case}.{language}.json"), encoding="utf-8") as file:
        cards = json.load(file)["cards"]
    nothing = "geen kaart" if language == "nl" else "no card"
    return "".join(map(card_html, cards)) or f'<p class="none">{nothing}</p>'


def page():
    with open(os.path.join(GOLDEN, "stories.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    parts = [f"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Cards</title><style>{STYLE}"
             "</style><h1>What each fictitious patient is told</h1><p>None of these patients exists. "
             "Not a certified medical device; needs local validation before clinical use. Generated from "
             "tests/golden by docs/cards/render.py.</p>"]
    for case, service, _, story in rows:
        parts.append(f'<h2 id="{case}">{case}</h2><p class="story">{html.escape(story)} '
                     f'<code>{service}</code></p><div class="row"><div>{cards_html(case, "nl")}</div>'
                     f'<div>{cards_html(case, "en")}</div></div>')
    return "\n".join(parts) + "</html>\n"


def main():
    if sys.argv[1:2] == ["--one"]:
        print(f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><div class="one">'
              f'{cards_html(sys.argv[2], sys.argv[3])}</div>')
        return 0
    text = page()
    if sys.argv[1:] == ["--check"]:
        with open(PAGE, encoding="utf-8") as file:
            if file.read() == text:
                return 0
        print("docs/cards/index.html is not what the golden responses give; run docs/cards/render.py")
        return 1
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
