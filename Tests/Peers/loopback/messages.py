"""What comes in and what goes out, as the routes see it."""

import json
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Optional
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    """One request as it arrived; `target` is the request line's, byte for byte."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    origin: str

    @property
    def url(self) -> str:
        """The address the client signed."""
        return self.origin + self.target

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def is_form(self) -> bool:
        return self.header("content-type").partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.text, keep_blank_values=True) if self.is_form else []

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def header(self, name: str, default: str = "") -> str:
        """The first header line of a name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), default)

    def parameter(self, name: str, default: str = "") -> str:
        """The first query parameter of a name."""
        return next((value for key, value in self.query if key == name), default)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A query parameter as a number within bounds; `Refusal` when it is not one."""
        text = self.parameter(name, str(default))
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise Refusal(400, "bad_parameter",
                          f"'{name}' must be a whole number from {least} to {most}, not '{text}'.")
        return int(text)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; `Refusal` when it is something else."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refusal(400, "bad_body", f"The body is not JSON: {error}.") from error
        if not isinstance(value, dict):
            raise Refusal(400, "bad_body", "The body must be a JSON object.")
        return value


@dataclass
class Answer:
    """One answer. `write` replaces everything: it gets the connection and does what a broken server would."""

    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    write: Optional[Callable[[Any], None]] = None
    #: What the request log says of the request beside what arrived.
    notes: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def of_json(value: Any, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> "Answer":
        return Answer(status, [("Content-Type", "application/json"), *headers],
                      json.dumps(value, ensure_ascii=False).encode())

    @staticmethod
    def of_text(text: str, status: int = 200, kind: str = "text/plain; charset=utf-8") -> "Answer":
        return Answer(status, [("Content-Type", kind)], text.encode())

    @staticmethod
    def redirect(location: str, status: int = 302) -> "Answer":
        return Answer(status, [("Location", location)])


class Refusal(Exception):
    """An answer that is an error: `{"error": {"code", "message"}}`."""

    def __init__(self, status: int, code: str, message: str, headers: Iterable[tuple[str, str]] = (), **more: Any):
        super().__init__(message)
        self.status, self.headers = status, list(headers)
        self.error = {"code": code, "message": message, **more}

    def answer(self) -> Answer:
        return Answer.of_json({"error": self.error}, self.status, self.headers)


def arrived(request: Request) -> dict[str, Any]:
    """A request as JSON, byte for byte where JSON can hold it."""
    return {"method": request.method, "target": request.target, "path": request.path,
            "query": [list(pair) for pair in request.query], "headers": [list(line) for line in request.headers],
            "body": request.text, "form": [list(pair) for pair in request.form]}
