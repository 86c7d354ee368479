"""Custom functions: Patchbay's worker process, where no call sees another's state, next to Node's vm in one process."""

import json
import statistics
import subprocess
from pathlib import Path

HERE = Path(__file__).parent

ROWS = {
    "Patchbay: worker process, no state from call to call": ("patchbay", "script-calls"),
    "Patchbay: the same, 100 calls a crossing": ("patchbay", "script-batches"),
    "Patchbay: the same, 8 callers at once": ("patchbay", "script-parallel"),
    "Node: vm, fresh context a call, no process of its own": ("node", "fresh"),
    "Node: vm, one context kept, state leaks from call to call": ("node", "kept"),
}

# A call after a moment's rest, in a realm inspected or a context made ahead meanwhile.
RESTED = {"patchbay": "script-rested", "node": "rested"}


def measure_scripts(bench: Path, rounds: int, seconds: float) -> tuple[dict[str, float], dict[str, float]]:
    """Calls per second by row, and by contender the seconds of a call that finds it at rest."""
    function = str(HERE / "function.json")

    def command(contender: str, measure: str) -> list[str]:
        program = [str(bench)] if contender == "patchbay" else ["node", str(HERE / "script_measure.js")]
        return [*program, measure, str(seconds), function]

    def run(contender: str, measure: str) -> dict[str, float]:
        done = subprocess.run(command(contender, measure), check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    rates: dict[str, list[float]] = {row: [] for row in ROWS}
    rested: dict[str, list[float]] = {contender: [] for contender in RESTED}
    for _ in range(rounds):
        for row, (contender, measure) in ROWS.items():
            result = run(contender, measure)
            rates[row].append(result["operations"] / result["seconds"])
        for contender, measure in RESTED.items():
            rested[contender].append(run(contender, measure)["seconds"])
    return medians(rates), medians(rested)


def medians(values: dict[str, list[float]]) -> dict[str, float]:
    return {key: statistics.median(all_) for key, all_ in values.items()}


def script_table(rates: dict[str, float], rested: dict[str, float]) -> list[str]:
    lines = ["| a small custom function, one call after the other | calls/s |", "|---|---:|"]
    lines += [f"| {row} | {rate:,.0f} |" for row, rate in rates.items()]
    own, node = (f"{rested[contender] * 1e6:.0f} µs" for contender in ("patchbay", "node"))
    return [
        *lines,
        "",
        f"A call that finds a worker at rest, there and back: {own} in the median; Node's vm in the same process, with a "
        f"fresh context made ahead as well: {node}.",
    ]
