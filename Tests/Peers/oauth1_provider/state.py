"""Everything the service remembers; it lives as long as the process."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Optional

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from loopback.memory import Memory

#: The application that is registered here: key and secret. RSA consumers use the same key and the key pair below.
CONSUMERS = {"sample-consumer": "sample-consumer-secret", "other consumer&": "s p/a+c=e"}

#: Who can sign in.
USERS = {"ada": {"id": 1, "user": "ada", "name": "Ada Lovelace", "email": "ada@example.com"},
         "grace": {"id": 2, "user": "grace", "name": "Grace Hopper", "email": "grace@example.com"}}

#: Keys of the service's second door, for apps that use an API key.
API_KEYS = {"sample-api-key": "ada"}


@dataclass
class RequestToken:
    """Temporary credentials, RFC 5849 section 2.1."""

    consumer: str
    secret: str
    callback: str
    issued: float
    verifier: Optional[str] = None
    user: Optional[str] = None


@dataclass
class AccessToken:
    """Token credentials, section 2.3."""

    consumer: str
    secret: str
    user: str
    expires: float


class State(Memory):
    """The service's memory. Routes hold `lock` while they change it."""

    def reset(self) -> None:
        """Forgets everything but the RSA key pair."""
        with self.lock:
            super().reset()
            self.request_tokens: dict[str, RequestToken] = {}
            self.access_tokens: dict[str, AccessToken] = {}
            self.nonces: set[tuple[str, str, str, str]] = set()
            self.request_token_lifetime = 600.0
            self.access_token_lifetime = 30 * 86_400.0
            self.added_notes: dict[str, list[dict[str, Any]]] = {}
            self.deleted_notes: set[tuple[str, int]] = set()

    @cached_property
    def _private_key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

    def private_key(self, kind: str) -> str:
        """The PEM text of the key RSA clients sign with, as `pkcs8` or `pkcs1`; made new by each process."""
        forms = {"pkcs8": serialization.PrivateFormat.PKCS8, "pkcs1": serialization.PrivateFormat.TraditionalOpenSSL}
        with self.lock:
            return self._private_key.private_bytes(
                serialization.Encoding.PEM, forms[kind], serialization.NoEncryption()).decode()

    @property
    def public_key(self) -> str:
        """The PEM text of the key that RSA signatures are checked with."""
        with self.lock:
            return self._private_key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
