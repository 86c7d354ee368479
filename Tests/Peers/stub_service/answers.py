"""Turns what was learned about an answer into one that goes over the wire."""

import json
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from loopback.messages import Answer

from .bundles import Component
from .reading import Reading
from .shapes import Shape
from .values import MISSING, value

#: Headers that the server itself answers for.
RESERVED = {"content-type", "content-length", "transfer-encoding", "connection", "date", "content-encoding"}

TYPES = {"json": "application/json", "text": "text/plain; charset=utf-8", "string": "text/plain; charset=utf-8",
         "raw": "text/plain; charset=utf-8", "xml": "application/xml", "binary": "application/octet-stream",
         "urlencoded": "application/x-www-form-urlencoded"}


def answer(component: Component, index: int, more: bool, address: str = "") -> Answer:
    """What the service of a component's spec answers to its request of that number, which came to an address."""
    reading = Reading(component, index, more, address)
    status = value(reading.status) if reading.status.literals else 200
    kind = type_of(component.requests[index], status)
    headers = [(name, str(made)) for name, one in reading.headers.members.items()
               if name not in RESERVED and (made := value(one)) is not MISSING and not isinstance(made, (dict, list))]
    body = content(reading.body, kind)
    if kind == "automatic" and reading.body.is_json_text:
        kind = "text"
    elif kind == "automatic":
        kind = "binary" if is_binary(reading.body) else "json"
    return Answer(status, [("Content-Type", TYPES.get(kind, TYPES["json"])), *headers], body)


def type_of(request: dict[str, Any], status: int) -> str:
    """The response type for a status: an exact one, else a range, else `*`."""
    kind = (request.get("response") or {}).get("type") or "automatic"
    if not isinstance(kind, dict):
        return kind if kind in TYPES else "automatic"
    for pattern, one in kind.items():
        low, _, high = pattern.partition("-")
        if low.strip().isdigit() and int(low) <= status <= int(high or low):
            return one
    return kind.get("*", "automatic")


def is_binary(body: Shape) -> bool:
    return body.type == "buffer" and not body.members and body.element is None


def content(body: Shape, kind: str) -> bytes:
    if kind == "binary" or (kind == "automatic" and is_binary(body)):
        return b"\x89PNG\r\n\x1a\n\x00\x01\xff"
    made = value(body) if body.is_known else {}
    if kind in ("text", "string", "raw") and not body.is_json_text:
        return (made if isinstance(made, str) else json.dumps(made)).encode()
    if kind == "xml":
        return ('<?xml version="1.0" encoding="UTF-8"?>' + "".join(element("answer", made))).encode()
    if kind == "urlencoded":
        return urlencode(made if isinstance(made, dict) else {"text": made}).encode()
    return json.dumps(made).encode()


def element(name: str, made: Any) -> list[str]:
    """An XML element of a value; a list is several of one name."""
    if isinstance(made, list):
        return [piece for one in made for piece in element(name, one)]
    if isinstance(made, dict):
        inner = [piece for key, one in made.items() for piece in element(key, one)]
        return [f"<{name}>", *inner, f"</{name}>"]
    return [f"<{name}>", escape("" if made is None else str(made)), f"</{name}>"]
