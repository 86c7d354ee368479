"""The service behind the door, and what it does on a bad day."""

import subprocess
import sys
from pathlib import Path

import requests
from oauthlib.oauth1 import SIGNATURE_TYPE_QUERY

from .running import ProviderTestCase


class NotesTests(ProviderTestCase):
    def test_pages_hold_every_note_once(self):
        session, seen, page = self.signed_in(), [], 1
        while True:
            answer = session.get(f"{self.url}/api/notes", params={"page": page, "per_page": 60}).json()
            seen += [note["id"] for note in answer["notes"]]
            if page == answer["pages"]:
                break
            page += 1
        self.assertEqual(seen, list(range(1, 251)))

    def test_a_created_note_is_found_and_deleted(self):
        session = self.signed_in()
        made = session.post(f"{self.url}/api/notes", json={"title": "Milk", "folder": "work"})
        self.assertEqual(made.status_code, 201)
        address = self.url + made.headers["Location"]
        self.assertEqual(session.get(address).json()["title"], "Milk")
        self.assertEqual(session.delete(address).status_code, 204)
        self.assertEqual(session.get(address).status_code, 404)

    def test_bad_input_is_explained(self):
        session = self.signed_in()
        self.assertEqual(session.post(f"{self.url}/api/notes", json={}).status_code, 422)
        self.assertIn("'page'", session.get(f"{self.url}/api/notes?page=x").json()["error"]["message"])
        self.assertEqual(session.put(f"{self.url}/api/notes").status_code, 405)
        self.assertEqual(session.get(f"{self.url}/nowhere/at/all").status_code, 404)

    def test_signature_covers_a_forwarded_origin(self):
        session = self.signed_in(signature_type=SIGNATURE_TYPE_QUERY)
        prepared = session.prepare_request(requests.Request("GET", "https://api.example.com/api/whoami"))
        prepared.url = prepared.url.replace("https://api.example.com", self.url)
        prepared.headers.update({"X-Forwarded-Host": "api.example.com", "X-Forwarded-Proto": "https"})
        self.assertEqual(self.http.send(prepared).status_code, 200)


class OpenDoorTests(ProviderTestCase):
    def test_parcels_need_the_key_and_lead_from_page_to_page(self):
        address, seen = f"{self.url}/keyed/parcels?limit=50", 0
        self.assertEqual(self.http.get(address).status_code, 401)
        while address:
            answer = self.http.get(address, headers={"X-Api-Key": "sample-api-key"}).json()
            seen, address = seen + len(answer["parcels"]), answer["next"]
        self.assertEqual(seen, 120)

    def test_conversion(self):
        answer = self.http.get(f"{self.url}/open/convert?from=EUR&to=USD&amount=10").json()
        self.assertEqual(answer["result"], 10.84)
        self.assertEqual(self.http.get(f"{self.url}/open/rates?base=XXX").status_code, 400)


class FaultTests(ProviderTestCase):
    def test_an_armed_fault_happens_as_often_as_asked(self):
        self.provider_call("faults", path="/open/rates", times=2, status=429, headers={"Retry-After": "1"})
        seen = [self.http.get(f"{self.url}/open/rates") for _ in range(3)]
        self.assertEqual([answer.status_code for answer in seen], [429, 429, 200])
        self.assertEqual(seen[0].headers["Retry-After"], "1")

    def test_broken_connections(self):
        for kind in ("reset", "reset-in-body", "wrong-length"):
            with self.subTest(kind), self.assertRaises(requests.RequestException):
                self.http.get(f"{self.url}/fault/{kind}")

    def test_odd_answers(self):
        self.assertEqual(self.http.get(f"{self.url}/fault/status/503").status_code, 503)
        self.assertIn("<h1>", self.http.get(f"{self.url}/fault/html").text)
        self.assertEqual(self.http.get(f"{self.url}/fault/empty").content, b"")
        self.assertEqual(self.http.get(f"{self.url}/fault/nothing-like-it").status_code, 404)
        moved = self.http.get(f"{self.url}/fault/redirect/307?to=/open/rates", allow_redirects=False)
        self.assertEqual((moved.status_code, moved.headers["Location"]), (307, "/open/rates"))

    def test_the_log_holds_what_arrived(self):
        self.http.post(f"{self.url}/open/echo?a=%20b", data={"x": "1"})
        log = self.http.get(f"{self.url}/_provider/requests?path=/open/echo").json()["requests"]
        self.assertEqual([(one["target"], one["body"], one["status"]) for one in log],
                         [("/open/echo?a=%20b", "x=1", 200)])
        self.http.delete(f"{self.url}/_provider/requests")
        self.assertEqual(self.http.get(f"{self.url}/_provider/requests?path=/open/echo").json()["requests"], [])


class CommandTests(ProviderTestCase):
    def command(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", "oauth1_provider", *arguments], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=Path(__file__).parents[1])

    def test_port_0_prints_the_port_and_the_end_of_stdin_ends_it(self):
        with self.command("--port", "0", "--exit-with-stdin") as process:
            port = int(process.stdout.readline())
            self.assertEqual(self.http.get(f"http://127.0.0.1:{port}/open/rates").status_code, 200)
            process.stdin.close()
            self.assertEqual(process.wait(timeout=20), 0)

    def test_a_port_in_use_is_explained(self):
        with self.command("--port", str(self.provider.port)) as process:
            self.assertEqual(process.wait(timeout=20), 1)
            self.assertIn("Choose another with --port", process.stderr.read())
