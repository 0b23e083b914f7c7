"""kill -9 under load, again and again: nothing that was confirmed is lost. Reports are in the file,
cards that rested rest, and tokens that were used stay used."""

import json
import os
import random
import tempfile
import threading
import time

import tokens
from place import SERVICE, Server, card_name, cards_in, give, red_flag, request_of

ISSUER = "https://west.example"
THREADS = 4


class Load:
    """Threads that send reports until the server is gone, and what was confirmed to them."""

    def __init__(self, server):
        self.server, self.confirmed, self.stopping = server, set(), False
        self.threads = [threading.Thread(target=self.run) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while not self.stopping:
            cards = [card_name() for _ in range(random.choice((1, 1, 3)))]
            status = give(self.server, *cards)
            if status == 200:
                self.confirmed.update(cards)
            elif status == 0:
                return

    def end(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()
        return self.confirmed


def kill(server):
    server.process.kill()
    server.process.wait()


def open_round(binary, state, number):
    """Reports, and one card that is overridden just before."""
    patient = f"killed-{number}"
    with Server(binary, state=state) as server:
        card = red_flag(server.call(SERVICE, request_of(patient)))
        load = Load(server)
        rests = card is not None and give(server, card) == 200
        time.sleep(random.uniform(0, 0.25))
        kill(server)
        return load.end(), patient if rests else None


def rests_still(binary, state, patients):
    with Server(binary, state=state) as server:
        return [p for p in patients if red_flag(server.call(SERVICE, request_of(p))) is not None]


def token_round(binary, state, key, clients):
    """Tokens that were good once, killed at once, and asked again."""
    flags = ["--require-token", "--clients", clients, "--base-url", "https://cds.example"]
    audience = "https://cds.example/cds-services"
    signed = [tokens.token(key, tokens.claims(ISSUER, audience)) for _ in range(8)]

    def status(server, one):
        return server.request("GET", "/cds-services", headers={"Authorization": "Bearer " + one}).status
    with Server(binary, *flags, state=state) as server:
        taken = [one for one in signed if status(server, one) == 200]
        kill(server)
    with Server(binary, *flags, state=state) as server:
        again = [one for one in taken if status(server, one) != 401]
    found = [] if len(taken) == len(signed) else [f"{len(taken)} of 8 tokens are let in"]
    return found + ["a used token is let in again"] * len(again)


def run(binary, tally, kills):
    confirmed, patients, found = set(), [], []
    key = tokens.Key()
    with tempfile.TemporaryDirectory() as folder:
        clients, state = os.path.join(folder, "clients.json"), os.path.join(folder, "state")
        with open(os.path.join(folder, "keys.json"), "w", encoding="utf-8") as out:
            json.dump({"keys": [key.jwk()]}, out)
        with open(clients, "w", encoding="utf-8") as out:
            json.dump({"clients": [{"id": "west", "issuers": [ISSUER], "key-set": "keys.json"}]}, out)
        for number in range(kills):
            if number % 5 == 4:
                found += token_round(binary, state, key, clients)
                continue
            more, patient = open_round(binary, state, number)
            confirmed |= more
            patients += [patient] if patient else []
        tally.check(f"kill -9 x {kills}: used tokens stay used", found)
        tally.check(f"kill -9 x {kills}: the load was one",
                    len(confirmed) >= kills and len(patients) >= kills // 2)
        awake = rests_still(binary, state, patients)
        tally.check(f"kill -9 x {kills}: none of {len(patients)} cards that rested is shown", awake)
        lost = confirmed - cards_in(state)
        tally.check(f"kill -9 x {kills}: none of {len(confirmed)} confirmed reports is lost",
                    sorted(lost))
