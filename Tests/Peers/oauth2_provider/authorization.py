"""Authlib's authorization server and resource protector, fed with this service's requests."""

import json
import os
import secrets
from collections import defaultdict
from typing import Any, Optional

from authlib.oauth2 import AuthorizationServer, OAuth2Error, ResourceProtector
from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6750 import BearerTokenGenerator, BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from loopback.messages import Answer, Refusal, Request

from . import grants
from .models import Token
from .state import CLIENTS, SCOPES, State

# Loopback has no TLS, also where a redirected origin pretends another host.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"


class Payload(OAuth2Payload):
    """The parameters of a request: the query's and the form's."""

    def __init__(self, request: Request):
        pairs = request.query + request.form
        self._data = dict(pairs)
        self._lists: dict[str, list] = defaultdict(list)
        for name, value in pairs:
            self._lists[name].append(value)

    @property
    def data(self):
        return self._data

    @property
    def datalist(self):
        return self._lists


class Incoming(OAuth2Request):
    """A request as Authlib reads it."""

    def __init__(self, request: Request):
        super().__init__(request.method, request.url, headers={"Authorization": request.header("authorization")})
        self.payload = Payload(request)
        self._query, self._form = dict(request.query), dict(request.form)

    @property
    def args(self):
        return self._query

    @property
    def form(self):
        return self._form


class Authorization(AuthorizationServer):
    """Everything under `/oauth`. One request at a time, so that a refresh token cannot be used twice at once."""

    def __init__(self, state: State):
        super().__init__(scopes_supported=SCOPES)
        self.state = state
        self.register_token_generator("default", BearerTokenGenerator(
            lambda **_: secrets.token_urlsafe(24), lambda **_: secrets.token_urlsafe(24),
            lambda client, grant: int(state.access_token_lifetime)))
        self.register_grant(grants.AuthorizationCode, [grants.ProofKey(required=True)])
        for grant in (grants.Password, grants.ClientCredentials, grants.Refresh):
            self.register_grant(grant)
        self.register_endpoint(Revocation)
        self.register_endpoint(Introspection)

    def token_response(self, request: Request) -> Answer:
        with self.state.lock:
            return self.create_token_response(request)

    def endpoint_response(self, name: str, request: Request) -> Answer:
        with self.state.lock:
            return self.create_endpoint_response(name, request)

    def generate_token(self, grant_type, client, user=None, scope=None, **more):
        return super().generate_token(grant_type, client, user, client.get_allowed_scope(scope), **more)

    def query_client(self, client_id):
        return CLIENTS.get(client_id)

    def save_token(self, token, request):
        previous: Optional[Token] = request.refresh_token
        now = self.state.now()
        self.state.tokens.append(Token(
            token["access_token"], token.get("refresh_token", ""), request.client, request.user or "",
            token.get("scope") or "", now, self.state.access_token_lifetime, now + self.state.refresh_token_lifetime,
            previous.family if previous else secrets.token_hex(4), self.state.now))

    def create_oauth2_request(self, request) -> OAuth2Request:
        return request if isinstance(request, OAuth2Request) else Incoming(request)

    def handle_response(self, status, body, headers) -> Answer:
        content = json.dumps(body).encode() if isinstance(body, dict) else (body or "").encode()
        return Answer(status, list(headers), content)

    def send_signal(self, name, *args, **kwargs) -> None:
        """Nobody listens."""


class Revocation(RevocationEndpoint):
    """RFC 7009: a refresh token takes its whole family along."""

    CLIENT_AUTH_METHODS = grants.CLIENT_METHODS

    def query_token(self, token_string, token_type_hint):
        return self.server.state.token(token_string) or self.server.state.refreshable(token_string)

    def revoke_token(self, token, request):
        if token.access == request.form["token"]:
            token.revoked = True
        else:
            self.server.state.revoke_family(token.family)


class Introspection(IntrospectionEndpoint):
    """RFC 7662."""

    CLIENT_AUTH_METHODS = grants.CLIENT_METHODS[:2]

    def query_token(self, token_string, token_type_hint):
        return self.server.state.token(token_string)

    def check_permission(self, token, client, request):
        return token.check_client(client)

    def introspect_token(self, token):
        return {"active": True, "client_id": token.client.client_id, "username": token.user, "scope": token.scope,
                "token_type": "Bearer", "iat": int(token.issued), "exp": int(token.issued + token.lifetime)}


class Gate:
    """The only way in to what is protected."""

    def __init__(self, state: State):
        self.protector = ResourceProtector()
        self.protector.register_token_validator(Bearer(state))

    def token(self, request: Request, scope: Optional[str] = None) -> Token:
        """Whose request it is; `Refusal` when its token is missing, not good, or without the scope."""
        try:
            return self.protector.validate_request([scope] if scope else None, Incoming(request))
        except OAuth2Error as error:
            body: dict[str, Any] = dict(error.get_body())
            challenge = [line for line in error.get_headers() if line[0] == "WWW-Authenticate"]
            raise Refusal(error.status_code, body["error"], body.get("error_description", ""), challenge) from error


class Bearer(BearerTokenValidator):
    """RFC 6750."""

    def __init__(self, state: State):
        super().__init__(realm="Sample tasks")
        self.state = state

    def authenticate_token(self, token_string):
        return self.state.token(token_string)
