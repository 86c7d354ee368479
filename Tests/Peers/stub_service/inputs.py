"""Input that fits a component's parameters: the default, the first option, a plausible value of the type.

What can be switched on is, and limits are longer than a page, so that as much as possible of a spec runs.
"""

import re
from typing import Any

from .bundles import Component, as_list
from .expressions import Member, Name, expressions

BY_TYPE: dict[str, Any] = {
    "boolean": True, "number": 3, "integer": 3, "uinteger": 3, "port": 8080, "date": "2026-03-04T05:06:07.000Z",
    "time": "05:06", "timestamp": "2026-03-04T05:06:07.000Z", "email": "ada@example.com", "json": '{"key": "value"}',
    "url": "https://files.example.com/file.png", "uuid": "123e4567-e89b-42d3-a456-426614174000", "color": "#336699",
    "limit": 150, "buffer": {"$binary": "aGVsbG8="}, "filename": "file.txt", "timezone": "Europe/Prague",
    "path": "/folder/file.txt",
    "password": "pass word", "cert": "certificate", "pkey": "key", "filter": [[{"a": "id", "o": "eq.", "b": "1"}]],
    "folder": "/folder", "file": "/folder/file.txt",
}

#: What is shown and not entered.
DISPLAYED = {"banner", "html", "separator"}


def input_of(component: Component) -> dict[str, Any]:
    """One value for each parameter; for an RPC also for what its requests read of the module it serves."""
    made = fields(component.parameters, component.type == "universal")
    for name in read_by(component.requests, "parseJSON") & set(made):
        made[name] = BY_TYPE["json"]
    if component.kind == "rpc":
        for name in sorted(parameters_read(component.requests) - set(made)):
            made[name] = BY_TYPE.get(name, "text")
    return made


def fields(parameters: list[Any], is_universal: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for parameter in parameters:
        if not isinstance(parameter, dict) or not parameter.get("name") or parameter.get("type") in DISPLAYED:
            continue
        name, chosen = parameter["name"], value(parameter, is_universal)
        made[name] = chosen
        made.update(fields(nested(parameter, chosen), is_universal))
    return made


def nested(parameter: dict[str, Any], chosen: Any) -> list[Any]:
    """The parameters that a value brings with it."""
    own = as_list(parameter.get("nested")) if chosen not in (False, None) else []
    options = parameter.get("options")
    if isinstance(options, dict):
        own += as_list(options.get("nested"))
    for option in options_of(parameter):
        if isinstance(option, dict) and option.get("value") in as_list(chosen):
            own += as_list(option.get("nested"))
    return own


def options_of(parameter: dict[str, Any]) -> list[Any]:
    options = parameter.get("options")
    if isinstance(options, dict):
        options = options.get("store")
    return options if isinstance(options, list) else []


def value(parameter: dict[str, Any], is_universal: bool) -> Any:
    kind, default = parameter.get("type") or "text", parameter.get("default")
    if kind == "boolean":
        return True
    if parameter.get("name") == "limit" and isinstance(BY_TYPE.get(kind), int):
        return number({**parameter, "type": "limit"})
    if default not in (None, "", []):
        return within(parameter, default) if isinstance(default, (int, float)) else default
    if kind == "select":
        return selected(parameter)
    if kind == "collection":
        return fields(as_list(parameter.get("spec")), is_universal)
    if kind == "array":
        return elements(parameter, is_universal)
    if kind in BY_TYPE:
        return number(parameter) if isinstance(BY_TYPE[kind], int) else BY_TYPE[kind]
    return text(parameter, is_universal)


def selected(parameter: dict[str, Any]) -> Any:
    options = options_of(parameter)
    first = options[0] if options else {"value": "option-1"}
    if isinstance(first, dict) and isinstance(first.get("options"), list) and first["options"]:
        first = first["options"][0]
    chosen = first.get("value") if isinstance(first, dict) else first
    return [chosen] if parameter.get("multiple") else chosen


def elements(parameter: dict[str, Any], is_universal: bool) -> list[Any]:
    spec = parameter.get("spec")
    least = int((parameter.get("validate") or {}).get("minItems") or 1)
    if isinstance(spec, list):
        one: Any = fields(spec, is_universal)
    else:
        one = value(spec, is_universal) if isinstance(spec, dict) else "text"
    return [one] * max(1, least)


def number(parameter: dict[str, Any]) -> Any:
    return within(parameter, BY_TYPE[parameter["type"]])


def within(parameter: dict[str, Any], chosen: Any) -> Any:
    """A number moved into the limits, which published defaults are not always in."""
    limits = parameter.get("validate") or {}
    if limits.get("max") is not None:
        chosen = min(chosen, limits["max"])
    return chosen if limits.get("min") is None else max(chosen, limits["min"])


def text(parameter: dict[str, Any], is_universal: bool) -> str:
    name, limits = str(parameter.get("name") or "text"), parameter.get("validate") or {}
    if limits.get("enum"):
        return limits["enum"][0]
    if re.search(r"url|link|uri", name.lower()):
        return "/v1/things" if is_universal else "https://files.example.com/file.png"
    if name == "body" and is_universal:
        return '{"key": "value"}'
    chosen = name
    if limits.get("min"):
        chosen = chosen.ljust(int(limits["min"]), "x")
    return chosen[:int(limits["max"])] if limits.get("max") else chosen


def parameters_read(template: Any) -> set[str]:
    """The names that templates read as `parameters.…`."""
    return read_by(template, "")


def read_by(template: Any, function: str) -> set[str]:
    """The names that templates read as `parameters.…` right in the arguments of a function; of any with `""`."""
    if isinstance(template, dict):
        return read_by(list(template.keys()), function) | read_by(list(template.values()), function)
    if isinstance(template, list):
        return set().union(*(read_by(inner, function) for inner in template), set())
    return set().union(*(named(one, function, not function) for one in expressions(template)), set()) \
        if isinstance(template, str) else set()


def named(expression: Any, function: str, counts: bool) -> set[str]:
    if isinstance(expression, Member):
        if expression.of == Name("parameters") and expression.name:
            return {expression.name} if counts else set()
        return named(expression.of, function, counts)
    operands = getattr(expression, "operands", [])
    inside = not function or getattr(expression, "name", "") == function
    return set().union(*(named(operand, function, inside) for operand in operands), set())
