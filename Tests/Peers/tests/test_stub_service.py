"""The stub as a service: who is expected, what is answered, what is found wrong with a request."""

import json
import tempfile
from pathlib import Path

import requests

from loopback.messages import Request
from loopback.server import Service
from stub_service.findings import findings
from stub_service.stub import Stub

from .running import ServiceTestCase

APPS = Path(__file__).parents[3] / "apps"

MANIFEST = {"generalCodeFiles": {"base": "base.iml.json"}, "components": {
    "connection": {"key": {"codeFiles": {"communication": "key.iml.json"}}},
    "module": {"sync": {"moduleType": "action", "connection": "key", "codeFiles": {"communication": "sync.iml.json"}}}}}

SYNC = """[ // starts a job, then asks for it
    {"url": "/jobs", "method": "POST", "response": {"temp": {"id": "{{body.id}}"}}},
    {"url": "/jobs/{{temp.id}}", "response": {"output": "{{body.result}}"}},
    {"url": "https://other.example.com/v2/jobs?full=1", "response": {"valid": "{{body.fine}}"}},
]"""


class StubTestCase(ServiceTestCase):
    def make(self) -> Service:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        app = Path(folder.name) / "app"
        app.mkdir()
        for name, text in {"makecomapp.json": json.dumps(MANIFEST), "sync.iml.json": SYNC,
                           "base.iml.json": '{"baseUrl": "https://api.example.com/v1"}',
                           "key.iml.json": '{"url": "https://api.example.com/me", "response": {"uid": "{{body.id}}"}}'
                           }.items():
            (app / name).write_text(text)
        return Stub(folder.name)

    def expect(self, name: str = "sync", kind: str = "module", app: str = "app") -> dict:
        return self.provider_call("expect", app=app, kind=kind, name=name)

    def redirected(self, method: str, url: str, **options) -> requests.Response:
        """A request as a host sends it that redirects every origin here."""
        origin, path = url.split("://", 1)[0], "/" + url.split("://", 1)[1].partition("/")[2]
        headers = {"X-Forwarded-Host": url.split("/")[2], "X-Forwarded-Proto": origin, **options.pop("headers", {})}
        return self.http.request(method, self.url + path, headers=headers, **options)

    def log(self) -> list[dict]:
        return self.http.get(f"{self.url}/_provider/requests").json()["requests"]


class ServiceTests(StubTestCase):
    def test_each_request_of_a_component_gets_its_own_answer(self):
        self.assertEqual(self.expect(), {"parameters": {}, "connection": "key", "sends": 3})
        self.assertEqual(self.redirected("POST", "https://api.example.com/v1/jobs", json={}).json(), {"id": "id"})
        self.assertEqual(self.redirected("GET", "https://api.example.com/v1/jobs/id").json(), {"result": {"id": "1"}})
        self.assertEqual(self.redirected("GET", "https://other.example.com/v2/jobs?full=1").json(), {"fine": "fine"})
        self.assertEqual([one["request"] for one in self.log() if "request" in one], [0, 1, 2])

    def test_an_address_that_no_request_has_is_answered_with_404_and_seen(self):
        self.expect()
        self.assertEqual(self.redirected("DELETE", "https://api.example.com/v1/jobs").status_code, 404)
        self.assertEqual([one["request"] for one in self.log() if "url" in one], [None])

    def test_the_log_says_the_whole_address_and_what_is_wrong(self):
        self.expect()
        self.redirected("POST", "https://api.example.com/v1/jobs?a=1", data="{{x}}",
                        headers={"Content-Type": "application/json"})
        seen = next(one for one in self.log() if "url" in one)
        self.assertEqual(seen["url"], "https://api.example.com/v1/jobs?a=1")
        self.assertEqual(len(seen["findings"]), 2, seen["findings"])

    def test_connections_and_unknown_components(self):
        self.expect("key", "connection")
        self.assertEqual(self.redirected("GET", "https://api.example.com/me").json(), {"id": "id"})
        for given in ({"app": "app", "name": "nothing"}, {"app": "../app", "name": "sync"}, {}):
            self.assertEqual(self.http.post(f"{self.url}/_provider/expect", json=given).status_code, 404)
        self.assertEqual(self.http.get(f"{self.url}/_provider/bundles").json(), {"bundles": ["app"]})

    def test_without_an_expectation_nothing_is_answered(self):
        self.assertEqual(self.redirected("GET", "https://api.example.com/").status_code, 404)

    def test_faults_can_be_armed(self):
        self.expect()
        self.provider_call("faults", path="/v1/jobs", times=1, status=503)
        self.assertEqual(self.redirected("POST", "https://api.example.com/v1/jobs", json={}).status_code, 503)


