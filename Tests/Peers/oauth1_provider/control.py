"""What tests do to tokens and keys from outside: `/_provider/…`."""

from loopback.control import Control
from loopback.messages import Answer, Refusal, Request

from .state import State


class TokenControl(Control):
    """The life of tokens, and the key of RSA clients."""

    SETTINGS = {**Control.SETTINGS, "requestTokenLifetime": "request_token_lifetime",
                "accessTokenLifetime": "access_token_lifetime"}

    def __init__(self, state: State):
        super().__init__(state)
        self.state = state

    def expire_tokens(self, request: Request) -> Answer:
        with self.state.lock:
            for token in self.state.access_tokens.values():
                token.expires = self.state.now() - 1
            return Answer.of_json({"expired": len(self.state.access_tokens)})

    def revoke_tokens(self, request: Request) -> Answer:
        with self.state.lock:
            count = len(self.state.access_tokens)
            self.state.access_tokens.clear()
            return Answer.of_json({"revoked": count})

    def private_key(self, request: Request) -> Answer:
        """The PEM key that RSA clients of this process sign with: `form=pkcs8` or `pkcs1`."""
        form = request.parameter("form", "pkcs8")
        if form not in ("pkcs8", "pkcs1"):
            raise Refusal(400, "bad_parameter", "'form' is pkcs8 or pkcs1.")
        return Answer.of_text(self.state.private_key(form), kind="application/x-pem-file")
