"""A state folder that outlives its servers, and what stands in its feedback file."""

import contextlib
import datetime
import http.client
import json
import sqlite3
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "conformance/http")]

from fhir_server import wait_until  # noqa: E402
from server import Server, free_port  # noqa: E402, F401

SERVICE = "spinal-metastases-patient-view"
FEEDBACK = f"/cds-services/{SERVICE}/feedback"
SYSTEM = "https://wervelwijzer.nl/fhir/CodeSystem/override-reason"
FILE = "feedback.sqlite3"
LATE = 5  # seconds within which readiness says what lacks


def report(card, reason="already-done"):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"card": card, "outcome": "overridden", "outcomeTimestamp": now.isoformat(),
            "overrideReason": {"reason": {"system": SYSTEM, "code": reason}}}


def give(server, *cards, headers=None):
    """The status of a report; 0 when there is no answer."""
    body = json.dumps({"feedback": [report(card) for card in cards]}).encode()
    try:
        return server.request("POST", FEEDBACK, body,
                              {"Content-Type": "application/json", **(headers or {})}).status
    except (OSError, http.client.HTTPException):
        return 0


def card_name():
    return str(uuid.uuid4())


def cards_in(folder):
    """The cards of which a report is in the file that the next start opens."""
    path = f"file:{folder}/{FILE}?mode=ro"
    with contextlib.closing(sqlite3.connect(path, uri=True, timeout=5)) as file:
        return {row[0] for row in file.execute("SELECT card FROM feedback")}


def readiness(server):
    answer = server.request("GET", "/health/ready")
    texts = [issue["details"]["text"] for issue in answer.json().get("issue", [])]
    return answer.status, " ".join(texts)


def lacks(server, part):
    """Readiness says within its time that the part lacks."""
    def is_so():
        status, text = readiness(server)
        return status == 503 and part + ":" in text
    return wait_until(is_so, LATE)


def is_well(server):
    return wait_until(lambda: readiness(server)[0] == 200, LATE)


def metric(server, line):
    for text in server.request("GET", "/metrics").body.decode().splitlines():
        if text.startswith(line + " "):
            return float(text.split()[-1])
    return None


def request_of(patient):
    """A call about a fictitious patient of that id, whose chart gives a red flag."""
    text = (ROOT / "tests/golden/requests/red-flag-sins-13.json").read_text(encoding="utf-8")
    return json.loads(text.replace("gk-08", patient))


def red_flag(answer):
    """The uuid of the red flag's card; None when it is not shown."""
    for card in answer.json()["cards"]:
        if card["source"]["topic"]["code"] == "red-flag":
            return card["uuid"]
    return None
