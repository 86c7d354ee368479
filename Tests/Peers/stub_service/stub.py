"""The service as a whole."""

from pathlib import Path
from typing import Optional

from loopback.control import Control
from loopback.memory import Memory
from loopback.messages import Answer, Refusal, Request
from loopback.router import Router
from loopback.server import Service

from .answers import answer
from .bundles import Bundle, Component
from .findings import findings
from .inputs import input_of
from .matching import index_of


class Expectation(Memory):
    """Which component is about to run, and how often each of its requests was answered."""

    def reset(self) -> None:
        with self.lock:
            super().reset()
            self.expect(None)

    def expect(self, component: Optional[Component]) -> None:
        self.component = component
        self.served = [0] * len(component.requests if component else [])


class Stub(Service):
    """The service on a port of 127.0.0.1, playing every API of a directory of bundles."""

    def __init__(self, directory: str, port: int = 0):
        self.memory = Expectation()
        super().__init__(port, self.memory, Routes(self.memory, Path(directory)))


class Routes(Router):
    """`/_provider/…` for the tests; what a host redirects here is answered as the expected component's spec wants."""

    def __init__(self, memory: Expectation, directory: Path):
        self.memory, self.directory = memory, directory
        self.bundles: dict[str, Bundle] = {}
        super().__init__(memory, Control(memory), {
            ("GET", "/_provider/bundles"): self.names,
            ("POST", "/_provider/expect"): self.expect,
        })

    def answer(self, request: Request) -> Answer:
        return self.play(request) if request.header("x-forwarded-host") else super().answer(request)

    def names(self, request: Request) -> Answer:
        found = sorted(one.name for one in self.directory.iterdir() if Bundle.is_at(one))
        return Answer.of_json({"bundles": found})

    def expect(self, request: Request) -> Answer:
        """`{"app", "kind": "module"|"rpc"|"connection", "name"}`: forgets all before it.

        The answer has input for it, the name of its connection, and how many of its requests may be sent.
        """
        given = request.json()
        component = self._bundle(given.get("app", "")).component(given.get("kind", "module"), given.get("name", ""))
        if component is None:
            raise Refusal(404, "component_unknown", f"There is no {given.get('kind')} '{given.get('name')}'.")
        with self.memory.lock:
            self.memory.log.clear()
            self.memory.faults.clear()
            self.memory.expect(component)
        sends = sum(isinstance(one.get("url"), str) for one in component.requests)
        return Answer.of_json({"parameters": input_of(component), "connection": component.connection, "sends": sends})

    def play(self, request: Request) -> Answer:
        """The answer the expected component hopes for; the log says what was wrong with the request."""
        armed = self.faults.armed(request)
        with self.memory.lock:
            component = self.memory.component
            index = index_of(request, component.requests, self.memory.served) if component else None
            if component is None or index is None:
                made = Answer.of_json({"message": "No request of the expected component has this address."}, 404)
            else:
                made = armed or answer(component, index, self.memory.served[index] == 0, request.url)
                self.memory.served[index] += armed is None
        made.notes = {"url": request.url, "request": index, "findings": findings(request)}
        return made

    def _bundle(self, name: str) -> Bundle:
        if name not in self.bundles:
            if "/" in name or not Bundle.is_at(self.directory / name):
                raise Refusal(404, "app_unknown", f"There is no bundle '{name}'.")
            self.bundles[name] = Bundle(self.directory / name)
        return self.bundles[name]
