"""Reads a request's response part as an API designer would: what must the answer hold so that this spec works?"""

from typing import Any

from .bundles import Component
from .expressions import alone, expressions
from .inputs import input_of
from .shapes import Shape
from .wishes import Wishes


class Reading(Wishes):
    """The answer to one of a component's requests: the shapes of its body and headers, and its status.

    `more` asks for an answer after which pagination goes on, `address` is where the request came to.
    """

    def __init__(self, component: Component, index: int, more: bool = False, address: str = ""):
        super().__init__(component.functions, input_of(component))
        self.more, self.address = more, address
        own = self.body, self.headers, self.status
        # Later requests read the answers of earlier ones through `temp`, and judge them.
        for number, request in enumerate(component.requests):
            self.body, self.headers, self.status = own if number == index else (Shape(), Shape(), Shape())
            self.item = None
            self._of_request(request, component.interface, component.samples)
        self.body, self.headers, self.status = own

    def _of_request(self, request: dict[str, Any], interface: list[Any], samples: Any) -> None:
        response = request.get("response") or {}
        self._assign(request.get("temp"))
        self._assign(response.get("temp"))
        self._iterate(response.get("iterate"))
        for key in ("data", "metadata", "uid", "expires", "scope", "trigger"):
            self._bind({key: response.get(key)}, [], None)
        self._bind(response.get("output", "{{item}}" if self.item else "{{body}}"), interface, samples)
        self._of_conditions(request)

    def _of_conditions(self, request: dict[str, Any]) -> None:
        """Learns what makes a request valid, ends its repetitions and leads to the next page."""
        response = request.get("response") or {}
        valid = response.get("valid")
        self._wish(valid.get("condition") if isinstance(valid, dict) else valid, True)
        repeat = request.get("repeat") or {}
        self._wish(repeat.get("condition") if isinstance(repeat, dict) else None, False)
        pagination = request.get("pagination") or {}
        single = alone(pagination.get("url"))
        next_page = self.place(single) if single else None
        if next_page is not None:
            next_page.literals.append(self.address.partition("?")[0] + "?from=2")
        self._wish(pagination.get("condition"), self.more)
        for key in ("url", "qs", "body", "headers"):
            self._visit_all(pagination.get(key))

    def _assign(self, temp: Any) -> None:
        for name, template in (temp or {}).items() if isinstance(temp, dict) else []:
            self._visit_all(template)
            single = alone(template)
            self.temp[name] = self.place(single) if single else None

    def _iterate(self, iterate: Any) -> None:
        template = iterate.get("container") if isinstance(iterate, dict) else iterate
        if template is None:
            return
        text = template if "{{" in template else "{{" + template + "}}"
        single = alone(text)
        array = self.place(single) if single else None
        self.item = array.item() if array else Shape()
        self._visit_all(text)
        if isinstance(iterate, dict):
            self._wish(iterate.get("condition"), True)

    def _bind(self, template: Any, interface: list[Any], sample: Any) -> None:
        """An output tells of each place it reads which type the interface gives it, and which value the samples do."""
        if isinstance(sample, list):
            sample = sample[0] if sample else None
        if isinstance(template, str):
            single = alone(template)
            place = self.place(single) if single else None
            if place is not None:
                describe(place, {"type": "collection", "spec": interface}, sample)
            self._visit_all(template)
        elif isinstance(template, list):
            for one in template:
                self._bind(one, [], None)
        elif isinstance(template, dict):
            self._bind_members(template, interface, sample if isinstance(sample, dict) else {})

    def _bind_members(self, template: dict[str, Any], interface: list[Any], sample: dict[str, Any]) -> None:
        fields = {one["name"]: one for one in interface if isinstance(one, dict) and one.get("name")}
        for key, inner in template.items():
            if "{{...}}" in key.replace(" ", ""):
                self._bind(inner, interface, sample)
                continue
            field = fields.get(key, {})
            single = alone(inner)
            place = self.place(single) if single else None
            if place is not None:
                describe(place, {"type": "text", **field}, sample.get(key))
            if isinstance(inner, dict):
                self._bind(inner, spec_of(field), sample.get(key))
            else:
                self._visit_all(inner)

    def _visit_all(self, template: Any) -> None:
        if isinstance(template, str):
            for expression in expressions(template):
                self.visit(expression)
        elif isinstance(template, dict):
            for key, inner in template.items():
                self._visit_all(key)
                self._visit_all(inner)
        elif isinstance(template, list):
            for inner in template:
                self._visit_all(inner)

    def _wish(self, template: Any, holds: bool) -> None:
        single = alone(template if not isinstance(template, str) or "{{" in template else "{{" + template + "}}")
        if single is not None:
            self.wish(single, holds)


def describe(place: Shape, field: dict[str, Any], sample: Any) -> None:
    """What an interface's field and a sample say about a place."""
    kind, spec = field.get("type") or "", spec_of(field)
    if place.sample is None and sample not in ({}, []):
        place.sample = sample
    if kind == "collection" and spec:
        for inner in spec:
            if isinstance(inner, dict) and inner.get("name"):
                known = sample.get(inner["name"]) if isinstance(sample, dict) else None
                describe(place.member(inner["name"]), inner, known)
    elif kind == "array" and spec:
        known = sample[0] if isinstance(sample, list) and sample else None
        named = all(isinstance(inner, dict) and inner.get("name") for inner in spec)
        describe(place.item(), {"type": "collection", "spec": spec} if named else as_field(spec[0]), known)
    place.type = place.type or kind


def spec_of(field: dict[str, Any]) -> list[Any]:
    spec = field.get("spec")
    return spec if isinstance(spec, list) else [spec] if isinstance(spec, dict) else []


def as_field(spec: Any) -> dict[str, Any]:
    return spec if isinstance(spec, dict) else {}
