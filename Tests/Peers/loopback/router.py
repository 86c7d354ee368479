"""Which address does what."""

from collections.abc import Callable

from .control import Control
from .faults import Faults
from .memory import Memory
from .messages import Answer, Refusal, Request

Route = Callable[[Request], Answer]


class Router:
    """Finds the route of a request: an exact path first, else the longest that ends in `/`.

    Routes are keyed by method (`*` for all) and path. Each service has `/_provider/…` for its tests beside its own.
    """

    def __init__(self, memory: Memory, control: Control, routes: dict[tuple[str, str], Route]):
        self.faults = Faults(memory)
        self.routes: dict[tuple[str, str], Route] = {
            **routes,
            ("*", "/fault/"): self.faults.route,
            ("GET", "/_provider/requests"): control.log,
            ("DELETE", "/_provider/requests"): control.clear_log,
            ("POST", "/_provider/settings"): control.settings,
            ("GET", "/_provider/faults"): self.faults.waiting,
            ("POST", "/_provider/faults"): self.faults.arm,
            ("POST", "/_provider/reset"): control.reset,
        }
        self.paths = {path for _, path in self.routes}

    def answer(self, request: Request) -> Answer:
        """Never raises a `Refusal`: it becomes its answer."""
        try:
            if request.path.startswith("/_provider/"):
                return self._route(request)(request)
            return self.faults.armed(request, lambda: self._route(request)(request)) or self._route(request)(request)
        except Refusal as refusal:
            return refusal.answer()

    def _route(self, request: Request) -> Route:
        path = request.path if request.path in self.paths else self._prefix(request.path)
        method = "GET" if request.method == "HEAD" else request.method
        route = self.routes.get((method, path)) or self.routes.get(("*", path))
        if route is None:
            raise Refusal(405, "method_not_allowed", f"{request.method} is not for {request.path}.")
        return route

    def _prefix(self, path: str) -> str:
        prefix = path
        while prefix not in self.paths and prefix.count("/") > 1:
            prefix = prefix.rstrip("/").rpartition("/")[0] + "/"
        if prefix == "/" or prefix not in self.paths:
            raise Refusal(404, "not_found", f"There is nothing at {path}.")
        return prefix
