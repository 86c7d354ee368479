"""Measures what others notice of calls that evaluate for as long as they may: latencies beside 16 of them, and without.

    python heavy.py [--rounds N] [--seconds S] [--root DIR]

One app's calls are all heavy; health, and calls of another app, are what is measured. Nothing leaves the host.
"""

import argparse
import http.client
import json
import statistics
import tempfile
import threading
from pathlib import Path

from contenders import Patchbay, free_port

ROOT = Path(__file__).parents[3]

#: How many heavy calls are under way at any time.
CALLS = 16
#: What is measured: its name, where, and the load's requests at once.
MEASURED = {
    "/v1/health": ("GET", "/v1/health"),
    "another app's call": ("POST", "/v1/apps/bench/modules/say/run"),
    "another app's call, past a slice": ("POST", "/v1/apps/bench/modules/sort/run"),
}


class Host(Patchbay):
    """The host with an app whose calls are heavy, and another."""

    def command(self) -> list[str]:
        return [*super().command(), "--max", "seconds=20"]

    def write_bundle(self) -> None:
        numbers = ",".join(str(number * 7_919 % 5_000) for number in range(5_000))
        sort = "length(sort(split(common.numbers, ',')))"
        self.write("common.json", {"numbers": numbers})
        self.write("modules/say/module.json", {"label": "Say", "moduleType": "action"})
        self.write_word("hello")
        self.write("modules/sort/module.json", {"label": "Sort", "moduleType": "action"})
        self.write("modules/sort/sort.communication.iml.json", {
            "response": {"output": "{{" + " + ".join([sort] * 3) + "}}"}})
        self.write("../heavy/common.json", {"numbers": numbers})
        self.write("../heavy/modules/sort/module.json", {"label": "Sort", "moduleType": "action"})
        self.write("../heavy/modules/sort/sort.communication.iml.json", [
            {"temp": {"count": "{{" + sort + "}}"}} for _ in range(10_000)])

    def start(self) -> None:
        super(Patchbay, self).start()

    def body(self, call: str) -> str:
        return call


class HeavyCalls:
    """Heavy calls, each followed by another until the end."""

    def __init__(self, port: int):
        self.port = port
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.call) for _ in range(CALLS)]

    def call(self) -> None:
        while not self.ends.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("POST", "/v1/apps/heavy/modules/sort/run", "{}", {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status not in (422, 504):
                raise RuntimeError(f"a heavy call ended with {answer.status}")

    def __enter__(self) -> None:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self.ends.set()
        for thread in self.threads:
            thread.join()


def measure(rounds: int, seconds: float, root: Path = ROOT) -> dict[str, dict[str, float]]:
    """The p99 of each, in milliseconds: alone and beside the heavy calls; medians of the rounds."""
    found = {name: {"alone": [], "beside": []} for name in MEASURED}
    with tempfile.TemporaryDirectory() as name:
        host = Host(Path(name), free_port(), "http://127.0.0.1:9", root)
        host.start()
        try:
            for _ in range(rounds):
                load(host, seconds, found, "alone")
                with HeavyCalls(host.port):
                    load(host, seconds, found, "beside")
        finally:
            host.stop()
    return {name: {when: statistics.median(all_) for when, all_ in one.items()} for name, one in found.items()}


def load(host: Host, seconds: float, found: dict[str, dict[str, list[float]]], when: str) -> None:
    for name, (method, path) in MEASURED.items():
        found[name][when].append(host.load("{}", seconds, connections=2, path=path, method=method)["p99"])


def table(rows: dict[str, dict[str, float]]) -> list[str]:
    lines = [f"| p99, two at a time | alone | beside {CALLS} calls of an app that evaluate without end | ratio |",
             "|---|---:|---:|---:|"]
    for name, row in rows.items():
        lines.append(f"| {name} | {row['alone']:.2f} ms | {row['beside']:.2f} ms "
                     f"| {row['beside'] / row['alone']:.1f}× |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--root", type=Path, default=ROOT, help="where the program is built")
    options = parser.parse_args()
    print("\n".join(table(measure(options.rounds, options.seconds, options.root))))


if __name__ == "__main__":
    main()
