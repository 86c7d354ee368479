"""The service as a whole."""

from typing import Any

from loopback.control import Control
from loopback.memory import Memory
from loopback.messages import Answer, Request
from loopback.router import Router
from loopback.server import Service

from .gate import Gate


class State(Memory):
    """What tests can set."""

    def reset(self) -> None:
        with self.lock:
            super().reset()
            #: The hashes of the challenges, in the order they are posed.
            self.algorithms = ["MD5"]
            #: What challenges offer; empty leaves it out, as RFC 2069 had it.
            self.qop = "auth"
            #: How often a nonce may be used before it is stale.
            self.nonce_uses = 1_000_000
            #: Whether good answers name the nonce to use next.
            self.announces = False
            #: The numbers each nonce was used with.
            self.counts: dict[str, set[str]] = {}


class DigestControl(Control):
    """What tests do from outside."""

    SETTINGS = {**Control.SETTINGS, "nonceUses": "nonce_uses", "announces": "announces"}

    def __init__(self, state: State):
        super().__init__(state)
        self.state = state

    def challenge(self, request: Request) -> Answer:
        """Says what challenges ask for from now on: `algorithms` and `qop`."""
        given = request.json()
        with self.state.lock:
            self.state.algorithms = given.get("algorithms", self.state.algorithms)
            self.state.qop = given.get("qop", self.state.qop)
            return Answer.of_json({"algorithms": self.state.algorithms, "qop": self.state.qop})


class Provider(Service):
    """The service on a port of 127.0.0.1."""

    def __init__(self, port: int = 0):
        self.state = State()
        self.gate = Gate(self.state)
        control = DigestControl(self.state)
        super().__init__(port, self.state, Router(self.state, control, {
            ("GET", "/whoami"): self.whoami, ("*", "/snapshot"): self.snapshot,
            ("POST", "/_provider/challenge"): control.challenge,
        }))

    def whoami(self, request: Request) -> Answer:
        return self._good({"user": self.gate.answer(request)["username"]})

    def snapshot(self, request: Request) -> Answer:
        """Says what was sent and how it was answered for."""
        return self._good({"body": request.text, **self.gate.answer(request)})

    def _good(self, said: dict[str, Any]) -> Answer:
        info = [("Authentication-Info", f'nextnonce="{self.gate.next_nonce()}"')] if self.state.announces else []
        return Answer.of_json(said, 200, info)
