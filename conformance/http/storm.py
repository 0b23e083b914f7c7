"""The requests of the fictitious patients with something changed at random: never a wrong answer.

Each change takes a value out, doubles it, puts another part of the request in its place or an odd
value. The answer is cards that are sound on the protocol level, or a refusal of 400 or 412.
"""

import json
import random

import checker
import golden
from hostile import outcome_problems

SEED, COUNT = 20261121, 3000
ODD = [None, True, 0, -1, 1e308, 1.5, 2 ** 63, "", " ", "x", "2026-11-20", "9999-12-31T23:59:60Z",
       "0000-00-00", "2026-11-20T13:30:00+99:99", [], {}, [None], [{}], {"a": None}, "#",
       "Patient/gk-01", "urn:uuid:x", "\u202e<b>|`*_[a](b)", "x" * 5000, {"resourceType": "Bundle"},
       {"coding": [{"system": "http://snomed.info/sct", "code": "254837009"}]},
       {"value": 5, "unit": "mg"}, {"reference": "Patient/gk-01"}]
SERVICES = {hook: [f"{part}-metastases-{hook}" for part in ("spinal", "brain")]
            for hook in ("patient-view", "order-select", "order-sign")}


def holders(node):
    """Every object and list that is not empty."""
    if isinstance(node, (dict, list)) and node:
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from holders(child)


def change(request, chance):
    holder = chance.choice(list(holders(request)))
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    what = chance.random()
    if what < 0.15:
        del holder[key]
    elif what < 0.25 and isinstance(holder, list):
        holder.append(holder[key])
    elif what < 0.35:
        holder[key] = json.loads(json.dumps(chance.choice(list(holders(request)))))
    else:
        holder[key] = chance.choice(ODD)


def changed(text, chance):
    request = json.loads(text)
    if request["hook"] == "order-select" and chance.random() < 0.4:
        request["hook"] = "order-sign"
    service = chance.choice(SERVICES[request["hook"]])
    for _ in range(chance.choice((1, 1, 1, 2, 4, 10))):
        request = json.loads(json.dumps(request))  # no part twice in the tree
        if request:
            change(request, chance)
    return service, request


def run(server, tally):
    chance = random.Random(SEED)
    texts = [case.request_text() for case in golden.cases()]
    for number in range(COUNT):
        service, request = changed(chance.choice(texts), chance)
        answer = server.call(service, request, chance.choice(("nl", "en")))
        if answer.status == 200:
            body = answer.json()
            problems = checker.response_problems(body) + checker.house_problems(body)
        else:
            problems = outcome_problems(answer, {400, 412})
        tally.check(f"changed request {number} to {service}", problems)
