"""The camera lets in whom another client's Digest lets in."""

from digest_provider.provider import Provider
from requests.auth import HTTPDigestAuth

from .running import ServiceTestCase


class DigestTests(ServiceTestCase):
    def make(self) -> Provider:
        return Provider()

    def test_requests_gets_in_with_each_hash_and_nobody_without_the_password(self):
        for algorithm in ["MD5", "SHA-256"]:
            self.provider_call("challenge", algorithms=[algorithm])
            auth = HTTPDigestAuth("ada", "difference: engine")
            seen = [self.http.get(f"{self.url}/snapshot?a=1&b=%20", auth=auth).json() for _ in range(2)]
            self.assertEqual([one.get("nc") for one in seen], ["00000001", "00000002"], seen)
            self.assertEqual(seen[0]["algorithm"], algorithm)
            wrong = HTTPDigestAuth("ada", "x")
            self.assertEqual(self.http.get(f"{self.url}/whoami", auth=wrong).status_code, 401)
        self.assertEqual(self.http.get(f"{self.url}/whoami").status_code, 401)
