"""Makes the answer of a shape."""

import json
from typing import Any

from .shapes import Shape

BY_TYPE = {"boolean": True, "number": 7, "integer": 7, "uinteger": 7, "port": 8080, "date": "2026-03-04T05:06:07.000Z",
           "timestamp": "2026-03-04T05:06:07.000Z", "time": "05:06", "email": "ada@example.com",
           "url": "https://files.example.com/file.png", "uuid": "123e4567-e89b-42d3-a456-426614174000",
           "buffer": "aGVsbG8=", "collection": {"id": "1"}, "array": ["one", "two"], "any": {"ok": True}, "json": "{}"}

MISSING = object()


def value(shape: Shape) -> Any:
    """The JSON value; `MISSING` for what must not be there."""
    if shape.wanted is False:
        return MISSING
    if shape.literals:
        return shape.literals[-1]
    if shape.element is not None:
        return elements(shape)
    if shape.members:
        made = {**(shape.sample if isinstance(shape.sample, dict) else {}), **members(shape)}
        return json.dumps(made) if shape.is_json_text and shape.name else made
    return leaf(shape)


def elements(shape: Shape) -> list[Any]:
    """Elements that differ in their ids, as those of an API do."""
    if isinstance(shape.sample, list) and shape.sample and shape.element is not None and shape.element.sample is None:
        shape.element.sample = shape.sample[0]
    first = value(shape.element or Shape())
    return [numbered(first, number) for number in range(1, shape.count + 1)] if first is not MISSING else []


def numbered(one: Any, number: int) -> Any:
    if not isinstance(one, dict):
        return one
    return {key: own_identifier(inner, number) if isinstance(inner, str) and is_identifier(key) else inner
            for key, inner in one.items()}


def own_identifier(text: str, number: int) -> str:
    return text[:-3] + f"{number:03d}" if len(text) == 36 and text.count("-") == 4 else f"{text}-{number}"


def is_identifier(name: str) -> bool:
    return name.lower() in ("id", "uuid", "key") or name.endswith(("_id", "Id"))


def members(shape: Shape) -> dict[str, Any]:
    made = {name: value(one) for name, one in shape.members.items()}
    return {name: one for name, one in made.items() if one is not MISSING}


def leaf(shape: Shape) -> Any:
    named = BY_TYPE.get(shape.name) if shape.name in ("email", "url", "uuid", "date") else None
    candidates = [shape.sample, BY_TYPE.get(shape.type), named, shape.name or "text", f"other {shape.name}"]
    return next(one for one in candidates
                if one is not None and one not in shape.refused and (shape.wanted is None or one))
