"""The page where a person says yes or no, RFC 5849 section 2.2."""

import html
from urllib.parse import urlencode

from loopback.messages import Answer, Refusal, Request
from loopback.page import page
from oauthlib.common import add_params_to_uri
from oauthlib.oauth1.rfc5849 import errors

from .gate import Endpoint
from .state import USERS, State

FORM = """<p><b>{consumer}</b> wants to read and write your notes.</p>
<form method="post" action="?{query}"><p><label>Sign in as <select name="user">{users}</select></label></p>
<button name="decision" value="approve">Allow</button><button name="decision" value="deny">Deny</button></form>"""


class ConsentPage:
    """`/oauth/authenticate`: a form for people; `auto=approve|deny|problem` answers at once, for tests."""

    def __init__(self, state: State):
        self.state = state

    def answer(self, request: Request) -> Answer:
        token = request.parameter("oauth_token")
        with self.state.lock:
            known = self.state.request_tokens.get(token)
            if known is None or self.state.now() - known.issued > self.state.request_token_lifetime:
                return page("This request is not known", "<p>It has expired or was used already. Start again.</p>", 400)
            if known.verifier is not None:
                return page("Answered already", "<p>This request was approved before. Start again.</p>", 400)
        decision = request.parameter("auto")
        user = request.parameter("user", "ada")
        if request.method == "POST":
            form = dict(request.form)
            decision, user = form.get("decision", ""), form.get("user", "ada")
        if user not in USERS:
            raise Refusal(400, "unknown_user", f"Nobody is called '{user}' here; there are {', '.join(USERS)}.")
        if decision == "approve":
            return self._approve(request, token, user)
        if decision in ("deny", "problem"):
            return self._deny(token, known.callback, decision)
        options = "".join(f'<option value="{name}">{html.escape(who["name"])}</option>' for name, who in USERS.items())
        return page("Sample notes", FORM.format(consumer=html.escape(known.consumer), users=options,
                                                query=html.escape(urlencode({"oauth_token": token}))))

    def _approve(self, request: Request, token: str, user: str) -> Answer:
        with self.state.lock:
            self.state.request_tokens[token].user = user
        address = f"{request.origin}{request.path}?{urlencode({'oauth_token': token})}"
        try:
            headers, body, status = Endpoint(self.state).create_authorization_response(address)
        except errors.OAuth1Error as error:
            raise Refusal(400, "token_rejected", str(error.description)) from error
        if status == 302:
            return Answer.redirect(headers["Location"])
        with self.state.lock:
            verifier = self.state.request_tokens[token].verifier or ""
        if "json" in request.header("accept"):
            return Answer.of_json({"oauth_token": token, "oauth_verifier": verifier})
        code = f"<p><code>{html.escape(verifier)}</code></p>"
        return page("Your code", "<p>Give this code to the application:</p>" + code)

    def _deny(self, token: str, callback: str, way: str) -> Answer:
        with self.state.lock:
            self.state.request_tokens.pop(token, None)
        if callback == "oob":
            return page("Denied", "<p>The application gets no access. You can close this page.</p>")
        said = {"denied": token} if way == "deny" else {"oauth_problem": "user_refused", "oauth_token": token}
        return Answer.redirect(add_params_to_uri(callback, said.items()))
