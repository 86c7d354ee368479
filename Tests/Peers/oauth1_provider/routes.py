"""Which address does what."""

from collections.abc import Callable

from .control import Control
from .faults import Faults
from .gate import Gate
from .messages import Answer, Refusal, Request
from .notes import Notes
from .open_doors import OpenDoor, Parcels
from .pages import ConsentPage, page
from .state import State

Route = Callable[[Request], Answer]


class Router:
    """Finds the route of a request: an exact path first, else the longest that ends in `/`."""

    def __init__(self, state: State):
        gate, self.faults = Gate(state), Faults(state)
        notes, parcels, open_door, control = Notes(state, gate), Parcels(), OpenDoor(), Control(state)
        consent = ConsentPage(state)

        def request_token(request: Request) -> Answer:
            return gate.request_token(request, era_1_0=request.parameter("era") == "1.0")

        self.routes: dict[tuple[str, str], Route] = {
            ("GET", "/"): self.overview,
            ("*", "/oauth/request_token"): request_token,
            ("*", "/oauth/authenticate"): consent.answer,
            ("*", "/oauth/access_token"): gate.access_token,
            ("GET", "/api/whoami"): notes.whoami,
            ("*", "/api/echo"): notes.echo,
            ("*", "/two-legged/echo"): notes.echo,
            ("GET", "/api/folders"): notes.folders,
            ("GET", "/api/notes"): notes.search,
            ("POST", "/api/notes"): notes.create,
            ("GET", "/api/notes/"): notes.get,
            ("DELETE", "/api/notes/"): notes.delete,
            ("POST", "/api/sign_out"): notes.sign_out,
            ("GET", "/keyed/account"): parcels.account,
            ("GET", "/keyed/parcels"): parcels.search,
            ("GET", "/keyed/parcels/"): parcels.get,
            ("GET", "/open/rates"): open_door.rates,
            ("GET", "/open/convert"): open_door.convert,
            ("*", "/open/echo"): open_door.echo,
            ("*", "/fault/"): self.faults.route,
            ("GET", "/_provider/requests"): control.log,
            ("DELETE", "/_provider/requests"): control.clear_log,
            ("POST", "/_provider/settings"): control.settings,
            ("POST", "/_provider/faults"): self.faults.arm,
            ("POST", "/_provider/tokens/expire"): control.expire_tokens,
            ("POST", "/_provider/tokens/revoke"): control.revoke_tokens,
            ("GET", "/_provider/private-key"): control.private_key,
            ("POST", "/_provider/reset"): control.reset,
        }
        self.paths = {path for _, path in self.routes}

    def answer(self, request: Request) -> Answer:
        """Never raises a `Refusal`: it becomes its answer."""
        try:
            armed = None if request.path.startswith("/_provider/") else self.faults.armed(request)
            return armed or self._route(request)(request)
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

    def overview(self, request: Request) -> Answer:
        rows = "".join(f"<li><code>{method.replace('*', 'ANY')} {path}</code></li>" for method, path in self.routes)
        return page("Sample notes", "<p>An OAuth 1.0a service to try apps with. Consumer key "
                    "<code>sample-consumer</code>, secret <code>sample-consumer-secret</code>; API key "
                    f"<code>sample-api-key</code>.</p><ul>{rows}</ul>")
