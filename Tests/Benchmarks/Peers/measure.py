"""Does something over and over for the seconds of the first argument, as patchbay-bench does."""

import json
import sys
import time
from collections.abc import Callable


def run(operation: Callable[[], int]) -> None:
    seconds = float(sys.argv[1])
    repeat(operation, seconds / 5)
    operations, took = repeat(operation, seconds)
    print(json.dumps({"operations": operations, "seconds": took}))


def repeat(operation: Callable[[], int], seconds: float) -> tuple[int, float]:
    operations, start, took = 0, time.perf_counter(), 0.0
    while took < seconds:
        for _ in range(16):
            operations += operation()
        took = time.perf_counter() - start
    return operations, took
