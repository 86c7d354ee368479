"""The grants of RFC 6749 against Authlib's own client side."""

import threading
from urllib.parse import parse_qsl, urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from loopback.server import Service
from oauth2_provider.provider import Provider

from .running import ServiceTestCase

CLIENT, SECRET = "sample-client", "sample-client-secret"
ROBOT, ROBOT_SECRET = "robot", "robot s&cret="
CALLBACK = "http://127.0.0.1:9/oauth/cb/app"
VERIFIER = "a" * 43


class OAuth2TestCase(ServiceTestCase):
    def make(self) -> Service:
        return Provider()

    def session(self, client: str = CLIENT, secret: str = SECRET, **options) -> OAuth2Session:
        session = OAuth2Session(client, secret, **{"redirect_uri": CALLBACK, "scope": "profile tasks.read", **options})
        self.addCleanup(session.close)
        return session

    def decide(self, address: str, decision: str = "approve", user: str = "ada") -> dict[str, str]:
        """What the callback is called with."""
        answer = self.http.get(f"{address}&auto={decision}&user={user}", allow_redirects=False)
        self.assertEqual(answer.status_code, 302, answer.text)
        self.assertTrue(answer.headers["Location"].startswith(CALLBACK + "?"))
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def connect(self, session: OAuth2Session, user: str = "ada", **options) -> dict:
        """The whole dance; the token answer."""
        address, state = session.create_authorization_url(f"{self.url}/oauth/authorize", **options)
        back = self.decide(address, user=user)
        self.assertEqual(back["state"], state)
        return session.fetch_token(f"{self.url}/oauth/token", code=back["code"], **options)

    def refresh(self, token: str, client: str = CLIENT, secret: str = SECRET) -> requests.Response:
        return self.http.post(f"{self.url}/oauth/token", auth=(client, secret),
                              data={"grant_type": "refresh_token", "refresh_token": token})

    def whoami(self, access: str) -> requests.Response:
        return self.http.get(f"{self.url}/api/whoami", headers={"Authorization": f"Bearer {access}"})

    def tokens(self) -> list[dict]:
        return self.http.get(f"{self.url}/_provider/tokens").json()["tokens"]


class GrantTests(OAuth2TestCase):
    def test_code_with_proof_key(self):
        for method in ("client_secret_basic", "client_secret_post"):
            with self.subTest(method):
                session = self.session(code_challenge_method="S256", token_endpoint_auth_method=method)
                token = self.connect(session, "grace", code_verifier=VERIFIER)
                self.assertEqual((token["token_type"], token["scope"]), ("Bearer", "profile tasks.read"))
                self.assertEqual(session.get(f"{self.url}/api/whoami").json()["user"], "grace")

    def test_code_is_refused_with_another_proof_or_none(self):
        for given in ({"code_verifier": "b" * 43}, {}):
            with self.subTest(given):
                session = self.session(code_challenge_method="S256")
                address, _ = session.create_authorization_url(f"{self.url}/oauth/authorize", code_verifier=VERIFIER)
                with self.assertRaises(OAuthError):
                    session.fetch_token(f"{self.url}/oauth/token", code=self.decide(address)["code"], **given)

    def test_plain_challenge_is_refused(self):
        answer = self.http.get(f"{self.url}/oauth/authorize", allow_redirects=False, params={
            "response_type": "code", "client_id": CLIENT, "redirect_uri": CALLBACK, "state": "s1",
            "code_challenge": VERIFIER, "code_challenge_method": "plain"})
        back = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
        self.assertEqual((back["error"], back["state"]), ("invalid_request", "s1"))

    def test_public_client_needs_a_proof(self):
        session = self.session("public-client", "", code_challenge_method="S256", token_endpoint_auth_method="none")
        self.assertIn("refresh_token", self.connect(session, code_verifier=VERIFIER))
        careless = self.session("public-client", "", token_endpoint_auth_method="none")
        with self.assertRaises(OAuthError):
            self.connect(careless)

    def test_code_used_twice_ends_what_it_was_exchanged_for(self):
        session = self.session()
        address, _ = session.create_authorization_url(f"{self.url}/oauth/authorize")
        code = self.decide(address)["code"]
        token = session.fetch_token(f"{self.url}/oauth/token", code=code)
        with self.assertRaises(OAuthError):
            session.fetch_token(f"{self.url}/oauth/token", code=code)
        self.assertEqual(self.whoami(token["access_token"]).status_code, 401)

    def test_code_expires(self):
        session = self.session()
        address, _ = session.create_authorization_url(f"{self.url}/oauth/authorize")
        code = self.decide(address)["code"]
        self.provider_call("settings", codeLifetime=-1)
        address, _ = session.create_authorization_url(f"{self.url}/oauth/authorize")
        late = self.decide(address)["code"]
        session.fetch_token(f"{self.url}/oauth/token", code=code)
        with self.assertRaises(OAuthError):
            session.fetch_token(f"{self.url}/oauth/token", code=late)

    def test_client_credentials(self):
        session = self.session(ROBOT, ROBOT_SECRET, scope=None)
        token = session.fetch_token(f"{self.url}/oauth/token", grant_type="client_credentials")
        self.assertEqual(token["scope"], "tasks.read")
        self.assertNotIn("refresh_token", token)
        self.assertEqual(session.get(f"{self.url}/api/whoami").json()["client"], ROBOT)

    def test_password(self):
        session = self.session()
        token = session.fetch_token(f"{self.url}/oauth/token", username="ada", password="difference engine")
        self.assertIn("refresh_token", token)
        with self.assertRaises(OAuthError):
            session.fetch_token(f"{self.url}/oauth/token", username="ada", password="wrong")

    def test_wrong_secret_and_unknown_client(self):
        for client, secret in ((CLIENT, "wrong"), ("nobody", SECRET)):
            answer = self.http.post(f"{self.url}/oauth/token", auth=(client, secret),
                                    data={"grant_type": "client_credentials"})
            self.assertEqual((answer.status_code, answer.json()["error"]), (401, "invalid_client"))

    def test_grant_a_client_has_not(self):
        answer = self.http.post(f"{self.url}/oauth/token", auth=(ROBOT, ROBOT_SECRET),
                                data={"grant_type": "password", "username": "ada", "password": "difference engine"})
        self.assertEqual(answer.json()["error"], "unauthorized_client")


