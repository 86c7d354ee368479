"""JSON as bundles are written: comments, trailing commas, a byte order mark, raw newlines in strings."""

import json
import re
from pathlib import Path
from typing import Any

#: A string, a comment, or a comma that nothing follows; the alternatives are tried in this order at each place.
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=(?:\s|//[^\n]*(?:\n|$)|/\*.*?\*/)*[\]}])', re.DOTALL)


def parse(text: str) -> Any:
    """The value of a text; `None` of an empty one; `ValueError` for what even a bundle may not hold."""
    plain = PIECE.sub(lambda found: found[0] if found[0].startswith('"') else " ", text.removeprefix("\ufeff"))
    return json.loads(plain, strict=False) if plain.strip() else None


def read(file: Path) -> Any:
    """The value of a file; `None` where there is none or it is empty."""
    return parse(file.read_text("utf-8")) if file.is_file() else None
