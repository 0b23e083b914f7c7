"""What happens to the folder while the server runs: readiness says so in time, and no report is
confirmed that the next start would not find."""

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile

from place import (FILE, Server, card_name, cards_in, free_port, give, is_well, lacks, metric,
                   readiness, wait_until)


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory() as path:
        yield path


class Confirmed:
    """Sends reports and remembers those that were confirmed."""

    def __init__(self, server):
        self.server, self.cards = server, set()

    def give(self):
        card = card_name()
        status = give(self.server, card)
        if status == 200:
            self.cards.add(card)
        return status


def trouble(tally, name, server, confirmed, begin, end, part="feedback"):
    """Begins a trouble, looks whether it is told, refused and counted, and ends it."""
    counter = f'wervelwijzer_not_ready_total{{part="{part}"}}'
    before = metric(server, counter)
    begin()
    tally.check(f"{name}: no report is confirmed", all(confirmed.give() == 503 for _ in range(3))
                if part == "feedback" else True)
    tally.check(f"{name}: readiness says so", lacks(server, part))
    tally.check(f"{name}: it is counted", metric(server, counter) == before + 1)
    tally.check(f"{name}: calls are still answered",
                server.request("GET", "/cds-services").status == 200)
    end()
    tally.check(f"{name}: readiness says when it is over", is_well(server))
    tally.check(f"{name}: then reports are taken", confirmed.give() == 200)


def moved(binary, tally):
    with folder() as path:
        file, away = f"{path}/{FILE}", f"{path}/away"
        with Server(binary, state=path) as server:
            confirmed = Confirmed(server)
            confirmed.give()
            trouble(tally, "a file that is moved", server, confirmed,
                    lambda: os.rename(file, away), lambda: os.rename(away, file))

            def replace():
                os.rename(file, away)
                shutil.copy(away, file)
            trouble(tally, "a file that is replaced", server, confirmed, replace,
                    lambda: os.rename(away, file))
            trouble(tally, "a log that is taken away", server, confirmed,
                    lambda: os.rename(file + "-wal", away), lambda: os.rename(away, file + "-wal"))
            trouble(tally, "a folder that is moved", server, confirmed,
                    lambda: os.rename(path, path + ".away"), lambda: os.rename(path + ".away", path))
            for name in ("silence.key", "lock"):
                trouble(tally, f"a {name} that is moved", server, confirmed,
                        lambda name=name: os.rename(f"{path}/{name}", away),
                        lambda name=name: os.rename(away, f"{path}/{name}"), part="state")
        with Server(binary, state=path):
            tally.check("moved files: every confirmed report is there",
                        sorted(confirmed.cards - cards_in(path)))
        os.rename(file, away)
        with Server(binary, state=path) as server:
            tally.check("a file that is gone at the start is made anew", give(server, "x") == 200)


def locked(binary, tally):
    with folder() as path, Server(binary, state=path) as server:
        confirmed = Confirmed(server)
        other = sqlite3.connect(f"{path}/{FILE}", isolation_level=None)
        trouble(tally, "a file that is locked", server, confirmed,
                lambda: other.execute("BEGIN EXCLUSIVE"), lambda: other.execute("ROLLBACK"))
        other.close()
        tally.check("locked file: every confirmed report is there",
                    sorted(confirmed.cards - cards_in(path)))


def bounded_file(binary, tally):
    """As a quota does: the file may not grow beyond some size."""
    def bound():
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    with folder() as path:
        with Server(binary, state=path, before=bound) as server:
            confirmed = Confirmed(server)
            statuses = {confirmed.give() for _ in range(600)}
            tally.check("a file that may not grow: some reports are taken, the rest refused",
                        statuses == {200, 503})
            tally.check("a file that may not grow: readiness says so", lacks(server, "feedback"))
            tally.check("a file that may not grow: the process lives", server.alive)
        with Server(binary, state=path) as server:
            tally.check("a file that may not grow: every confirmed report is there",
                        sorted(confirmed.cards - cards_in(path)))
            tally.check("a file that may grow again takes reports", give(server, "x") == 200)


def full_disk(binary, tally):
    """A disk of 4 MiB of its own, which only an administrator can make."""
    with folder() as path:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", path],
                              capture_output=True, check=False)
        if made.returncode != 0:
            return tally.skip("a full disk", "it takes an administrator to make one")
        try:
            play_full_disk(binary, tally, path)
        finally:
            subprocess.run(["umount", path], check=True)