class ConsentTests(OAuth2TestCase):
    def address(self, **options) -> str:
        return self.session(**options).create_authorization_url(f"{self.url}/oauth/authorize")[0]

    def test_people_see_who_asks_and_for_what(self):
        form = self.http.get(self.address())
        self.assertIn("sample-client", form.text)
        self.assertIn("profile tasks.read", form.text)
        answer = self.http.post(self.address(), data={"decision": "approve", "user": "grace"}, allow_redirects=False)
        self.assertIn("code=", answer.headers["Location"])

    def test_denial(self):
        self.assertEqual(self.decide(self.address(), "deny")["error"], "access_denied")

    def test_automatic_approval(self):
        self.provider_call("settings", approves=True)
        self.assertIn("code=", self.http.get(self.address(), allow_redirects=False).headers["Location"])

    def test_unknown_scope_goes_back_to_the_application(self):
        answer = self.http.get(self.address(scope="everything"), allow_redirects=False)
        self.assertIn("error=invalid_scope", answer.headers["Location"])

    def test_foreign_callback_and_unknown_client_get_a_page(self):
        for address in (self.address(redirect_uri="https://evil.example/cb"),
                        self.address().replace(CLIENT, "nobody")):
            answer = self.http.get(address, allow_redirects=False)
            self.assertEqual(answer.status_code, 400)
            self.assertNotIn("Location", answer.headers)


class RefreshTests(OAuth2TestCase):
    def test_refresh_rotates(self):
        first = self.connect(self.session())
        second = self.refresh(first["refresh_token"]).json()
        self.assertNotEqual(second["refresh_token"], first["refresh_token"])
        self.assertEqual(self.whoami(first["access_token"]).status_code, 401)
        self.assertEqual(self.whoami(second["access_token"]).status_code, 200)

    def test_reuse_revokes_the_family_and_only_it(self):
        other = self.connect(self.session(), "grace")
        first = self.connect(self.session())
        second = self.refresh(first["refresh_token"]).json()
        reused = self.refresh(first["refresh_token"])
        self.assertEqual((reused.status_code, reused.json()["error"]), (400, "invalid_grant"))
        self.assertEqual(self.whoami(second["access_token"]).status_code, 401)
        self.assertEqual(self.refresh(second["refresh_token"]).status_code, 400)
        self.assertEqual(self.whoami(other["access_token"]).status_code, 200)

    def test_one_of_many_at_once_wins(self):
        first, seen = self.connect(self.session()), []
        threads = [threading.Thread(target=lambda: seen.append(self.refresh(first["refresh_token"]).status_code))
                   for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(seen), [200] + [400] * 7)

    def test_without_rotation_the_answer_has_no_refresh_token(self):
        self.provider_call("settings", rotates=False)
        first = self.connect(self.session())
        for _ in range(2):
            again = self.refresh(first["refresh_token"])
            self.assertNotIn("refresh_token", again.json())
            self.assertEqual(self.whoami(again.json()["access_token"]).status_code, 200)

    def test_tokens_expire(self):
        self.provider_call("settings", accessTokenLifetime=30)
        first = self.connect(self.session())
        self.assertEqual(first["expires_in"], 30)
        self.provider_call("settings", clockSkew=31)
        late = self.whoami(first["access_token"])
        self.assertEqual((late.status_code, late.json()["error"]["code"]), (401, "invalid_token"))
        self.assertIn('error="invalid_token"', late.headers["WWW-Authenticate"])
        self.provider_call("settings", clockSkew=31 * 86_400)
        self.assertEqual(self.refresh(first["refresh_token"]).status_code, 400)

    def test_foreign_client_cannot_refresh(self):
        first = self.connect(self.session())
        self.assertEqual(self.refresh(first["refresh_token"], ROBOT, ROBOT_SECRET).status_code, 400)


