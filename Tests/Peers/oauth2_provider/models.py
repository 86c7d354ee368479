"""Authlib's questions about applications, codes and tokens, answered from plain records."""

import secrets
from dataclasses import dataclass
from typing import Callable, Optional
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin
from authlib.oauth2.rfc6749.util import list_to_scope, scope_to_list


@dataclass(frozen=True)
class Client(ClientMixin):
    """An application, RFC 6749 section 2."""

    client_id: str
    secret: str
    grants: list[str]
    scopes: list[str]

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        """Section 3.3: an application that asks for nothing particular gets all it may have."""
        wanted = scope_to_list(scope) if scope else self.scopes
        return list_to_scope([name for name in wanted if name in self.scopes])

    def check_redirect_uri(self, redirect_uri):
        """Loopback addresses with any port, as RFC 8252 section 7.3 wants for programs on the user's machine."""
        parts = urlsplit(redirect_uri)
        return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1") and not parts.fragment

    def check_client_secret(self, client_secret):
        return secrets.compare_digest(self.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method, endpoint):
        return (method == "none") == (self.secret == "")

    def check_response_type(self, response_type):
        return response_type == "code" and "authorization_code" in self.grants

    def check_grant_type(self, grant_type):
        return grant_type in self.grants


@dataclass
class Code(AuthorizationCodeMixin):
    """An authorization code, section 4.1.2."""

    text: str
    client: str
    user: str
    redirect_uri: str
    scope: str
    expires: float
    code_challenge: Optional[str]
    code_challenge_method: Optional[str]
    #: The family of tokens it was exchanged for; a second exchange ends them.
    spent_for: Optional[str] = None

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


@dataclass
class Token(TokenMixin):
    """An access token and the refresh token that came with it."""

    access: str
    refresh: str
    client: Client
    user: str
    scope: str
    issued: float
    lifetime: float
    refresh_expires: float
    #: All tokens that came from one authorization share it.
    family: str
    now: Callable[[], float]
    revoked: bool = False
    #: The refresh token was exchanged for another one, or taken back.
    refresh_revoked: bool = False

    def check_client(self, client):
        return self.client.client_id == client.client_id

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return int(self.lifetime)

    def is_expired(self):
        return self.now() >= self.issued + self.lifetime

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return self.client

    def described(self) -> dict:
        """For the tests: everything but the secrets."""
        return {"client": self.client.client_id, "user": self.user, "scope": self.scope, "family": self.family,
                "expired": self.is_expired(), "revoked": self.revoked, "refreshRevoked": self.refresh_revoked}
