"""How long a save takes to answer on a running host, and what a host takes that serves many apps.

    python reload.py [--apps N…] [--saves N] [--seconds N] [--build release]
"""

import argparse
import http.client
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from contenders import Patchbay, free_port
from paging import processor_seconds

ROOT = Path(__file__).parents[3]
#: Seconds after which a save counts as lost.
PATIENCE = 10


class Many(Patchbay):
    """A host that serves copies of the sample apps beside the app whose file is saved."""

    def __init__(self, folder: Path, root: Path, apps: int, build: str = "release"):
        super().__init__(folder, free_port(), "http://127.0.0.1:9", root)
        self.build = build
        samples = sorted(path for path in (root / "apps").iterdir() if path.is_dir())
        for number in range(apps - 1):
            shutil.copytree(samples[number % len(samples)], folder / "apps" / f"app{number}")
        self.write_bundle()

    def start(self) -> None:
        super(Patchbay, self).start()

    def command(self) -> list[str]:
        return [str(self.root / f".build/{self.build}/patchbay"), "serve", str(self.folder / "apps"), "--port",
                str(self.port), "--data", str(self.folder / "data"), "--log-level", "warning"]


def measure(apps: int, saves: int, seconds: float, root: Path = ROOT, build: str = "release") -> dict[str, float]:
    """Start in seconds, memory in megabytes, saves in milliseconds, and the processor's share at rest in percent."""
    with tempfile.TemporaryDirectory() as folder:
        host = Many(Path(folder), root, apps, build)
        began = time.perf_counter()
        host.start()
        try:
            row = {"start": time.perf_counter() - began, "megabytes": host.resident_megabytes()}
            times = sorted(save_to_answer(host, saves))
            row |= {"median": statistics.median(times), "worst": times[-1]}
            before = processor_seconds(host.process.pid)
            time.sleep(seconds)
            row["rest"] = (processor_seconds(host.process.pid) - before) / seconds * 100
            return row
        finally:
            host.stop()


def table(rows: dict[int, dict[str, float]], saves: int) -> list[str]:
    lines = [f"| hot reload, {saves} saves: apps | save to answer, median | worst | start | memory | processor at rest |",
             "|---:|---:|---:|---:|---:|---:|"]
    for apps, row in rows.items():
        lines.append(f"| {apps:,} | {row['median']:.1f} ms | {row['worst']:.1f} ms | {row['start']:.2f} s "
                     f"| {row['megabytes']:.0f} MB | {row['rest']:.2f} % |")
    return lines


def save_to_answer(host: Patchbay, saves: int) -> list[float]:
    """Saves a bundle's file again and again, asking all the time until the new word is answered; milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=30)
    times = []
    for number in range(saves):
        word = f"word {number}"
        host.write_word(word)
        start = time.perf_counter()
        while ask(connection) != word:
            if time.perf_counter() - start > PATIENCE:
                raise RuntimeError(f"Save {number} was not answered within {PATIENCE} s.")
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return times


def ask(connection: http.client.HTTPConnection) -> str:
    connection.request("POST", "/v1/apps/bench/modules/say/run", "{}", {"Content-Type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    return answer["bundles"][0]["word"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apps", type=int, nargs="+", default=[5, 1_000])
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60, help="how long the host is watched at rest")
    parser.add_argument("--build", default="release")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args()
    rows = {apps: measure(apps, options.saves, options.seconds, options.root, options.build) for apps in options.apps}
    print("\n".join(table(rows, options.saves)))


if __name__ == "__main__":
    sys.exit(main())
