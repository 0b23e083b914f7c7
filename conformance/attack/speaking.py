"""One registered client that wants to speak for another: by its token, by the `fhirServer` that it
names, by feedback on the other's cards, by the other's patient ids, by using up what both share."""

import contextlib
import datetime
import itertools
import json
import tempfile
import time

import stage
from stage import SERVICE, attack
from tokens import Key, claims, token

FEEDBACK = SERVICE + "/feedback"
CLIENTS = ("west", "east")
SERVERS = {"west": "http://127.0.0.1:9/west", "east": "http://127.0.0.1:9/east"}
PATIENT, BORN = "gk-08", "1968-07-07"
OTHER_BORN = "1968-07-08"
CHART = (stage.ROOT / "tests/golden/requests/red-flag-sins-13.json").read_text(encoding="utf-8")


class Hospitals:
    """Two clients with keys of their own before one server."""

    def __init__(self, server, keys):
        self.server, self.keys = server, keys

    def token(self, client, path, **changes):
        base = f"http://127.0.0.1:{self.server.port}"
        return token(self.keys[client], claims(f"https://{client}.example", base + path, **changes))

    def post(self, client, path, body, signed=None):
        headers = {"Content-Type": "application/json"}
        if client:
            headers["Authorization"] = "Bearer " + (signed or self.token(client, path))
        return self.server.request("POST", path, body.encode(), headers)

    def red_flag(self, client, patient, born=BORN, server=None):
        """The uuid of the card that is shown; None when it rests."""
        request = json.loads(CHART.replace(PATIENT, patient).replace(BORN, born))
        if server:
            request["fhirServer"] = server
        answer = self.post(client, SERVICE, json.dumps(request))
        if answer.status != 200:
            raise RuntimeError(f"{client} is answered {answer.status}")
        return next((card["uuid"] for card in answer.json()["cards"]
                     if card["source"]["topic"]["code"] == "red-flag"), None)

    def override(self, client, card):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat()
        reason = {"system": "https://wervelwijzer.nl/fhir/CodeSystem/override-reason",
                  "code": "already-done"}
        body = {"feedback": [{"card": card, "outcome": "overridden", "outcomeTimestamp": now,
                              "overrideReason": {"reason": reason}}]}
        return self.post(client, FEEDBACK, json.dumps(body)).status


@contextlib.contextmanager
def hospitals(target, tokens=True, more=()):
    with tempfile.TemporaryDirectory() as folder:
        keys, clients = {name: Key() for name in CLIENTS}, []
        for name, key in keys.items():
            with open(f"{folder}/{name}.json", "w", encoding="utf-8") as file:
                json.dump({"keys": [key.jwk()]}, file)
            clients.append({"id": name, "issuers": [f"https://{name}.example"], "fetch": False,
                            "key-set": f"{name}.json", "fhir-servers": [SERVERS[name]],
                            "fhir-version": "R4"})
        with open(f"{folder}/clients.json", "w", encoding="utf-8") as file:
            json.dump({"clients": clients}, file)
        flags = ["--clients", f"{folder}/clients.json"] + (["--require-token"] if tokens else [])
        flags += more
        with stage.target(target.server.command[0], target.listener, flags) as own:
            yield Hospitals(own.server, keys)


def servers_of(client):
    """What a request may name, and whether the patient is then one of the client's own server."""
    other = "east" if client == "west" else "west"
    return [(None, True), (SERVERS[client], True), (SERVERS[other], False),
            ("http://127.0.0.1:9/nobody", False)]


