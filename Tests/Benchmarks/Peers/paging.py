"""Measures how all pages of a service are read: bundles per second, CPU time per bundle, peak memory.

    python paging.py [--items N] [--airbyte PYTHON]

The pages are files behind an nginx. Patchbay reads them in its host, asked over HTTP for lines, and by `patchbay run`;
Airbyte's declarative Python CDK reads the same pages by an equal manifest.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contenders import NginxServer, Patchbay, free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SIZE = 100


class Pages(NginxServer):
    """The service: `/items?page=N`, a page a file; an empty one behind the last."""

    name = "pages"
    workers = "auto"

    def __init__(self, folder: Path, port: int, items: int):
        super().__init__(folder, port)
        self.root = folder / "pages"
        self.root.mkdir()
        for page in range(items // SIZE + 1):
            first = page * SIZE + 1
            entries = [item(number) for number in range(first, min(first + SIZE, items + 1))]
            (self.root / f"{page + 1}.json").write_text(json.dumps({"items": entries}), encoding="utf-8")

    def http(self) -> str:
        return (f"types {{ application/json json; }} server {{ listen 127.0.0.1:{self.port}; root {self.root}; "
                "location /items { try_files /$arg_page.json =404; } }")


class Reader(Patchbay):
    """The host with a module that reads every page."""

    name = "Patchbay"

    def write_bundle(self) -> None:
        self.write("base.iml.json", {"baseUrl": self.upstream})
        # What a bundle has to say to read more than 50 pages in one call.
        self.write("common.json", {"patchbay": {"pages": 10_000, "requests": 10_000}})
        self.write("modules/list/module.json", {"label": "List", "moduleType": "search"})
        self.write("modules/list/list.communication.iml.json", {
            "url": "/items", "qs": {"page": "{{pagination.page}}"}, "pagination": {},
            "response": {"iterate": "{{body.items}}", "output": {
                "id": "{{item.id}}", "title": "{{item.title}}", "owner": "{{item.owner.name}}"}}})

    def start(self) -> None:
        super(Patchbay, self).start()


def item(number: int) -> dict:
    return {"id": number, "title": f"Item {number}", "owner": {"id": number % 7, "name": "Ada Lovelace"},
            "tags": ["even" if number % 2 == 0 else "odd", "sample"], "created_at": "2026-06-01T09:00:00+00:00"}


# --- The contenders ------------------------------------------------------------------------------------------------

def over_http(host: Reader) -> tuple[int, float]:
    """Asks the host for lines; how many came, and the seconds it took."""
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=600)
    started = time.monotonic()
    connection.request("POST", "/v1/apps/bench/modules/list/run", "{}", {"Accept": "application/x-ndjson"})
    answer = connection.getresponse()
    lines = 0
    while chunk := answer.read1(1 << 20):
        lines += chunk.count(b"\n")
    connection.close()
    return lines, time.monotonic() - started


def measured_host(host: Reader) -> dict[str, float]:
    over_http(host)
    pid = host.process.pid
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")  # the peak begins anew
    before = processor_seconds(pid)
    lines, seconds = over_http(host)
    return result(lines, seconds, processor_seconds(pid) - before, status(pid, "VmHWM"))


def measured_command(command: list[str], environment: dict[str, str], marks: bytes) -> dict[str, float]:
    """Runs a command to its end; lines that hold the marks count."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    lines = sum(marks in line for line in process.stdout)
    _, code, usage = os.wait4(process.pid, 0)
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}")
    return result(lines, time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def result(lines: int, seconds: float, processor: float, kilobytes: float) -> dict[str, float]:
    return {"lines": lines, "rate": lines / seconds, "cpu": processor / max(1, lines) * 1e6,
            "megabytes": kilobytes / 1024}


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def status(pid: int, key: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key))


# --- The table -----------------------------------------------------------------------------------------------------

def measure(items: int, airbyte: str | None, root: Path = ROOT) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        service = Pages(folder, free_port(), items)
        host = Reader(folder, free_port(), service.url, root)
        service.start()
        try:
            host.start()
            try:
                rows = {"Patchbay, a host asked for lines": measured_host(host)}
            finally:
                host.stop()
            command = [str(root / ".build/release/patchbay"), "run", "bench", "list", "--ndjson", "--apps",
                       str(folder / "apps"), "--data", str(folder / "data"), "--allow-host", "127.0.0.1"]
            rows["Patchbay, `patchbay run`"] = measured_command(command, dict(os.environ), b"{")
            if airbyte:
                command = [airbyte, str(HERE / "airbyte_pages.py"), service.url, str(SIZE)]
                quiet = {**os.environ, "DO_NOT_TRACK": "true"}
                rows["Python: Airbyte's declarative CDK"] = measured_command(command, quiet, b'"type":"RECORD"')
        finally:
            service.stop()
    for who, row in rows.items():
        if row["lines"] != items:
            raise RuntimeError(f"{who} gave {row['lines']} of {items} bundles")
    return rows


def table(rows: dict[str, dict[str, float]], items: int) -> list[str]:
    lines = [f"| {items:,} items in pages of {SIZE}, as lines | bundles/s | CPU per bundle | peak memory |",
             "|---|---:|---:|---:|"]
    for who, row in rows.items():
        lines.append(f"| {who} | {row['rate']:,.0f} | {row['cpu']:,.1f} µs | {row['megabytes']:,.0f} MB |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--airbyte", metavar="PYTHON", help="a Python that has airbyte-cdk")
    options = parser.parse_args()
    print("\n".join(table(measure(options.items, options.airbyte), options.items)))


if __name__ == "__main__":
    sys.exit(main())
