"""The three steps of RFC 5849 section 2 against oauthlib's own client side."""

import requests
from oauthlib.oauth1 import (SIGNATURE_HMAC_SHA1, SIGNATURE_HMAC_SHA256, SIGNATURE_HMAC_SHA512, SIGNATURE_PLAINTEXT,
                             SIGNATURE_RSA_SHA1, SIGNATURE_RSA_SHA256, SIGNATURE_TYPE_AUTH_HEADER,
                             SIGNATURE_TYPE_BODY, SIGNATURE_TYPE_QUERY)
from requests_oauthlib import OAuth1
from requests_oauthlib.oauth1_session import TokenRequestDenied

from .running import KEY, SECRET, ProviderTestCase

METHODS = [SIGNATURE_HMAC_SHA1, SIGNATURE_HMAC_SHA256, SIGNATURE_HMAC_SHA512, SIGNATURE_RSA_SHA1, SIGNATURE_RSA_SHA256,
           SIGNATURE_PLAINTEXT]


class DanceTests(ProviderTestCase):
    def test_every_method_in_every_transport(self):
        key = self.http.get(f"{self.url}/_provider/private-key?form=pkcs1").text
        for method in METHODS:
            for transport in (SIGNATURE_TYPE_AUTH_HEADER, SIGNATURE_TYPE_QUERY, SIGNATURE_TYPE_BODY):
                with self.subTest(method=method, transport=transport):
                    options = {"signature_method": method, "signature_type": transport}
                    if method.startswith("RSA"):
                        options["rsa_key"] = key
                    answer = self.signed_in(**options).post(f"{self.url}/api/echo?b=2%202", data={"a": "1 1", "c": ""})
                    self.assertEqual(answer.status_code, 200, answer.text)
                    self.assertEqual(answer.json()["signed"]["signatureMethod"], method)
                    self.assertIn(["c", ""], answer.json()["form"])

    def test_user_who_approved_is_who_is_signed_in(self):
        self.assertEqual(self.signed_in("grace").get(f"{self.url}/api/whoami").json()["user"], "grace")

    def test_callback_keeps_its_state_and_carries_token_and_verifier(self):
        temporary = self.begin()
        back = self.approve(temporary["oauth_token"])
        self.assertEqual((back["state"], back["oauth_token"]), ("s1", temporary["oauth_token"]))

    def test_request_token_confirms_the_callback_unless_the_era_is_1_0(self):
        self.assertEqual(self.begin()["oauth_callback_confirmed"], "true")
        old = self.session(callback_uri="oob").post(f"{self.url}/oauth/request_token?era=1.0")
        self.assertNotIn("oauth_callback_confirmed", old.text)

    def test_out_of_band_shows_the_verifier(self):
        token = self.begin("oob")["oauth_token"]
        address = f"{self.url}/oauth/authenticate?oauth_token={token}"
        form = self.http.get(address)
        self.assertIn("Allow", form.text)
        page = self.http.post(address, data={"decision": "approve", "user": "ada"})
        self.assertIn("Give this code", page.text)
        again = self.http.post(address, data={"decision": "approve", "user": "ada"})
        self.assertEqual(again.status_code, 400)

    def test_denial_comes_back_in_both_spellings(self):
        for decision, name in (("deny", "denied"), ("problem", "oauth_problem")):
            answer = self.http.get(f"{self.url}/oauth/authenticate", allow_redirects=False,
                                   params={"oauth_token": self.begin()["oauth_token"], "auto": decision})
            self.assertIn(f"{name}=", answer.headers["Location"])

    def test_wrong_verifier_and_second_use_are_refused(self):
        temporary = self.begin()
        token = {"resource_owner_key": temporary["oauth_token"],
                 "resource_owner_secret": temporary["oauth_token_secret"]}
        address = f"{self.url}/oauth/access_token"
        verifier = self.approve(temporary["oauth_token"])["oauth_verifier"]
        with self.assertRaises(TokenRequestDenied):
            self.session(**token, verifier="guess").fetch_access_token(address)
        self.session(**token, verifier=verifier).fetch_access_token(address)
        with self.assertRaises(TokenRequestDenied):
            self.session(**token, verifier=verifier).fetch_access_token(address)

    def test_request_token_expires(self):
        temporary = self.begin()
        self.provider_call("settings", requestTokenLifetime=-1)
        page = self.http.get(f"{self.url}/oauth/authenticate?oauth_token={temporary['oauth_token']}")
        self.assertEqual(page.status_code, 400)