class EndpointTests(OAuth2TestCase):
    def test_revocation_of_a_refresh_token_ends_its_family(self):
        session = self.session()
        token = self.connect(session)
        answer = session.revoke_token(f"{self.url}/oauth/revoke", token=token["refresh_token"])
        self.assertEqual(answer.status_code, 200)
        self.assertEqual([(one["revoked"], one["refreshRevoked"]) for one in self.tokens()], [(True, True)])

    def test_revocation_of_an_access_token_leaves_the_refresh_token(self):
        session = self.session()
        token = self.connect(session)
        session.revoke_token(f"{self.url}/oauth/revoke", token=token["access_token"])
        self.assertEqual(self.whoami(token["access_token"]).status_code, 401)
        self.assertEqual(self.refresh(token["refresh_token"]).status_code, 200)

    def test_introspection(self):
        session = self.session()
        token = self.connect(session)
        about = session.introspect_token(f"{self.url}/oauth/introspect", token=token["access_token"]).json()
        self.assertEqual((about["active"], about["username"], about["client_id"]), (True, "ada", CLIENT))
        self.provider_call("tokens/expire")
        about = session.introspect_token(f"{self.url}/oauth/introspect", token=token["access_token"]).json()
        self.assertEqual(about, {"active": False})


class TaskTests(OAuth2TestCase):
    def test_pages_hold_every_task_once(self):
        session, seen, cursor = self.session(), [], ""
        self.connect(session)
        while cursor is not None:
            answer = session.get(f"{self.url}/api/tasks", params={"limit": 100, "cursor": cursor}).json()
            seen, cursor = seen + [task["id"] for task in answer["data"]], answer["cursor"]
        self.assertEqual((len(seen), len(set(seen))), (230, 230))

    def test_scope_is_needed(self):
        session = self.session()
        self.connect(session)
        refused = session.post(f"{self.url}/api/tasks", json={"title": "Milk"})
        self.assertEqual((refused.status_code, refused.json()["error"]["code"]), (403, "insufficient_scope"))
        writer = self.session(scope="tasks.read tasks.write")
        self.connect(writer)
        made = writer.post(f"{self.url}/api/tasks", json={"title": "Milk"})
        self.assertEqual(made.status_code, 201, made.text)
        address = self.url + made.headers["Location"]
        self.assertEqual(writer.patch(address, json={"done": True}).json()["done"], True)
        self.assertEqual(writer.get(address).json()["title"], "Milk")

    def test_no_token_and_an_unknown_one(self):
        self.assertEqual(self.http.get(f"{self.url}/api/whoami").json()["error"]["code"], "missing_authorization")
        self.assertEqual(self.whoami("guess").json()["error"]["code"], "invalid_token")

    def test_armed_faults(self):
        token = self.connect(self.session())
        self.provider_call("faults", path="/api/whoami", times=1, status=401)
        self.assertEqual([self.whoami(token["access_token"]).status_code for _ in range(2)], [401, 200])
        self.provider_call("faults", path="/oauth/token", times=1, status=200, body='{"error": "busy"}')
        self.assertEqual(self.refresh(token["refresh_token"]).json(), {"error": "busy"})
        self.provider_call("faults", path="/oauth/token", times=1, kind="html")
        self.assertIn("<h1>", self.refresh(token["refresh_token"]).text)
        self.provider_call("faults", path="/oauth/token", times=1, milliseconds=200)
        slow = self.refresh(token["refresh_token"])
        self.assertEqual(slow.status_code, 200)
        self.assertGreater(slow.elapsed.total_seconds(), 0.19)

    def test_an_answer_that_comes_late(self):
        token = self.connect(self.session())
        self.provider_call("faults", path="/oauth/token", late=True, milliseconds=200)
        self.assertEqual(self.http.get(f"{self.url}/_provider/faults").json(), {"waiting": 1})
        late = self.refresh(token["refresh_token"])
        self.assertEqual((late.status_code, late.elapsed.total_seconds() > 0.19), (200, True))
        self.assertEqual(self.http.get(f"{self.url}/_provider/faults").json(), {"waiting": 0})
        self.assertEqual(self.refresh(token["refresh_token"]).json()["error"], "invalid_grant")
