"""What tests do to tokens from outside: `/_provider/…`."""

from loopback.control import Control
from loopback.messages import Answer, Request

from .state import State


class TokenControl(Control):
    """The life of tokens."""

    SETTINGS = {**Control.SETTINGS, "codeLifetime": "code_lifetime", "accessTokenLifetime": "access_token_lifetime",
                "refreshTokenLifetime": "refresh_token_lifetime", "rotates": "rotates", "approves": "approves"}

    def __init__(self, state: State):
        super().__init__(state)
        self.state = state

    def tokens(self, request: Request) -> Answer:
        """Every token ever issued, oldest first, without its texts."""
        with self.state.lock:
            return Answer.of_json({"tokens": [token.described() for token in self.state.tokens]})

    def expire_tokens(self, request: Request) -> Answer:
        """Ends the access tokens there are; their refresh tokens stay good."""
        with self.state.lock:
            for token in self.state.tokens:
                token.lifetime = 0
            return Answer.of_json({"expired": len(self.state.tokens)})

    def revoke_tokens(self, request: Request) -> Answer:
        """Takes everything back, as a user does in the service's settings."""
        with self.state.lock:
            for token in self.state.tokens:
                token.revoked = token.refresh_revoked = True
            return Answer.of_json({"revoked": len(self.state.tokens)})
