"""Everything the service remembers; it lives as long as the process."""

from typing import Any, Optional

from loopback.memory import Memory

from .models import Client, Code, Token

#: Who can sign in, and with which password where the application asks for it itself.
USERS = {"ada": {"id": 1, "user": "ada", "name": "Ada Lovelace", "email": "ada@example.com"},
         "grace": {"id": 2, "user": "grace", "name": "Grace Hopper", "email": "grace@example.com"}}
PASSWORDS = {"ada": "difference engine", "grace": "nanosecond & more"}

SCOPES = ["profile", "tasks.read", "tasks.write"]

#: The applications that are registered here. One without a secret is public and must prove itself by PKCE.
CLIENTS = {
    "sample-client": Client("sample-client", "sample-client-secret",
                            ["authorization_code", "client_credentials", "password", "refresh_token"], SCOPES),
    "robot": Client("robot", "robot s&cret=", ["client_credentials"], ["tasks.read"]),
    "public-client": Client("public-client", "", ["authorization_code", "refresh_token"], SCOPES),
}


class State(Memory):
    """The service's memory. Routes hold `lock` while they change it."""

    def reset(self) -> None:
        with self.lock:
            super().reset()
            self.codes: dict[str, Code] = {}
            self.tokens: list[Token] = []
            self.code_lifetime = 60.0
            self.access_token_lifetime = 3600.0
            self.refresh_token_lifetime = 30 * 86_400.0
            #: Whether a refresh brings a new refresh token and ends the old one.
            self.rotates = True
            #: Whether the consent page answers at once with yes.
            self.approves = False
            #: The tasks people added, beyond those each has from the start.
            self.added: dict[str, list[dict[str, Any]]] = {}

    def token(self, access: str) -> Optional[Token]:
        """The token of an access token's text."""
        with self.lock:
            return next((token for token in self.tokens if token.access == access), None)

    def refreshable(self, refresh: str) -> Optional[Token]:
        """The token of a refresh token's text."""
        with self.lock:
            return next((token for token in self.tokens if refresh and token.refresh == refresh), None)

    def revoke_family(self, family: str) -> None:
        """Ends every token that came from one authorization (RFC 9700, section 4.14.2)."""
        with self.lock:
            for token in self.tokens:
                if token.family == family:
                    token.revoked = token.refresh_revoked = True
