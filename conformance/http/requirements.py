"""requirements.tsv against what ran: each requirement that holds names a check of this run, or a test.

`holds` is `yes`; `client` (a duty of the client; we read what keeps to it); `unused` (a part of the
protocol that our answers leave out); `front` (the proxy before the server, deploy/nginx.conf); or
`later` (not there yet). `by` is the beginning of the name of a check, or a file of the repository.
"""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STATES = {"yes", "client", "unused", "front", "later"}


def rows():
    with open(os.path.join(HERE, "requirements.tsv"), encoding="utf-8") as file:
        next(file)
        return [line.rstrip("\n").split("\t") for line in file]


def run(tally):
    ran = tuple(tally.names)
    seen = set()
    for number, row in enumerate(rows(), start=2):
        problems = []
        if len(row) != 5:
            tally.check(f"requirements.tsv:{number}", [f"{len(row)} cells in place of 5"])
            continue
        identifier, _, holds, by, _ = row
        if identifier in seen:
            problems.append("stands there twice")
        seen.add(identifier)
        if holds not in STATES:
            problems.append(f"`{holds}` is no state")
        is_known = os.path.exists(os.path.join(ROOT, by)) or any(n.startswith(by) for n in ran)
        if by and not is_known:
            problems.append(f"`{by}` is neither a check that ran nor a file")
        if holds in ("yes", "front") and not by:
            problems.append("holds, but nothing shows it")
        tally.check(f"requirement {identifier}", problems)