class SampleAppTests(ServiceTestCase):
    def make(self) -> Service:
        return Stub(str(APPS))

    def test_every_component_of_the_sample_apps_is_understood(self):
        names = self.http.get(f"{self.url}/_provider/bundles").json()["bundles"]
        self.assertIn("notes", names)
        for app in names:
            manifest = json.loads((APPS / app / "makecomapp.json").read_text())
            for kind in ("connection", "module", "rpc"):
                for name in manifest["components"].get(kind, {}):
                    with self.subTest(app=app, kind=kind, name=name):
                        made = self.provider_call("expect", app=app, kind=kind, name=name)
                        self.assertIsInstance(made["parameters"], dict)


class FindingTests(StubTestCase):
    def found(self, method: str = "GET", target: str = "/x", headers: dict = {}, body: bytes = b"",
              origin: str = "https://api.example.com") -> list[str]:
        return findings(Request(method, target, list(headers.items()), body, origin))

    def test_well_formed_requests(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        parts = {"Content-Type": "multipart/form-data; boundary=b"}
        part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n'
        self.assertEqual(self.found(target="/a%20b?c[]=d&e=f|g;h='i'"), [])
        document = {"Content-Type": "application/json"}
        self.assertEqual(self.found("POST", headers=document, body=b'{"a": "\xc3\xbc"}'), [])
        self.assertEqual(self.found("POST", headers=form, body=b"a=1&b%5Bc%5D=&d=%C3%BC+x"), [])
        self.assertEqual(self.found("POST", headers=parts, body=part), [])
        self.assertEqual(self.found("DELETE", target="/undefined-things/NaNo"), [])

    def test_what_templates_leave_behind(self):
        for target in ("/%7B%7Bbody.id%7D%7D", "/undefined", "/x?a=%5Bobject%20Object%5D", "/x?n=NaN"):
            self.assertEqual(len(self.found(target=target)), 1, target)
        self.assertEqual(len(self.found(headers={"X-Key": "{{connection.key}}"})), 1)
        self.assertEqual(len(self.found(headers={"Authorization": "Bearer "})), 1)

    def test_addresses(self):
        self.assertEqual(len(self.found(target="/a b")), 1)
        self.assertEqual(len(self.found(target="/a%2")), 1)
        self.assertEqual(len(self.found(target="/ü")), 1)
        for origin in ("https://.example.com", "https://", "https://a..b", "https://-x.com"):
            self.assertEqual(len(self.found(origin=origin)), 1, origin)

    def test_bodies(self):
        self.assertEqual(len(self.found("POST", body=b"{}")), 1)
        self.assertEqual(len(self.found("GET", headers={"Content-Type": "text/plain"}, body=b"x")), 1)
        self.assertEqual(len(self.found("POST", headers={"Content-Type": "application/json"}, body=b"{'a': 1}")), 1)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(len(self.found("POST", headers=form, body=b"a=1&just-words")), 1)
        self.assertEqual(len(self.found("POST", headers=form, body=b"a=%FF")), 1)
        parts = {"Content-Type": "multipart/form-data; boundary=b"}
        self.assertEqual(len(self.found("POST", headers=parts, body=b"--c\r\n\r\nx\r\n--c--")), 1)
        self.assertEqual(len(self.found("POST", headers=parts, body=b"--b\r\n\r\nx\r\n--b--\r\n")), 1)