def fill(path):
    with open(f"{path}/filler", "wb", buffering=0) as filler:
        with contextlib.suppress(OSError):
            while True:
                filler.write(bytes(4096))


def play_full_disk(binary, tally, path):
    with Server(binary, "--min-free-mib", "1", state=path) as server:
        confirmed = Confirmed(server)
        confirmed.give()
        trouble(tally, "a disk that is nearly full", server, confirmed, lambda: fill(path),
                lambda: os.remove(f"{path}/filler"))
    # Without the reserve the disk itself says no.
    with Server(binary, "--min-free-mib", "0", state=path) as server:
        confirmed.server = server
        confirmed.give()
        fill(path)
        seen = [confirmed.give() for _ in range(3000)]
        tally.check("a full disk: in the end it takes no more", seen[-1] == 503)
        tally.check("a full disk: readiness says so", lacks(server, "feedback"))
        os.remove(f"{path}/filler")
        tally.check("a full disk: readiness says when there is room", is_well(server))
        tally.check("a full disk: then reports are taken", confirmed.give() == 200)
    with Server(binary, "--min-free-mib", "0", state=path):
        tally.check("a full disk: every confirmed report is there",
                    sorted(confirmed.cards - cards_in(path)))


def quota(binary, tally):
    with folder() as path, Server(binary, "--feedback-mib", "1", "--feedback-client-mib", "1",
                                  state=path) as server:
        statuses = [give(server, *[card_name() for _ in range(500)]) for _ in range(12)]
        tally.check("room for feedback: in the end it is used up",
                    statuses[0] == 200 and statuses[-1] == 503)
        tally.check("room for feedback: it is counted", any(
            metric(server, f'wervelwijzer_feedback_total{{fate="{fate}"}}') > 0
            for fate in ("quota", "client-quota")))


def second_server(binary, tally):
    with folder() as path, Server(binary, state=path) as server:
        done = subprocess.run([binary, "serve", "--port", str(free_port()), "--state-dir", path],
                              capture_output=True, text=True, timeout=30, check=False)
        line = done.stderr.strip()
        tally.check("a second server on the folder is refused in one line",
                    done.returncode == 1 and "\n" not in line and "another server" in line)
        tally.check("a second server disturbs nobody", server.alive and give(server, "x") == 200)


def damaged(binary, tally):
    with folder() as path:
        with Server(binary, state=path) as server:
            give(server, *[card_name() for _ in range(900)])
        with open(f"{path}/{FILE}", "r+b") as file:
            file.seek(3 * 4096)
            file.write(b"x" * 20_000)
        done = subprocess.run([binary, "serve", "--port", str(free_port()), "--state-dir", path],
                              capture_output=True, text=True, timeout=30, check=False)
        tally.check("a damaged file is refused in one line",
                    done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1)


def knowledge(binary, tally, root):
    with folder() as path, folder() as data:
        for name in ("guideline/models", "guideline/bindings", "terminology/data", "cards/text"):
            shutil.copytree(root / name, f"{data}/{name}")
        with Server(binary, data_directory=data, state=path) as server:
            confirmed = Confirmed(server)
            trouble(tally, "models that are gone", server, confirmed,
                    lambda: os.rename(f"{data}/guideline", f"{data}/away"),
                    lambda: os.rename(f"{data}/away", f"{data}/guideline"), part="knowledge")


def older_file(binary, tally):
    """A file of the version before: its feedback stays."""
    with folder() as path:
        with Server(binary, state=path) as server:
            give(server, "kept")
        with contextlib.closing(sqlite3.connect(f"{path}/{FILE}")) as file:
            file.executescript(
                "CREATE TABLE f AS SELECT id, received, request_id, service, card, outcome,"
                " outcome_timestamp, accepted_suggestions, reason_code, reason_system,"
                " reason_display, user_comment FROM feedback; DROP TABLE feedback;"
                "ALTER TABLE f RENAME TO feedback; DROP TABLE silence; DROP TABLE mark;"
                "CREATE TABLE silence(subject TEXT PRIMARY KEY, state TEXT, until TEXT);"
                "PRAGMA user_version=0;")
        with Server(binary, state=path) as server:
            tally.check("a file of the version before: its feedback is kept",
                        cards_in(path) == {"kept"})
            tally.check("a file of the version before: the change is told",
                        b"feedback-file-upgraded" in server.log())
            tally.check("a file of the version before: more is taken", give(server, "new") == 200)
            tally.check("a file of the version before: the server is ready",
                        wait_until(lambda: readiness(server)[0] == 200, 5))
