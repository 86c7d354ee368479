"""What tests do to the service from outside: `/_provider/…`."""

from .messages import Answer, Refusal, Request
from .state import State

SETTINGS = {"clockSkew": "clock_skew", "requestTokenLifetime": "request_token_lifetime",
            "accessTokenLifetime": "access_token_lifetime"}


class Control:
    """The request log, the clock, and the life of tokens."""

    def __init__(self, state: State):
        self.state = state

    def log(self, request: Request) -> Answer:
        """Every request since the start or the last DELETE; `path` chooses."""
        path = request.parameter("path")
        with self.state.lock:
            return Answer.of_json({"requests": [one for one in self.state.log if path in ("", one["path"])]})

    def clear_log(self, request: Request) -> Answer:
        with self.state.lock:
            self.state.log.clear()
        return Answer(204)

    def settings(self, request: Request) -> Answer:
        """`{"clockSkew", "requestTokenLifetime", "accessTokenLifetime"}` in seconds."""
        given = request.json()
        for name, value in given.items():
            if name not in SETTINGS or not isinstance(value, (int, float)):
                raise Refusal(400, "bad_setting", f"'{name}' is not one of {', '.join(SETTINGS)} with a number.")
        with self.state.lock:
            for name, value in given.items():
                setattr(self.state, SETTINGS[name], float(value))
            return Answer.of_json({name: getattr(self.state, field) for name, field in SETTINGS.items()})

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

    def reset(self, request: Request) -> Answer:
        self.state.reset()
        return Answer(204)
