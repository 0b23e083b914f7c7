"""Requests whose end can be read in two ways, and what frames a body without end."""

import itertools

from stage import ROOT, SERVICE, attack, statuses

SECOND = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
MIB = 1 << 20


def rows():
    """tests/hooks/framing.tsv: name, minor version, headers, status (0: accepted)."""
    for line in (ROOT / "tests/hooks/framing.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, minor, headers, status = line.split("\t")
            yield name, minor, headers.split(" | "), int(status)


def judged(target, wanted):
    """Behind a refused request are bytes that would be a request, were they read as one."""
    for name, minor, headers, status in rows():
        if status == 0 or not wanted(headers):
            continue
        lines = [f"POST {SERVICE} HTTP/1.{minor}", "Content-Type: application/json",
                 *(header.replace("Host: x", "Host: localhost") for header in headers)]
        received, closed = target.raw(("\r\n".join(lines) + "\r\n\r\n").encode() + SECOND, timeout=4)
        seen = statuses(received)
        if not any(header.startswith(("Transfer-", "Content-")) for header in headers):
            if seen[:1] != [400]:  # where it ends is sure
                yield f"{name}: answered {seen}"
        elif 200 in seen:
            yield f"{name}: the bytes behind it were answered: {seen}"
        elif len(seen) != 1 or seen[0] not in (400, 411, 501, 505):
            yield f"{name}: answered {seen}"
        elif not closed:
            yield f"{name}: the connection stays open"


@attack("transfer-codings", "a `Transfer-Encoding` that does not end in chunked, stands twice, in quotes, "
        "beside a length or in HTTP/1.0")
def transfer_codings(target):
    return judged(target, lambda headers: any(h.startswith("Transfer-Encoding") for h in headers))


@attack("lengths-and-hosts", "a length that is none or stands twice, a host that is none or stands twice",
        cpprest="front")
def lengths_and_hosts(target):
    return judged(target, lambda headers: not any(h.startswith("Transfer-Encoding") for h in headers))


HEAD = (f"POST {SERVICE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n").encode()


def flood(target, first, piece, last=b""):
    """`first`, then 128 MiB of `piece`, as far as they are taken."""
    received, _ = target.raw(itertools.chain(
        [HEAD + first], itertools.repeat(piece * (MIB // len(piece)), 128), [last]), timeout=10)
    seen = statuses(received)
    return [f"answered {seen}"] if seen not in ([], [400], [413], [431]) else []


@attack("extension-without-end", "a chunk extension without end", cpprest="front")
def extension_without_end(target):
    return flood(target, b"1;a=", b"a" * 1024)


@attack("many-extensions", "chunks of one byte, each with a long extension", cpprest="front")
def many_extensions(target):
    return flood(target, b"", b"1;" + b"a" * 1018 + b"\r\nx\r\n")


@attack("zeros-of-a-size", "a chunk size with zeros without end", cpprest="front")
def zeros_of_a_size(target):
    return flood(target, b"", b"0" * 1024)


@attack("trailers-without-end", "trailers without end", cpprest="front")
def trailers_without_end(target):
    return flood(target, b"2\r\n{}\r\n0\r\n", b"X-A: " + b"a" * 1017 + b"\r\n")


@attack("headers-without-end", "headers without end", cpprest="front")
def headers_without_end(target):
    pieces = itertools.chain([HEAD[:-2]], itertools.repeat((b"X-A: " + b"a" * 1017 + b"\r\n") * 1024, 128))
    seen = statuses(target.raw(pieces, timeout=10)[0])
    return [f"answered {seen}"] if seen not in ([], [400], [431]) else []


@attack("body-without-end", "a body in chunks without end", cpprest="front")
def body_without_end(target):
    return flood(target, b"", b"3fa\r\n" + b" " * 1018 + b"\r\n")


@attack("trailer-as-header", "a trailer that would be a header")
def trailer_as_header(target):
    received, _ = target.raw(HEAD.replace(b"Content-Type: application/json\r\n", b"")
                             + b"2\r\n{}\r\n0\r\nContent-Type: application/json\r\n\r\n", timeout=3)
    seen = statuses(received)
    return [] if seen == [415] else [f"answered {seen}"]
