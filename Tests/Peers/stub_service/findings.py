"""What is wrong with the form of a request, whatever its meaning."""

import email.parser
import email.policy
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from loopback.messages import Request

#: What a template that went wrong leaves behind.
RESIDUES = {"an open template": re.compile(r"\{\{"),
            "an object in place of its text": re.compile(r"\[object \w+\]"),
            "the word undefined": re.compile(r"(?<![\w-])undefined(?![\w-])"),
            "the word NaN": re.compile(r"(?<![\w-])NaN(?![\w-])")}

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.(?!-)[A-Za-z0-9-]{1,63})*(?::\d{1,5})?|\[[0-9a-fA-F:]+\](?::\d{1,5})?")


def findings(request: Request) -> list[str]:
    """Each thing that no careful client would send, in words; empty for a well-formed request."""
    return [*of_line(request), *of_headers(request), *of_body(request), *of_residues(request)]


def of_line(request: Request) -> list[str]:
    found = []
    if not TOKEN.fullmatch(request.method):
        found.append(f"'{request.method}' is no method")
    host = urlsplit(request.origin).netloc
    if not HOST.fullmatch(host):
        found.append(f"'{host}' is no host")
    if not re.fullmatch(r"/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e|]*", request.target):
        found.append(f"the target '{request.target}' holds what an address may not hold")
    if re.search(r"%(?![0-9A-Fa-f]{2})", request.target):
        found.append(f"the target '{request.target}' has a broken escape")
    return found


def of_headers(request: Request) -> list[str]:
    found = [f"'{name}' is no header name" for name, _ in request.headers if not TOKEN.fullmatch(name)]
    scheme, _, credentials = request.header("authorization").partition(" ")
    if request.header("authorization") and scheme.lower() in ("bearer", "basic", "api-key") and not credentials.strip():
        found.append(f"the Authorization header has a scheme ({scheme}) and no credentials")
    return found


def of_body(request: Request) -> list[str]:
    kind, _, _ = request.header("content-type").partition(";")
    kind = kind.strip().lower()
    if not request.body:
        return []
    if request.method in ("GET", "HEAD"):
        return [f"a {request.method} has a body"]
    if not kind:
        return ["a body has no content type"]
    if kind == "application/json" or kind.endswith("+json"):
        return of_json(request.body)
    if kind == "application/x-www-form-urlencoded":
        return of_form(request.text)
    if kind == "multipart/form-data":
        return of_multipart(request)
    return []


def of_json(body: bytes) -> list[str]:
    try:
        json.loads(body.decode("utf-8"))
        return []
    except ValueError as error:
        return [f"the body is not JSON: {error}"]


def of_form(text: str) -> list[str]:
    try:
        parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError as error:
        return [f"the body is no form: {error}"]
    return [] if re.fullmatch(r"[\x21-\x7e]*", text) else ["the form holds what it has to escape"]


def of_multipart(request: Request) -> list[str]:
    head = f"Content-Type: {request.header('content-type')}\r\n\r\n".encode("latin-1", "replace")
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + request.body)
    if message.get_param("boundary") is None:
        return ["the multipart form says no boundary"]
    if message.defects or not message.is_multipart():
        return [f"the body is no multipart form: {', '.join(type(one).__name__ for one in message.defects)}"]
    found = []
    for part in message.iter_parts():
        if part.get_content_disposition() != "form-data" or not part.get_param("name", header="content-disposition"):
            found.append("a part of the form has no name")
    return found


def of_residues(request: Request) -> list[str]:
    places = {"address": unquote(request.target), **{f"header {name}": value for name, value in request.headers},
              "body": request.text}
    return [f"the {place} holds {what}" for place, text in places.items() for what, residue in RESIDUES.items()
            if residue.search(text)]
