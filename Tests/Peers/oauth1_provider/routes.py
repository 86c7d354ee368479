"""Which address does what."""

from loopback.messages import Answer, Request
from loopback.page import page
from loopback.router import Router

from .control import TokenControl
from .gate import Gate
from .notes import Notes
from .open_doors import OpenDoor, Parcels
from .pages import ConsentPage
from .state import State


class Routes(Router):
    """All addresses of the service."""

    def __init__(self, state: State):
        gate, control = Gate(state), TokenControl(state)
        notes, parcels, open_door = Notes(state, gate), Parcels(), OpenDoor()
        consent = ConsentPage(state)

        def request_token(request: Request) -> Answer:
            return gate.request_token(request, era_1_0=request.parameter("era") == "1.0")

        super().__init__(state, control, {
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
            ("POST", "/_provider/tokens/expire"): control.expire_tokens,
            ("POST", "/_provider/tokens/revoke"): control.revoke_tokens,
            ("GET", "/_provider/private-key"): control.private_key,
        })

    def overview(self, request: Request) -> Answer:
        rows = "".join(f"<li><code>{method.replace('*', 'ANY')} {path}</code></li>" for method, path in self.routes)
        return page("Sample notes", "<p>An OAuth 1.0a service to try apps with. Consumer key "
                    "<code>sample-consumer</code>, secret <code>sample-consumer-secret</code>; API key "
                    f"<code>sample-api-key</code>.</p><ul>{rows}</ul>")
