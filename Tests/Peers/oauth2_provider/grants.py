"""The grants of RFC 6749 sections 4 and 6, over the service's memory."""

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge

from .models import Code
from .state import PASSWORDS

CLIENT_METHODS = ["client_secret_basic", "client_secret_post", "none"]


class ProofKey(CodeChallenge):
    """PKCE with S256 alone."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]


class AuthorizationCode(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS

    def save_authorization_code(self, code, request):
        state, asked = self.server.state, request.payload.data
        state.codes[code] = Code(code, request.client.client_id, request.user, request.payload.redirect_uri,
                                 request.scope, state.now() + state.code_lifetime, asked.get("code_challenge"),
                                 asked.get("code_challenge_method"))

    def query_authorization_code(self, code, client):
        state = self.server.state
        known = state.codes.get(code)
        if known is None or known.client != client.client_id or state.now() >= known.expires:
            return None
        if known.spent_for is not None:
            # Section 4.1.2: a code that comes twice was stolen, and with it what it was exchanged for.
            state.revoke_family(known.spent_for)
            return None
        return known

    def delete_authorization_code(self, authorization_code):
        authorization_code.spent_for = self.server.state.tokens[-1].family

    def authenticate_user(self, authorization_code):
        return authorization_code.user


class Password(grants.ResourceOwnerPasswordCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS

    def authenticate_user(self, username, password):
        return username if PASSWORDS.get(username) == password else None


class ClientCredentials(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS[:2]


class Refresh(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_METHODS

    @property
    def INCLUDE_NEW_REFRESH_TOKEN(self):
        return self.server.state.rotates

    def authenticate_refresh_token(self, refresh_token):
        state = self.server.state
        known = state.refreshable(refresh_token)
        if known is None or state.now() >= known.refresh_expires:
            return None
        if known.refresh_revoked:
            state.revoke_family(known.family)
            return None
        return known

    def authenticate_user(self, refresh_token):
        return refresh_token.user

    def revoke_old_credential(self, refresh_token):
        refresh_token.revoked = True
        if self.server.state.rotates:
            refresh_token.refresh_revoked = True
