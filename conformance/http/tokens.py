"""Keys and signed tokens, made with the openssl command line: a record system that signs."""

import base64
import json
import os
import re
import subprocess
import tempfile
import time
import uuid

HASHES = {"ES256": "sha256", "ES384": "sha384", "RS256": "sha256", "RS384": "sha384"}


def base64url(data):
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments, data=b""):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def hex_of(text, name):
    """The bytes that `openssl pkey -text` prints under a name."""
    found = re.search(name + r":\s*((?:[0-9a-f]{2}:?\s*)+)", text)
    return bytes.fromhex(re.sub(r"[:\s]", "", found.group(1)))


def raw_signature(der, width):
    """r and s side by side (RFC 7518, 3.4) of the DER form that openssl writes."""
    at = 2 if der[1] < 0x80 else 3
    parts = []
    for _ in range(2):
        size = der[at + 1]
        number = int.from_bytes(der[at + 2:at + 2 + size], "big")
        parts.append(number.to_bytes(width, "big"))
        at += 2 + size
    return b"".join(parts)


class Key:
    """A fresh key: `ES384`, `RS384` and their shorter kin."""

    def __init__(self, algorithm="ES384", identifier=None):
        self.algorithm = algorithm
        self.identifier = identifier or str(uuid.uuid4())
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, "key.pem")
        if algorithm.startswith("ES"):
            self.curve = "P-384" if algorithm == "ES384" else "P-256"
            made = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + self.curve)
        else:
            made = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        with open(self.file, "wb") as out:
            out.write(made)

    def jwk(self, **more):
        text = openssl("pkey", "-in", self.file, "-text", "-noout").decode()
        key = {"kid": self.identifier, "use": "sig", "alg": self.algorithm}
        if self.algorithm.startswith("ES"):
            point = hex_of(text, "pub")
            half = (len(point) - 1) // 2
            key.update(kty="EC", crv=self.curve, x=base64url(point[1:1 + half]),
                       y=base64url(point[1 + half:]))
        else:
            key.update(kty="RSA", n=base64url(hex_of(text, "[Mm]odulus").lstrip(b"\0")), e="AQAB")
        return {**key, **more}

    def public_pem(self):
        return openssl("pkey", "-in", self.file, "-pubout")

    def sign(self, text):
        der = openssl("dgst", "-" + HASHES[self.algorithm], "-sign", self.file, data=text.encode())
        if self.algorithm.startswith("ES"):
            return raw_signature(der, 48 if self.algorithm == "ES384" else 32)
        return der


def claims(issuer, audience, **changes):
    now = int(time.time())
    made = {"iss": issuer, "aud": audience, "iat": now, "exp": now + 300, "jti": str(uuid.uuid4())}
    made.update(changes)
    return {name: value for name, value in made.items() if value is not None}


def token(key, body, **header):
    """A signed token; a header of None is left out."""
    head = {"alg": key.algorithm, "typ": "JWT", "kid": key.identifier, **header}
    text = base64url({n: v for n, v in head.items() if v is not None}) + "." + base64url(body)
    return text + "." + base64url(key.sign(text))