@attack("speak-for-another", "a client that names another's server, patients and cards", own=True)
def speak_for_another(target):
    """Every cell: a card is shown to one, overridden by one, and one asks again."""
    found, cells, rests, number = [], 0, 0, 0
    with hospitals(target) as both:
        for shown_to in CLIENTS:
            for (server, own), teller in itertools.product(servers_of(shown_to), CLIENTS):
                number += 1
                patient = f"cell-{number}"
                card = both.red_flag(shown_to, patient, server=server)
                if card is None or both.override(teller, card) != 200:
                    found.append(f"{shown_to}, {server}: no card to override")
                for asker in CLIENTS:
                    for (again, own_again), born in itertools.product(servers_of(asker),
                                                                      (BORN, OTHER_BORN)):
                        may_rest = (shown_to == teller == asker and own == own_again and born == BORN)
                        is_resting = both.red_flag(asker, patient, born, again) is None
                        cells, rests = cells + 1, rests + may_rest
                        if is_resting != may_rest:
                            found.append(f"shown to {shown_to} at {server}, overridden by {teller}, "
                                         f"asked by {asker} at {again}, {born}: "
                                         + ("rests" if is_resting else "does not rest"))
    if (cells, rests) != (256, 16):
        found.append(f"{cells} cells, of which {rests} rest")
    return found


@attack("speak-for-a-server", "an open caller that names a registered server", own=True)
def speak_for_a_server(target):
    """Without tokens an address is all there is: it rests by that server and by no other."""
    found = []
    names = {None: "open", "http://127.0.0.1:9/nobody": "open", SERVERS["west"]: "west",
             SERVERS["east"]: "east"}
    with hospitals(target, tokens=False) as both:
        for number, (server, name) in enumerate(names.items()):
            patient = f"open-{number}"
            card = both.red_flag(None, patient, server=server)
            if card is None or both.override(None, card) != 200:
                found.append(f"{server}: no card to override")
            for again, again_name in names.items():
                for born in (BORN, OTHER_BORN):
                    may_rest = name == again_name and born == BORN
                    if (both.red_flag(None, patient, born, again) is None) != may_rest:
                        found.append(f"{server} then {again}, {born}: not as it should be")
    return found


@attack("used-token", "a used token, before and after a restart, and another's token", own=True)
def used_tokens(target):
    found = []
    with hospitals(target) as both:
        signed = both.token("west", SERVICE)
        for expected in (200, 401, 401):
            status = both.post("west", SERVICE, CHART, signed).status
            if status != expected:
                found.append(f"the token is answered {status}, not {expected}")
        # One identifier, used by the one, is the other's to use still.
        jti = "the-same-for-both"
        for client in CLIENTS:
            status = both.post(client, SERVICE, CHART, both.token(client, SERVICE, jti=jti)).status
            if status != 200:
                found.append(f"{client} is answered {status} for an identifier of its own")
        both.server.process.kill()
        both.server.process.wait()
        both.server.__enter__()
        if both.post("west", SERVICE, CHART, signed).status != 401:
            found.append("after a restart the token is let in again")
        forged = token(both.keys["west"], claims("https://east.example",
                                                 f"http://127.0.0.1:{both.server.port}{SERVICE}"))
        if both.post("west", SERVICE, CHART, forged).status != 401:
            found.append("a token in another's name is let in")
        time.sleep(0.3)
        log = both.server.log().decode(errors="replace")
        for field in ("token-refused", "address=127.0.0.1", "issuer=https://east.example",
                      "client=east", "client=west"):
            if field not in log:
                found.append(f"the log has no `{field}`")
        if signed[:60] in log or PATIENT in log:
            found.append("the log holds a token or a patient")
    return found


@attack("certificate-of-another", "the token of one client with the certificate of another", own=True)
def certificate_of_another(target):
    found, header = [], "X-Wervelwijzer-Client"
    with hospitals(target, more=["--client-header", header]) as both:
        for signer, named in itertools.product(CLIENTS, (*CLIENTS, "", None, "West", "west,east")):
            headers = {"Content-Type": "application/json",
                       "Authorization": "Bearer " + both.token(signer, SERVICE)}
            if named is not None:
                headers[header] = named
            status = both.server.request("POST", SERVICE, CHART.encode(), headers).status
            if status != (200 if signer == named else 401):
                found.append(f"the token of {signer} with the certificate of {named!r}: {status}")
    return found