class RefusalTests(ProviderTestCase):
    def problem(self, answer: requests.Response) -> str:
        self.assertEqual(answer.status_code, 401, answer.text)
        self.assertIn("OAuth realm=", answer.headers["WWW-Authenticate"])
        return answer.json()["error"]["code"]

    def test_wrong_secret_shows_the_expected_base_string(self):
        answer = self.http.get(f"{self.url}/two-legged/echo?x=1", auth=OAuth1(KEY, "wrong"))
        self.assertEqual(self.problem(answer), "signature_invalid")
        self.assertTrue(answer.json()["error"]["expectedBaseString"].startswith("GET&http%3A%2F%2F127.0.0.1"))

    def test_two_legged_call_needs_no_token(self):
        answer = self.http.get(f"{self.url}/two-legged/echo", auth=OAuth1(KEY, SECRET))
        self.assertEqual(answer.json()["signed"]["token"], "")

    def test_unknown_consumer(self):
        answer = self.http.get(f"{self.url}/two-legged/echo", auth=OAuth1("nobody else", SECRET))
        self.assertEqual(self.problem(answer), "consumer_key_unknown")

    def test_replay(self):
        prepared = requests.Request("GET", f"{self.url}/two-legged/echo", auth=OAuth1(KEY, SECRET)).prepare()
        self.assertEqual(self.http.send(prepared).status_code, 200)
        self.assertEqual(self.problem(self.http.send(prepared)), "nonce_used")

    def test_changed_body_and_changed_query(self):
        session = self.signed_in()
        prepared = session.prepare_request(requests.Request("POST", f"{self.url}/api/echo", data={"a": "1"}))
        prepared.body = "a=2"
        self.assertEqual(self.problem(self.http.send(prepared)), "signature_invalid")

    def test_clock(self):
        self.provider_call("settings", clockSkew=3600)
        answer = self.http.get(f"{self.url}/two-legged/echo", auth=OAuth1(KEY, SECRET))
        self.assertEqual(self.problem(answer), "timestamp_refused")

    def test_unsigned(self):
        answer = self.http.get(f"{self.url}/api/whoami")
        self.assertEqual((answer.status_code, answer.json()["error"]["code"]), (400, "parameter_rejected"))

    def test_expired_and_revoked_tokens(self):
        session = self.signed_in()
        self.provider_call("tokens/expire")
        self.assertEqual(self.problem(session.get(f"{self.url}/api/whoami")), "token_expired")
        self.provider_call("tokens/revoke")
        self.assertEqual(self.problem(session.get(f"{self.url}/api/whoami")), "token_rejected")

    def test_body_hash_must_be_that_of_the_body(self):
        session = self.signed_in()
        good = session.post(f"{self.url}/api/echo", data=b'{"a":1}', headers={"Content-Type": "application/json"})
        self.assertEqual(good.json()["signed"]["bodyHash"], "")
        token = self.connect()
        hashing = self.session(resource_owner_key=token["oauth_token"], force_include_body=True,
                               resource_owner_secret=token["oauth_token_secret"])
        good = hashing.post(f"{self.url}/api/echo", data=b'{"a":1}', headers={"Content-Type": "application/json"})
        self.assertNotEqual(good.json()["signed"]["bodyHash"], "")
        prepared = hashing.prepare_request(requests.Request(
            "POST", f"{self.url}/api/echo", data=b'{"a":1}', headers={"Content-Type": "application/json"}))
        prepared.body = b'{"a":2}'
        self.assertEqual(self.problem(self.http.send(prepared)), "body_hash_invalid")
