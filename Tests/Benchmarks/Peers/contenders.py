"""The servers that answer the same call, and the load on them."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent

#: What the service answers; every contender but nginx reads it and maps it.
NOTE = {"id": 251, "title": "Milk", "text": "Two litres, and bread.", "folder": "work", "tags": ["shopping", "home"],
        "created_at": "2026-06-01T09:00:00+00:00", "owner": {"id": 1, "name": "Ada Lovelace"}}

LOAD = """
wrk.method = %s
wrk.body = %s
wrk.headers["Content-Type"] = "application/json"
done = function(summary, latency, requests)
    local errors = summary.errors
    print(string.format('{"requests": %%d, "microseconds": %%d, "p50": %%f, "p99": %%f, "errors": %%d}',
        summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Contender:
    """A server in a process (or several) of its own."""

    name = ""
    path = "/call"

    def __init__(self, folder: Path, port: int, upstream: str = ""):
        self.folder, self.port, self.upstream = folder, port, upstream
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def body(self, call: str) -> str:
        return call

    def start(self) -> None:
        log = open(self.folder / f"{type(self).__name__}.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"{self.name} does not start: {Path(log.name).read_text(encoding='utf-8')}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def load(self, call: str, seconds: float, connections: int, path: str = "", method: str = "POST",
             ) -> dict[str, float]:
        """Sends calls for some seconds; fails when an answer is not good."""
        script = self.folder / "load.lua"
        script.write_text(LOAD % (json.dumps(method), json.dumps(self.body(call))), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s",
                   str(script), self.url + (path or self.path)]
        most, finished = [0.0], threading.Event()

        def watch() -> None:
            while not finished.wait(0.1):
                most[0] = max(most[0], self.resident_megabytes())

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        finally:
            finished.set()
            watcher.join()
        result = json.loads(done.stdout.strip().splitlines()[-1])
        if result["errors"] or not result["requests"]:
            raise RuntimeError(f"{self.name}: {result}")
        return {"rate": result["requests"] / result["microseconds"] * 1e6, "p50": result["p50"], "p99": result["p99"],
                "megabytes": most[0]}

    def resident_megabytes(self) -> float:
        """Resident memory of the process and its children."""
        return sum(resident(number) for number in family(self.process.pid)) / 1024

    def post(self, path: str, body: dict) -> dict:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status >= 300:
                raise RuntimeError(f"{path}: {answer.status} {text}")
            return json.loads(text)
        finally:
            connection.close()


class NginxServer(Contender):
    """nginx in the foreground with a configuration of ours."""

    workers = "1"

    def http(self) -> str:
        raise NotImplementedError

    def command(self) -> list[str]:
        home = self.folder / type(self).__name__
        home.mkdir(exist_ok=True)
        temporary = "".join(f"{kind}_temp_path {home}/{kind};\n" for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        configuration = home / "nginx.conf"
        user = "user root;\n" if os.geteuid() == 0 else ""
        configuration.write_text(
            f"{user}daemon off; worker_processes {self.workers}; pid {home}/pid; error_log stderr;\n"
            "events { worker_connections 4096; }\n"
            f"http {{ access_log off; keepalive_requests 100000000; {temporary} {self.http()} }}\n", encoding="utf-8")
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        return [program, "-c", str(configuration), "-e", "stderr"]


class Upstream(NginxServer):
    """The service: always the same note, at once."""

    name = "upstream"

    def http(self) -> str:
        return (f"server {{ listen 127.0.0.1:{self.port} backlog=4096; location / {{ default_type application/json; "
                f"return 200 '{json.dumps(NOTE)}'; }} }}")


class Nginx(NginxServer):
    """A plain reverse proxy: neither signs nor reads anything. The measure of what HTTP itself costs here."""

    name = "nginx, plain proxy (signs and maps nothing)"
    path = "/notes"
    workers = "auto"

    def http(self) -> str:
        return (f"upstream service {{ server {self.upstream.removeprefix('http://')}; keepalive 256; "
                "keepalive_requests 100000000; } "
                f"server {{ listen 127.0.0.1:{self.port} backlog=4096; location / {{ proxy_pass http://service; "
                'proxy_http_version 1.1; proxy_set_header Connection ""; } }')


class AioHTTP(Contender):
    name = "Python: aiohttp + oauthlib"

    def command(self) -> list[str]:
        return [sys.executable, str(HERE / "call_server.py"), str(self.port), self.upstream]


class Node(Contender):
    name = "Node: http + crypto"

    def command(self) -> list[str]:
        return ["node", str(HERE / "call_server.js"), str(self.port), self.upstream]


class Patchbay(Contender):
    name = "Patchbay"
    path = "/v1/apps/bench/modules/create/run"

    def __init__(self, folder: Path, port: int, upstream: str, root: Path):
        super().__init__(folder, port, upstream)
        self.root = root
        self.connection = ""

    def command(self) -> list[str]:
        self.write_bundle()
        program = str(self.root / ".build/release/patchbay")
        return [program, "serve", str(self.folder / "apps"), "--port", str(self.port), "--data",
                str(self.folder / "data"), "--allow-host", "127.0.0.1", "--log-level", "warning"]

    def start(self) -> None:
        super().start()
        made = self.post("/v1/apps/bench/connections/bench", {"parameters": {
            "token": "kkk9d7dh3k39sjv7kkk9d7dh3k39", "tokenSecret": "dh893hdasih9dh893hdasih9"}})
        self.connection = made["id"]

    def body(self, call: str) -> str:
        return json.dumps({"connection": self.connection, **json.loads(call)})

    def write(self, path: str, content: object) -> None:
        file = self.folder / "apps/bench" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(content), encoding="utf-8")
        os.replace(fresh, file)

    def write_bundle(self) -> None:
        self.write("base.iml.json", {
            "baseUrl": self.upstream,
            "oauth": {"consumer_key": "sample-consumer", "consumer_secret": "sample-consumer-secret",
                      "token": "{{connection.token}}", "token_secret": "{{connection.tokenSecret}}"},
            "response": {"error": {"message": "[{{statusCode}}] {{body.error.message}}"}},
            "log": {"sanitize": ["request.headers.authorization"]}})
        self.write("connections/bench/bench.communication.iml.json", {
            "oauth": {"consumer_key": "sample-consumer", "consumer_secret": "sample-consumer-secret"}})
        self.write("connections/bench/bench.params.iml.json", [
            {"name": "token", "type": "text", "label": "Token"},
            {"name": "tokenSecret", "type": "password", "label": "Token Secret"}])
        self.write("connections/bench/connection.json", {"label": "Bench", "connectionType": "oauth"})
        self.write("modules/create/module.json", {"label": "Create", "moduleType": "action", "connection": "bench"})
        self.write("modules/create/create.mappable-params.iml.json", [
            {"name": "title", "type": "text", "label": "Title", "required": True},
            {"name": "text", "type": "text", "label": "Text"},
            {"name": "folder", "type": "text", "label": "Folder", "default": "inbox"}])
        self.write("modules/create/create.communication.iml.json", {
            "url": "/notes", "method": "POST", "qs": {"source": "bench"},
            "body": {"title": "{{parameters.title}}", "text": "{{parameters.text}}", "folder": "{{parameters.folder}}"},
            "response": {"output": {
                "id": "{{body.id}}", "title": "{{body.title}}", "folder": "{{body.folder}}",
                "tags": "{{join(body.tags, ', ')}}", "createdAt": "{{parseDate(body.created_at)}}"}}})
        self.write("modules/say/module.json", {"label": "Say", "moduleType": "action"})
        self.write_word("first")

    def write_word(self, word: str) -> None:
        """What the reload measure changes: a module that asks no service."""
        self.write("modules/say/say.communication.iml.json", {"response": {"output": {"word": word}}})


def family(number: int) -> list[int]:
    """A process and its children; those that ended meanwhile do not count."""
    try:
        with open(f"/proc/{number}/task/{number}/children", encoding="ascii") as file:
            children = [int(child) for child in file.read().split()]
    except OSError:
        return []
    return [number] + [one for child in children for one in family(child)]


def resident(number: int) -> int:
    """Kilobytes a process holds in memory."""
    try:
        with open(f"/proc/{number}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0
