"""Which address does what."""

from loopback.messages import Answer, Request
from loopback.page import page
from loopback.router import Router

from .authorization import Authorization, Gate
from .control import TokenControl
from .pages import ConsentPage
from .state import State
from .tasks import Tasks


class Routes(Router):
    """All addresses of the service."""

    def __init__(self, state: State):
        authorization, control = Authorization(state), TokenControl(state)
        consent, tasks = ConsentPage(state, authorization), Tasks(state, Gate(state))
        super().__init__(state, control, {
            ("GET", "/"): self.overview,
            ("*", "/oauth/authorize"): consent.answer,
            ("POST", "/oauth/token"): authorization.token_response,
            ("POST", "/oauth/revoke"): lambda request: authorization.endpoint_response("revocation", request),
            ("POST", "/oauth/introspect"): lambda request: authorization.endpoint_response("introspection", request),
            ("GET", "/api/whoami"): tasks.whoami,
            ("*", "/api/echo"): tasks.echo,
            ("GET", "/api/labels"): tasks.labels,
            ("GET", "/api/tasks"): tasks.search,
            ("POST", "/api/tasks"): tasks.create,
            ("GET", "/api/tasks/"): tasks.get,
            ("PATCH", "/api/tasks/"): tasks.complete,
            ("GET", "/_provider/tokens"): control.tokens,
            ("POST", "/_provider/tokens/expire"): control.expire_tokens,
            ("POST", "/_provider/tokens/revoke"): control.revoke_tokens,
        })

    def overview(self, request: Request) -> Answer:
        rows = "".join(f"<li><code>{method.replace('*', 'ANY')} {path}</code></li>" for method, path in self.routes)
        return page("Sample tasks", "<p>An OAuth 2.0 service to try apps with. Client <code>sample-client</code>, "
                    "secret <code>sample-client-secret</code>; user <code>ada</code>, password "
                    f"<code>difference engine</code>.</p><ul>{rows}</ul>")
