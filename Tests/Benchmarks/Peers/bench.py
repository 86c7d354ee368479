"""Prints the speed table: Patchbay and its peers side by side, in interleaved rounds of one run.

`make bench` builds what it needs and runs it; `--rounds` and `--seconds` change how long it takes.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import heavy
import paging
import reload
from contenders import AioHTTP, Node, Nginx, Patchbay, Upstream, free_port
from scripts import measure_scripts, script_table

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
BENCH = ROOT / ".build/release/patchbay-bench"

#: How often a file is saved for each row of hot reload.
SAVES = 100

CALL = json.dumps({"parameters": {"title": "Milk", "text": "Two litres, and bread.", "folder": "work"}})


def main() -> None:
    options = parse()
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "document.json"
        document.write_text(json.dumps(sample_document(), ensure_ascii=False), encoding="utf-8")
        in_process = measure_in_process(document, options)
        scripts = measure_scripts(BENCH, options.rounds, options.seconds)
        calls, memory = measure_calls(Path(folder), options)
    pages = paging.measure(options.items, options.airbyte)
    beside = heavy.measure(options.rounds, options.seconds)
    saves = {apps: reload.measure(apps, SAVES, seconds=60) for apps in (5, 1_000)}
    report = "\n".join([
        f"{len(os.sched_getaffinity(0))} cores, shared by the load, the contender and the upstream; median of "
        f"{options.rounds} interleaved rounds of {options.seconds:g} s.", "",
        *in_process_table(in_process), "", *script_table(*scripts), "", *call_table(calls, memory), "", *paging.table(pages, options.items), "",
        *heavy.table(beside), "",
        *reload.table(saves, SAVES)])
    print(report)
    if options.update:
        update(options.update, report)


def update(file: Path, report: str) -> None:
    """Puts the report between the two marks of a Markdown file."""
    before, mark, rest = file.read_text(encoding="utf-8").partition("<!-- bench -->\n")
    _, end, after = rest.partition("<!-- /bench -->")
    if not mark or not end:
        raise SystemExit(f"{file} has no marks <!-- bench --> and <!-- /bench -->.")
    file.write_text(before + mark + report + "\n" + end + after, encoding="utf-8")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=16, help="how many calls are under way at once")
    parser.add_argument("--items", type=int, default=100_000, help="how many items the pages hold together")
    parser.add_argument("--airbyte", metavar="PYTHON", help="a Python that has airbyte-cdk")
    parser.add_argument("--update", type=Path, metavar="FILE", help="also put the table between the marks of FILE")
    return parser.parse_args()


def sample_document() -> list[dict]:
    """A list such as services answer with, about 0.6 MB."""
    owner = {"name": "Ada Lovelace", "email": "ada@example.com"}
    text = "Some text, \"quoted\",\nover two lines. " * 3
    return [{"id": number, "title": f"Note {number} – größer", "text": text,
             "tags": ["even" if number % 2 == 0 else "odd", "sample"], "price": number * 1.25, "done": number % 3 == 0,
             "owner": {"id": number % 7, **owner}, "parent": None} for number in range(1, 1_900)]


# --- In one process each -----------------------------------------------------------------------------------------

def measure_in_process(document: Path, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    python, templates = sys.executable, str(HERE / "templates.json")
    node = str(HERE / "measure.js")
    seconds = str(options.seconds)
    commands = {
        "OAuth1 signatures/s": {
            "Patchbay": [BENCH, "signatures", seconds],
            "oauthlib": [python, HERE / "signatures.py", seconds],
            "Node": ["node", node, "signatures", seconds]},
        "templates/s": {
            "Patchbay": [BENCH, "templates", seconds, templates],
            "Jinja2": [python, HERE / "templates.py", seconds, templates],
            "Node": ["node", node, "templates", seconds, templates]},
        "the same, each text written as UTF-8": {
            "Patchbay": [BENCH, "templates-written", seconds, templates],
            "Jinja2": [python, HERE / "templates.py", seconds, templates, "written"],
            "Node": ["node", node, "templates-written", seconds, templates]},
        "JSON read, MB/s": {
            "Patchbay": [BENCH, "json-read", seconds, document],
            "Python": [python, HERE / "json_measure.py", seconds, document, "read"],
            "Node": ["node", node, "json-read", seconds, document]},
        "JSON write, MB/s": {
            "Patchbay": [BENCH, "json-write", seconds, document],
            "Python": [python, HERE / "json_measure.py", seconds, document, "write"],
            "Node": ["node", node, "json-write", seconds, document]},
    }
    rates = {what: {who: [] for who in contenders} for what, contenders in commands.items()}
    for _ in range(options.rounds):
        for what, contenders in commands.items():
            for who, command in contenders.items():
                done = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)
                result = json.loads(done.stdout)
                unit = 1e6 if what.startswith("JSON") else 1
                rates[what][who].append(result["operations"] / result["seconds"] / unit)
    return {what: {who: statistics.median(all_) for who, all_ in contenders.items()}
            for what, contenders in rates.items()}


def in_process_table(results: dict[str, dict[str, float]]) -> list[str]:
    lines = ["| in one thread | Patchbay | Python | Node | to Python | to Node |", "|---|---:|---:|---:|---:|---:|"]
    for what, rates in results.items():
        own, python, node = rates.values()
        names = [name for name in rates if name not in ("Patchbay", "Node", "Python")]
        label = f"{what} (Python: {names[0]})" if names else what
        lines.append(f"| {label} | {own:,.0f} | {python:,.0f} | {node:,.0f} "
                     f"| {own / python:.1f}× | {own / node:.1f}× |")
    return lines


# --- Over HTTP ---------------------------------------------------------------------------------------------------

def measure_calls(folder: Path, options: argparse.Namespace):
    upstream = Upstream(folder, free_port())
    contenders = [Patchbay(folder, free_port(), upstream.url, ROOT), Nginx(folder, free_port(), upstream.url),
                  AioHTTP(folder, free_port(), upstream.url), Node(folder, free_port(), upstream.url)]
    running = [upstream, *contenders]
    try:
        for one in running:
            one.start()
        memory = {one.name: [one.resident_megabytes(), 0.0] for one in contenders}
        rounds = {one.name: [] for one in contenders}
        for one in contenders:
            one.load(CALL, 1, options.connections)
        for _ in range(options.rounds):
            for one in contenders:
                result = one.load(CALL, options.seconds, options.connections)
                rounds[one.name].append(result)
                memory[one.name][1] = max(memory[one.name][1], result["megabytes"])
    finally:
        for one in reversed(running):
            one.stop()
    calls = {name: {key: statistics.median(one[key] for one in all_) for key in ("rate", "p50", "p99")}
             for name, all_ in rounds.items()}
    return calls, memory


def call_table(calls: dict[str, dict[str, float]], memory: dict[str, list[float]]) -> list[str]:
    own = calls["Patchbay"]["rate"]
    heads = ["one signed module call over HTTP", "calls/s", "p50", "p99", "Patchbay to it", "memory at rest",
             "under load"]
    lines = [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|---:|---:|---:|"]
    for name, call in calls.items():
        rest, load = memory[name]
        lines.append(f"| {name} | {call['rate']:,.0f} | {call['p50']:.2f} ms | {call['p99']:.2f} ms "
                     f"| {own / call['rate']:.2f}× | {rest:.0f} MB | {load:.0f} MB |")
    return lines


if __name__ == "__main__":
    main()
