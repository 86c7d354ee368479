"""What a service does on a bad day."""

import gzip
import socket
import struct
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from .messages import Answer, Refusal, Request
from .memory import Memory

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@dataclass
class Fault:
    """Something the next answers of a path do wrong; `*` is every path."""

    path: str
    times: int
    method: str = ""
    status: int = 0
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    milliseconds: int = 0
    late: bool = False


class Faults:
    """`/fault/KIND` does it every time; armed through `/_provider/faults`, the next answers of any path do."""

    def __init__(self, memory: Memory):
        self.memory = memory

    def armed(self, request: Request, route: Optional[Callable[[], Answer]] = None) -> Optional[Answer]:
        """The fault that waits for this request, if any; it counts as used.

        A `late` one does what was asked through `route` and keeps the answer back.
        """
        with self.memory.lock:
            fault = next((one for one in self.memory.faults if one.times > 0 and one.path in ("*", request.path)
                          and one.method in ("", request.method)), None)
            if fault is None:
                return None
            fault.times -= 1
        done = route() if fault.late and route else None
        time.sleep(fault.milliseconds / 1000)
        if fault.kind:
            return self.named(fault.kind)
        return Answer(fault.status, list(fault.headers.items()), fault.body.encode()) if fault.status else done

    def arm(self, request: Request) -> Answer:
        given = request.json()
        unknown = set(given) - set(Fault.__dataclass_fields__)
        if unknown or "path" not in given:
            raise Refusal(400, "bad_fault", f"A fault has a path and {', '.join(Fault.__dataclass_fields__)}.")
        with self.memory.lock:
            self.memory.faults.append(Fault(**{"times": 1, **given}))
        return Answer.of_json({"armed": len(self.memory.faults)}, 201)

    def waiting(self, request: Request) -> Answer:
        """How many answers are still to fail: a request that is being kept waiting has its fault already."""
        with self.memory.lock:
            return Answer.of_json({"waiting": sum(fault.times for fault in self.memory.faults)})

    def route(self, request: Request) -> Answer:
        """`/fault/status/503`, `/fault/delay/1500` (milliseconds), `/fault/redirect/302?to=…` and `/fault/KIND`."""
        kind, _, argument = request.path.removeprefix("/fault/").partition("/")
        if kind == "status" and argument.isdigit():
            return Answer.of_json({"error": {"code": "asked_for", "message": f"Status {argument} as asked."}},
                                  int(argument))
        if kind == "delay" and argument.isdigit():
            time.sleep(int(argument) / 1000)
            return Answer.of_json({"delayed": int(argument)})
        if kind == "redirect" and argument.isdigit():
            return Answer.redirect(request.parameter("to", "/open/echo"), int(argument))
        return self.named(kind)

    def named(self, kind: str) -> Answer:
        if kind == "html":
            return Answer.of_text("<!doctype html><title>Oops</title><h1>Something broke</h1>", 200, "text/html")
        if kind == "empty":
            return Answer(200, [("Content-Type", "application/json")])
        if kind == "not-json":
            return Answer(200, [("Content-Type", "application/json")], b'{"half":')
        if kind == "not-utf8":
            return Answer(200, [("Content-Type", "application/json")], b'{"text":"\xff\xfe"}')
        if kind == "gzip-bomb":
            packed = gzip.compress(b" " * (64 << 20))
            return Answer(200, [("Content-Type", "application/json"), ("Content-Encoding", "gzip")], packed)
        if kind not in WRITERS:
            raise Refusal(404, "fault_unknown", f"There is no fault '{kind}'.")
        return Answer(write=WRITERS[kind])


def reset(connection: Any) -> None:
    """Ends the connection with RST instead of an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_in_body(connection: Any) -> None:
    connection.sendall(HEAD + b'Content-Length: 1000\r\n\r\n{"half":')
    reset(connection)


def wrong_length(connection: Any) -> None:
    connection.sendall(HEAD + b'Content-Length: 1000\r\nConnection: close\r\n\r\n{"short":true}')


def slow_body(connection: Any) -> None:
    """A byte every 200 ms, for a minute at most."""
    connection.sendall(HEAD + b"Content-Length: 300\r\n\r\n")
    drip(connection, b" " * 300)


def slow_headers(connection: Any) -> None:
    drip(connection, HEAD + b"X-Slow: " + b"a" * 200 + b"\r\n\r\n")


def endless(connection: Any) -> None:
    """Chunks without an end; gives up after 256 MB, which no client should take."""
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    for _ in range(4096):
        connection.sendall(chunk)


def many_headers(connection: Any) -> None:
    connection.sendall(HEAD + b"".join(b"X-Filler-%d: 1\r\n" % number for number in range(5000)) +
                       b"Content-Length: 2\r\n\r\n{}")


def drip(connection: Any, content: bytes) -> None:
    for byte in content:
        connection.sendall(bytes([byte]))
        time.sleep(0.2)


WRITERS: dict[str, Callable[[Any], None]] = {
    "reset": reset, "reset-in-body": reset_in_body, "wrong-length": wrong_length, "slow-body": slow_body,
    "slow-headers": slow_headers, "endless": endless, "many-headers": many_headers,
}
