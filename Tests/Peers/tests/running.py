"""A service on a free port for the length of a test, and clients for it."""

import threading
import unittest
from urllib.parse import parse_qsl, urlsplit

import requests
from loopback.server import Service
from oauth1_provider.provider import Provider
from requests_oauthlib import OAuth1Session

KEY, SECRET = "sample-consumer", "sample-consumer-secret"
CALLBACK = "http://127.0.0.1:9/back?state=s1"


class ServiceTestCase(unittest.TestCase):
    """What the tests of every service need."""

    def make(self) -> Service:
        raise NotImplementedError

    def setUp(self) -> None:
        self.provider = self.make()
        self.url = self.provider.url
        thread = threading.Thread(target=self.provider.serve)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.provider.stop)
        self.http = requests.Session()
        self.addCleanup(self.http.close)

    def provider_call(self, action: str, **body) -> dict:
        answer = self.http.post(f"{self.url}/_provider/{action}", json=body)
        self.assertLess(answer.status_code, 300, answer.text)
        return answer.json() if answer.content else {}


class ProviderTestCase(ServiceTestCase):
    def make(self) -> Service:
        return Provider()

    def session(self, **options) -> OAuth1Session:
        session = OAuth1Session(KEY, **{"client_secret": SECRET, **options})
        self.addCleanup(session.close)
        return session

    def begin(self, callback: str = CALLBACK, **options) -> dict[str, str]:
        """Step 1 of the dance."""
        session = self.session(callback_uri=callback, **options)
        return session.fetch_request_token(f"{self.url}/oauth/request_token")

    def approve(self, token: str, user: str = "ada") -> dict[str, str]:
        """Step 2: what the callback is called with."""
        answer = self.http.get(f"{self.url}/oauth/authenticate", allow_redirects=False,
                               params={"oauth_token": token, "auto": "approve", "user": user})
        self.assertEqual(answer.status_code, 302, answer.text)
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def connect(self, user: str = "ada", **options) -> dict[str, str]:
        """The whole dance; the token credentials."""
        temporary = self.begin(**options)
        back = self.approve(temporary["oauth_token"], user)
        session = self.session(resource_owner_key=temporary["oauth_token"],
                               resource_owner_secret=temporary["oauth_token_secret"],
                               verifier=back["oauth_verifier"], **options)
        return session.fetch_access_token(f"{self.url}/oauth/access_token")

    def signed_in(self, user: str = "ada", **options) -> OAuth1Session:
        token = self.connect(user, **options)
        return self.session(resource_owner_key=token["oauth_token"],
                            resource_owner_secret=token["oauth_token_secret"], **options)
