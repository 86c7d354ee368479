"""What every service remembers; it lives as long as the process."""

import threading
import time
from typing import Any


class Memory:
    """The request log, the faults that wait, and the clock. Routes hold `lock` while they change it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Forgets everything."""
        with self.lock:
            self.faults: list[Any] = []
            self.log: list[dict[str, Any]] = []
            self.clock_skew = 0.0

    def now(self) -> float:
        """The service's own clock, which tests can put wrong."""
        return time.time() + self.clock_skew
