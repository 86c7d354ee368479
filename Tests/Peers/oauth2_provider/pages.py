"""The page where a person says yes or no, RFC 6749 section 4.1.1."""

import html

from authlib.oauth2 import OAuth2Error
from loopback.messages import Answer, Refusal, Request
from loopback.page import page

from .authorization import Authorization
from .state import USERS, State

FORM = """<p><b>{client}</b> wants to: <b>{scope}</b>.</p>
<form method="post" action="?{query}"><p><label>Sign in as <select name="user">{users}</select></label></p>
<button name="decision" value="approve">Allow</button><button name="decision" value="deny">Deny</button></form>"""


class ConsentPage:
    """`/oauth/authorize`: a form for people; `auto=approve|deny` or the setting `approves` answers at once."""

    def __init__(self, state: State, authorization: Authorization):
        self.state, self.authorization = state, authorization

    def answer(self, request: Request) -> Answer:
        try:
            grant = self.authorization.get_consent_grant(request)
        except OAuth2Error as error:
            return self._refusal(error)
        decision = request.parameter("auto", "approve" if self.state.approves else "")
        user = request.parameter("user", "ada")
        if request.method == "POST":
            form = dict(request.form)
            decision, user = form.get("decision", ""), form.get("user", "ada")
        if user not in USERS:
            raise Refusal(400, "unknown_user", f"Nobody is called '{user}' here; there are {', '.join(USERS)}.")
        if decision in ("approve", "deny"):
            with self.state.lock:
                return self.authorization.create_authorization_response(
                    grant.request, grant_user=user if decision == "approve" else None, grant=grant)
        return self._form(request, grant)

    def _form(self, request: Request, grant) -> Answer:
        users = "".join(f'<option value="{name}">{html.escape(who["name"])}</option>' for name, who in USERS.items())
        query = request.target.partition("?")[2]
        return page("Sample tasks", FORM.format(client=html.escape(grant.client.client_id), users=users,
                                                scope=html.escape(grant.request.scope), query=html.escape(query)))

    def _refusal(self, error: OAuth2Error) -> Answer:
        """Back to the application where its address is known to be good, else a page for the person."""
        if error.redirect_uri:
            return self.authorization.handle_error_response(None, error)
        said = html.escape(f"{error.error}: {error.get_error_description()}")
        return page("This request cannot be granted", f"<p>{said}</p>", 400)
