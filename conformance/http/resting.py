"""Cards that were overridden rest, and clients that carry out one action get one a suggestion."""

import copy
import datetime
import json
import os

import golden

SERVICE = "spinal-metastases-patient-view"


def request_of(case):
    with open(os.path.join(golden.REQUESTS, case + ".json"), encoding="utf-8") as file:
        return json.load(file)


def cards_of(server, request):
    return {card["source"]["topic"]["code"]: card
            for card in server.call(SERVICE, request).json()["cards"]}


def override(server, card, reason):
    coding = next(one for one in card["overrideReasons"] if one["code"] == reason)
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    return server.call(SERVICE + "/feedback", {"feedback": [
        {"card": card["uuid"], "outcome": "overridden", "outcomeTimestamp": now,
         "overrideReason": {"reason": {"system": coding["system"], "code": reason}}}]}).status


def other_patient(request):
    old = request["context"]["patientId"]
    return json.loads(json.dumps(request).replace(old, old + "-other"))


def changed(request):
    """The same record in which the pain score is another one."""
    request = copy.deepcopy(request)
    for entry in request["prefetch"]["observations"]["entry"]:
        if entry["resource"]["code"]["text"] == "pain-nrs":
            entry["resource"]["valueInteger"] = 8
    return request


def run(server, tally):
    """REQUIRES: the server was started with --one-action."""
    request = request_of("care-and-coordination")
    before = cards_of(server, request)
    tally.check("the card is there at first", "care" in before)
    tally.check("an override is taken", override(server, before["care"], "not-relevant") == 200)
    after = cards_of(server, request)
    tally.check("an overridden card rests", "care" not in after)
    tally.check("the other cards stay", set(before) - {"care"} == set(after))
    tally.check("another patient's card does not rest", "care" in cards_of(server, other_patient(request)))
    tally.check("a changed finding brings it back", "care" in cards_of(server, changed(request)))
    for case in golden.cases():
        answer = server.call(case.service, case.request_text()).json()
        wrong = [suggestion["label"] for card in answer["cards"]
                 for suggestion in card.get("suggestions", []) if len(suggestion["actions"]) != 1]
        tally.check(f"{case.name}: one action a suggestion", wrong)
