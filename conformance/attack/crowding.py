"""Many connections that want nothing."""

import contextlib
import time

from stage import attack, statuses

OTHER = "127.0.0.2"


def get(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


@attack("idle-crowd", "600 idle connections of one address", cpprest="front", own=True)
def idle_crowd(target):
    if target.front:  # shares out requests, not connections; the crowd never reaches the server
        with contextlib.ExitStack() as crowd:
            for _ in range(100):
                crowd.enter_context(target.connect())
            return [] if target.is_served() else ["the next request is not served"]
    found = []
    with contextlib.ExitStack() as crowd:
        for _ in range(600):
            crowd.enter_context(target.connect())
        time.sleep(0.5)
        if not target.is_served(OTHER):
            found.append("another address is not served")
        received, closed = target.raw(get("/cds-services"))
        if statuses(received) != [503] or b"\r\nRetry-After: " not in received or not closed:
            found.append(f"the 601st is answered {received[:80]!r}")
        for path in ("/health/live", "/health/ready", "/metrics"):
            for source in ("127.0.0.1", OTHER):
                received, _ = target.raw(get(path), source=source)
                if statuses(received) != [200]:
                    found.append(f"{path} from {source} is answered {statuses(received)}")
    time.sleep(0.5)
    return found


@attack("crowds-of-many", "idle connections of five addresses that fill every place", cpprest="front",
        own=True)
def crowds_of_many(target):
    if target.front:
        return []
    found = []
    with contextlib.ExitStack() as crowd:
        for number in range(3, 8):
            for _ in range(120):
                crowd.enter_context(target.connect(f"127.0.0.{number}"))
        received, _ = target.raw(get("/health/ready"), source=OTHER)
        if statuses(received) != [200]:
            found.append(f"/health/ready is answered {statuses(received)}")
        time.sleep(7)  # longer than an idle connection keeps its place in a crowd
        if not target.is_served(OTHER):
            found.append("another address is not served after 7 s")
    return found
