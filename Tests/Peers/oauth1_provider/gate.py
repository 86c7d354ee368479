"""Checks the signature of each request with oauthlib's server side, and says why one is refused."""

import base64
import hashlib
from typing import Any, Optional

from loopback.messages import Answer, Refusal, Request
from oauthlib.oauth1 import SignatureOnlyEndpoint, WebApplicationServer
from oauthlib.oauth1.rfc5849 import errors, signature

from .state import AccessToken, State
from .validator import Validator

REALM = "Sample notes"


class Endpoint(WebApplicationServer, SignatureOnlyEndpoint):
    """One request's way through oauthlib; remembers what oauthlib read and what it objected to."""

    def __init__(self, state: State):
        super().__init__(Validator(state))
        self.seen: Any = None
        self.objection = ""

    def _create_request(self, *arguments, **named):
        self.seen = self._noting(super()._create_request, *arguments, **named)
        return self.seen

    def _check_mandatory_parameters(self, request):
        self._noting(super()._check_mandatory_parameters, request)

    def _noting(self, check, *arguments, **named):
        try:
            return check(*arguments, **named)
        except errors.OAuth1Error as error:
            self.objection = str(error.description)
            raise


class Gate:
    """The only way in to what is protected."""

    def __init__(self, state: State):
        self.state = state

    def request_token(self, request: Request, era_1_0: bool) -> Answer:
        """Section 2.1. `era_1_0` leaves `oauth_callback_confirmed` out, as services before revision A do."""
        endpoint = Endpoint(self.state)
        answer = self._token(endpoint, request, endpoint.create_request_token_response)
        if era_1_0:
            answer.body = answer.body.replace(b"&oauth_callback_confirmed=true", b"")
        return answer

    def access_token(self, request: Request) -> Answer:
        """Section 2.3; the answer also says for how long the token is good."""
        endpoint = Endpoint(self.state)
        lifetime = str(int(self.state.access_token_lifetime))
        return self._token(endpoint, request, lambda *parts: endpoint.create_access_token_response(
            *parts, credentials={"oauth_expires_in": lifetime}))

    def user(self, request: Request) -> tuple[str, dict[str, Any]]:
        """Who signed a request with their token, and how it was signed; `Refusal` for every other request."""
        seen = self._protected(request, "validate_protected_resource_request")
        with self.state.lock:
            token: AccessToken = self.state.access_tokens[seen.resource_owner_key]
        return token.user, describe(seen, request)

    def consumer(self, request: Request) -> dict[str, Any]:
        """How a request without a user ("two-legged") was signed."""
        return describe(self._protected(request, "validate_request"), request)

    def _protected(self, request: Request, check: str):
        endpoint = Endpoint(self.state)
        valid, seen = self._checked(endpoint, request, getattr(endpoint, check))
        if not valid:
            raise self._refusal(endpoint, request)
        check_body_hash(request, seen)
        return seen

    def _token(self, endpoint: Endpoint, request: Request, create) -> Answer:
        headers, body, status = self._checked(endpoint, request, create)
        if status != 200:
            raise self._refusal(endpoint, request)
        return Answer(200, list(headers.items()), (body or "").encode())

    def _checked(self, endpoint: Endpoint, request: Request, check):
        try:
            return check(request.url, request.method, request.text if request.is_form else "", dict(request.headers))
        except ValueError as error:
            endpoint.objection = str(error)
            raise self._refusal(endpoint, request) from error

    def _refusal(self, endpoint: Endpoint, request: Request) -> Refusal:
        problem, message = "parameter_rejected", endpoint.objection
        expected: Optional[str] = None
        if not message:
            problem = endpoint.seen.validator_log.get("problem") or "signature_invalid"
            message = f"The signed request was refused: {problem}."
            expected = base_string(endpoint.seen) if problem == "signature_invalid" else None
        more = {"expectedBaseString": expected} if expected else {}
        return Refusal(400 if endpoint.objection else 401, problem, message, [challenge(problem)], **more)


def base_string(seen: Any) -> str:
    """What the service signed to compare with (section 3.4.1)."""
    return signature.signature_base_string(
        seen.http_method, signature.base_string_uri(seen.uri), signature.normalize_parameters(seen.params))


def describe(seen: Any, request: Request) -> dict[str, Any]:
    """How a request was signed, for `/api/echo` and the request log."""
    names = {name for name, _ in request.query}
    transport = "header" if request.header("authorization").lower().startswith("oauth ") else \
        "query" if "oauth_signature" in names else "body"
    return {"transport": transport, "signatureMethod": seen.signature_method, "consumer": seen.client_key,
            "token": seen.resource_owner_key or "", "nonce": seen.nonce, "timestamp": int(seen.timestamp),
            "realm": seen.realm or "", "version": seen.oauth_params.get("oauth_version", ""),
            "bodyHash": seen.oauth_params.get("oauth_body_hash", ""), "baseString": base_string(seen)}


def check_body_hash(request: Request, seen: Any) -> None:
    """A body hash (an extension for bodies that are not forms) must be that of the body.

    The draft says SHA-1; some services take the signature method's hash. The length tells which was meant.
    """
    given = seen.oauth_params.get("oauth_body_hash")
    if given is None:
        return
    algorithm = {28: hashlib.sha1, 44: hashlib.sha256, 88: hashlib.sha512}.get(len(given), hashlib.sha1)
    if request.is_form or base64.b64encode(algorithm(request.body).digest()).decode() != given:
        raise Refusal(401, "body_hash_invalid", "oauth_body_hash is not the hash of this body.",
                      [challenge("body_hash_invalid")])


def challenge(problem: str) -> tuple[str, str]:
    return "WWW-Authenticate", f'OAuth realm="{REALM}", oauth_problem="{problem}"'
