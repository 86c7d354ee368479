"""Python's json on a document: `SECONDS FILE read|write`; an operation is a byte."""

import json
import sys

import measure

with open(sys.argv[2], "rb") as file:
    TEXT = file.read()
VALUE = json.loads(TEXT)


def read() -> int:
    json.loads(TEXT)
    return len(TEXT)


def write() -> int:
    return len(json.dumps(VALUE, ensure_ascii=False, separators=(",", ":")).encode())


measure.run(read if sys.argv[3] == "read" else write)
