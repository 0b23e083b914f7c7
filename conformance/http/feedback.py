"""What users did with cards, as clients report it [FB-01 to FB-19]."""

import copy
import json

from hostile import outcome_problems

PATH = "/cds-services/spinal-metastases-patient-view/feedback"
REASON = {"reason": {"code": "already-done", "system": "https://wervelwijzer.nl/fhir/CodeSystem/override",
                     "display": "x"}, "userComment": "geheim"}
OVERRIDDEN = {"card": "4e0a3a1e-3ebe-4575-ab82-028d5fe2d800", "outcome": "overridden",
              "outcomeTimestamp": "2026-11-21T10:00:00Z", "overrideReason": REASON}
ACCEPTED = {"card": "4e0a3a1e-3ebe-4575-ab82-028d5fe2d801", "outcome": "accepted",
            "outcomeTimestamp": "2026-11-21T10:00:00Z",
            "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}]}


def report(base, **changes):
    item = copy.deepcopy(base)
    for name, value in changes.items():
        if value is ...:
            item.pop(name, None)
        else:
            item[name] = value
    return item


def taken():
    yield "overridden", [OVERRIDDEN]
    yield "accepted", [ACCEPTED]
    yield "several cards [FB-13]", [OVERRIDDEN, ACCEPTED, report(ACCEPTED, card="another")]
    yield "the same report twice", [OVERRIDDEN, OVERRIDDEN]
    yield "no reason [FB-08]", [report(OVERRIDDEN, overrideReason=...)]
    yield "a null reason", [report(OVERRIDDEN, overrideReason=None)]
    yield "a comment alone [FB-11]", [report(OVERRIDDEN, overrideReason={"userComment": "x"})]
    yield "a reason without display [FB-19]", [
        report(OVERRIDDEN, overrideReason={"reason": {"code": "a", "system": "b"}})]
    yield "reasons in the plural [FB-18]", [
        report(OVERRIDDEN, overrideReason=..., overrideReasons=[REASON])]
    yield "a card that is no uuid [FB-18]", [report(OVERRIDDEN, card="any text")]
    yield "a local time with its offset", [
        report(OVERRIDDEN, outcomeTimestamp="2026-11-21T11:00:00.123+01:00")]
    yield "two suggestions [FB-07]", [
        report(ACCEPTED, acceptedSuggestions=[{"id": "a"}, {"id": "b"}])]
    yield "an empty list of suggestions beside an override", [
        report(OVERRIDDEN, acceptedSuggestions=[])]
    yield "extensions and unknown members", [report(OVERRIDDEN, extension={"a": 1}, mood="good")]
    yield "odd letters", [report(OVERRIDDEN, card="é\u202e\u0000'; DROP TABLE feedback; --")]


def refused():
    for name in ("card", "outcome", "outcomeTimestamp"):
        yield f"no {name}", [report(OVERRIDDEN, **{name: ...})]
        yield f"a null {name}", [report(OVERRIDDEN, **{name: None})]
        yield f"{name} of another type", [report(OVERRIDDEN, **{name: 7})]
        yield f"an empty {name}", [report(OVERRIDDEN, **{name: ""})]
    yield "another outcome [FB-05]", [report(OVERRIDDEN, outcome="ignored")]
    yield "no suggestion accepted [FB-06]", [report(ACCEPTED, acceptedSuggestions=...)]
    yield "an empty list accepted", [report(ACCEPTED, acceptedSuggestions=[])]
    yield "a suggestion without id [FB-07]", [report(ACCEPTED, acceptedSuggestions=[{}])]
    yield "suggestions that are texts", [report(ACCEPTED, acceptedSuggestions=["a"])]
    yield "suggestions that are an object", [report(ACCEPTED, acceptedSuggestions={"id": "a"})]
    yield "a day for a moment [FB-12]", [report(OVERRIDDEN, outcomeTimestamp="2026-11-21")]
    yield "a time without offset", [report(OVERRIDDEN, outcomeTimestamp="2026-11-21T10:00:00")]
    yield "a day that does not exist", [report(OVERRIDDEN, outcomeTimestamp="2026-02-30T10:00:00Z")]
    yield "a reason without system [FB-09]", [
        report(OVERRIDDEN, overrideReason={"reason": {"code": "a"}})]
    yield "a reason that is a text", [report(OVERRIDDEN, overrideReason="not now")]
    yield "a reason whose coding is a text", [report(OVERRIDDEN, overrideReason={"reason": "x"})]
    yield "one sound report and one that is not", [OVERRIDDEN, {}]
    yield "a report that is no object", [OVERRIDDEN, 7]
    yield "no reports", []
    yield "1,001 reports", [OVERRIDDEN] * 1001
    yield "a comment of 1 MiB", [report(OVERRIDDEN, overrideReason={"userComment": "x" * (1 << 20)})]


def run(server, tally):
    def post(body, path=PATH, content_type="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return server.request("POST", path, data, {"Content-Type": content_type})

    for name, items in taken():
        answer = post({"feedback": items})
        tally.check(f"feedback: {name}", answer.status == 200 and answer.body == b"")
    for name, items in refused():
        answer = post({"feedback": items})
        tally.check(f"feedback refused: {name}", outcome_problems(answer, {400}))
        tally.check(f"feedback refused: {name}: no comment comes back", b"geheim" not in answer.body)
    for name, body in (("a single object [FB-03]", OVERRIDDEN), ("a list", [OVERRIDDEN]),
                       ("an object for the list", {"feedback": OVERRIDDEN}), ("nothing", {}),
                       ("no JSON", b"feedback"), ("an empty body", b"")):
        tally.check(f"feedback refused: {name}", outcome_problems(post(body), {400}))
    tally.check("feedback of another service [FB-17]", outcome_problems(
        post({"feedback": [OVERRIDDEN]}, "/cds-services/nobody/feedback"), {404}))
    tally.check("feedback in another media type", outcome_problems(
        post({"feedback": [OVERRIDDEN]}, content_type="text/plain"), {415}))
    tally.check("feedback is posted [FB-02]", outcome_problems(server.request("GET", PATH), {405}))
    for service in server.request("GET", "/cds-services").json()["services"]:
        path = f"/cds-services/{service['id']}/feedback"
        tally.check(f"feedback to {service['id']}", post({"feedback": [ACCEPTED]}, path).status == 200)
