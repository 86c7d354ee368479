"""oauthlib's questions, answered from the service's memory."""

from oauthlib.oauth1 import RequestValidator

from .state import CONSUMERS, AccessToken, RequestToken, State

#: How far a client's clock may be off, in seconds.
CLOCK_TOLERANCE = 300


class Validator(RequestValidator):
    """Says who is known and what is still good. `problem` names the first thing that was wrong with a request."""

    enforce_ssl = False
    dummy_client = dummy_request_token = dummy_access_token = "nobody"
    # oauthlib compares with the machine's clock; this service has its own, checked below.
    timestamp_lifetime = 10**12

    def __init__(self, state: State):
        super().__init__()
        self.state = state

    # The service takes tokens and keys of any form: an unknown one is refused for being unknown.
    def check_client_key(self, client_key): return True
    def check_request_token(self, request_token): return True
    def check_access_token(self, request_token): return True
    def check_nonce(self, nonce): return bool(nonce)
    def check_verifier(self, verifier): return True
    def check_realms(self, realms): return True
    def get_default_realms(self, client_key, request): return []
    def get_realms(self, token, request): return []
    def validate_requested_realms(self, client_key, realms, request): return True
    def validate_realms(self, client_key, token, request, uri=None, realms=None): return True
    def verify_realms(self, token, realms, request): return True

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return self._judge(request, redirect_uri == "oob" or redirect_uri.startswith(("http://", "https://")),
                           "parameter_rejected")

    def validate_client_key(self, client_key, request):
        return self._judge(request, client_key in CONSUMERS, "consumer_key_unknown")

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, request_token=None,
                                     access_token=None):
        if not self._judge(request, abs(self.state.now() - int(timestamp)) <= CLOCK_TOLERANCE, "timestamp_refused"):
            return False
        seen = (client_key, timestamp, nonce, request_token or access_token or "")
        with self.state.lock:
            fresh = seen not in self.state.nonces
            self.state.nonces.add(seen)
        return self._judge(request, fresh, "nonce_used")

    def validate_request_token(self, client_key, token, request):
        return self._judge(request, self._request_token(client_key, token) is not None, "token_rejected")

    def validate_access_token(self, client_key, token, request):
        known = self._access_token(client_key, token)
        if known is not None and known.expires <= self.state.now():
            return self._judge(request, False, "token_expired")
        return self._judge(request, known is not None, "token_rejected")

    def validate_verifier(self, client_key, token, verifier, request):
        known = self._request_token(client_key, token)
        return self._judge(request, known is not None and known.verifier is not None and known.verifier == verifier,
                           "verifier_invalid")

    def verify_request_token(self, token, request):
        with self.state.lock:
            known = self.state.request_tokens.get(token)
        return known is not None and self._is_young(known)

    def get_client_secret(self, client_key, request): return CONSUMERS.get(client_key, "dummy")

    def get_request_token_secret(self, client_key, token, request):
        known = self._request_token(client_key, token)
        return known.secret if known else "dummy"

    def get_access_token_secret(self, client_key, token, request):
        known = self._access_token(client_key, token)
        return known.secret if known else "dummy"

    def get_rsa_key(self, client_key, request): return self.state.public_key

    def get_redirect_uri(self, token, request):
        with self.state.lock:
            return self.state.request_tokens[token].callback

    def save_request_token(self, token, request):
        with self.state.lock:
            self.state.request_tokens[token["oauth_token"]] = RequestToken(
                request.client_key, token["oauth_token_secret"], request.redirect_uri, self.state.now())

    def save_verifier(self, token, verifier, request):
        with self.state.lock:
            self.state.request_tokens[token].verifier = verifier["oauth_verifier"]

    def save_access_token(self, token, request):
        with self.state.lock:
            known = self.state.request_tokens[request.resource_owner_key]
            self.state.access_tokens[token["oauth_token"]] = AccessToken(
                request.client_key, token["oauth_token_secret"], known.user or "ada",
                self.state.now() + self.state.access_token_lifetime)

    def invalidate_request_token(self, client_key, request_token, request):
        with self.state.lock:
            self.state.request_tokens.pop(request_token, None)

    def _request_token(self, consumer: str, token: str):
        with self.state.lock:
            known = self.state.request_tokens.get(token)
        return known if known and known.consumer == consumer and self._is_young(known) else None

    def _access_token(self, consumer: str, token: str):
        with self.state.lock:
            known = self.state.access_tokens.get(token)
        return known if known and known.consumer == consumer else None

    def _is_young(self, token: RequestToken) -> bool:
        return self.state.now() - token.issued <= self.state.request_token_lifetime

    @staticmethod
    def _judge(request, holds: bool, problem: str) -> bool:
        if not holds and not request.validator_log.get("problem"):
            request.validator_log["problem"] = problem
        return holds
