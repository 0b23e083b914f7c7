"""A stop in the middle of requests."""

import signal
import time

from stage import REQUEST, SERVICE, attack, statuses

HEAD = (f"POST {SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(REQUEST)}\r\n\r\n").encode()


def rest(connection):
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except OSError:
        pass
    return statuses(received)


@attack("stop-in-the-middle", "a stop while requests are half received", cpprest="front",
        flags=["--drain-ms", "4000"])
def stop_in_the_middle(target):
    if target.front:  # hands on whole requests only
        return []
    server, found = target.server, []
    whole, body, head = target.connect(), target.connect(), target.connect()
    whole.sendall(HEAD + REQUEST[:200])
    body.sendall(HEAD + REQUEST[:200])
    head.sendall(HEAD[:30])
    time.sleep(0.3)
    begin = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    whole.sendall(REQUEST[200:])
    for name, connection, wanted in (("made whole", whole, [[200]]), ("half a body", body, [[503], [408]]),
                                     ("half a head", head, [[503], [408]])):
        seen = rest(connection)
        connection.close()
        if seen not in wanted:
            found.append(f"{name} is answered {seen}")
    server.process.wait(15)
    if time.monotonic() - begin > 4:
        found.append(f"the stop took {time.monotonic() - begin:.1f} s")
    if server.process.returncode != 0:
        found.append(f"the process ended with {server.process.returncode}")
    server.__enter__()  # what follows every attack is asked of the next process
    return found
