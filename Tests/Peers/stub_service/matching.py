"""Finds out which of a component's requests has arrived."""

import re
from typing import Any, Optional

from loopback.messages import Request

from .expressions import TEMPLATE


def index_of(request: Request, specs: list[dict[str, Any]], served: list[int]) -> Optional[int]:
    """The request whose method and address fit best; among equals the one served least. `None` when none fits."""
    fitting = [(fit, -served[index], -index) for index, spec in enumerate(specs)
               if (fit := fit_of(request, spec)) is not None]
    return -max(fitting)[2] if fitting else None


def fit_of(request: Request, spec: dict[str, Any]) -> Optional[int]:
    """How many letters of a spec's address are in the request's; `None` when it is another address or method."""
    url = spec.get("url")
    if not isinstance(url, str):
        return None
    method = str(spec.get("method") or "GET")
    if "{{" not in method and method.upper() != request.method:
        return None
    is_absolute = re.match(r"https?://", url) is not None
    literal = TEMPLATE.split(url.partition("?")[0].rstrip("/"))[::2]
    pattern = ".*".join(re.escape(re.sub(r"(?<!:)/+", "/", piece)) for piece in literal)
    address = request.url.partition("?")[0].rstrip("/")
    found = re.fullmatch(pattern if is_absolute else ".*" + pattern, address)
    return sum(len(piece) for piece in literal) if found else None
