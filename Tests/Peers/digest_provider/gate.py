"""The only way in to what is protected."""

import hashlib
import re
import secrets
from typing import Any

from cherrypy.lib import auth_digest
from loopback.messages import Refusal, Request

REALM = "camera"
USERS = {"ada": "difference: engine"}
HASHES = {"MD5": hashlib.md5, "MD5-SESS": hashlib.md5, "SHA-256": hashlib.sha256}


class Gate:
    """Poses challenges and checks answers to them."""

    def __init__(self, state: Any):
        self.state, self.key = state, secrets.token_hex(16)

    def answer(self, request: Request) -> dict[str, Any]:
        """How a request was answered for; `Refusal` with the challenges when it was not."""
        # The library's hash is one for all of its module.
        with self.state.lock:
            try:
                return self._checked(request)
            finally:
                self._hash("MD5")

    def _checked(self, request: Request) -> dict[str, Any]:
        given = request.header("authorization")
        if not given:
            raise self._challenge("no answer")
        found = re.search(r'\balgorithm="?([\w-]+)', given)
        named = found.group(1).upper() if found else "MD5"
        if named not in [one.upper() for one in self.state.algorithms]:
            raise self._challenge(f"{named} was not asked for")
        self._hash(named)
        try:
            answer = auth_digest.HttpDigestAuthorization(given, request.method)
        except ValueError as error:
            raise Refusal(400, "malformed", str(error)) from error
        if named == "MD5-SESS":
            # The library makes capitals of the name and then looks for it in small letters.
            answer.algorithm = "MD5-sess"
        self._hash("MD5")
        if not answer.validate_nonce(REALM, self.key):
            raise self._challenge("not a nonce of this service")
        self._hash(named)
        password = USERS.get(answer.username, "")
        if answer.uri != request.target or (answer.qop or "") not in self.state.qop.split(","):
            raise self._challenge("answered for something else")
        secret = auth_digest.H(f"{answer.username}:{REALM}:{password}")
        if not password or answer.request_digest(secret, request.text) != answer.response:
            raise self._challenge("wrong answer")
        self._count(answer)
        return {"username": answer.username, "algorithm": named, "qop": answer.qop, "nc": answer.nc}

    def _count(self, answer: Any) -> None:
        """RFC 7616 section 3.4: a number that comes twice is a replay."""
        used = self.state.counts.setdefault(answer.nonce, set())
        if answer.qop and answer.nc in used:
            raise Refusal(400, "replayed", f"The number {answer.nc} of this nonce was used already.")
        if len(used) >= self.state.nonce_uses:
            raise self._challenge("used too often", stale=True)
        used.add(answer.nc or str(len(used)))

    def _challenge(self, reason: str, stale: bool = False) -> Refusal:
        self._hash("MD5")
        lines = []
        for name in self.state.algorithms:
            nonce = self._nonce()
            line = auth_digest.www_authenticate(REALM, self.key, algorithm="MD5", nonce=nonce, qop="auth", stale=stale)
            line = line.replace('algorithm="MD5"', f"algorithm={name}")
            line = line.replace('qop="auth"', f'qop="{self.state.qop}"') if self.state.qop else (
                line.replace(', qop="auth"', ""))
            lines.append(("WWW-Authenticate", line))
        return Refusal(401, "unauthorized", reason, lines)

    def next_nonce(self) -> str:
        """Section 3.5: the nonce that the next request is to answer with."""
        with self.state.lock:
            self._hash("MD5")
            return self._nonce()

    def _nonce(self) -> str:
        # Nonces of one second are one nonce to the library; counting seconds on makes each another.
        nonce = auth_digest.synthesize_nonce(REALM, self.key)
        while nonce in self.state.counts:
            stamp = int(nonce.partition(":")[0]) + 1
            nonce = auth_digest.synthesize_nonce(REALM, self.key, str(stamp))
        return nonce

    @staticmethod
    def _hash(name: str) -> None:
        auth_digest.H = lambda text: HASHES[name](text.encode()).hexdigest()
        auth_digest.valid_algorithms = ("MD5", "MD5-SESS", "SHA-256")
