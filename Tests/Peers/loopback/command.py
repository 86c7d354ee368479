"""The command line that the services share."""

import argparse
import os
import signal
import sys
import threading
from typing import Callable, Optional

from .server import Service


def run(name: str, title: str, port: int, make: Callable[[argparse.Namespace], Service],
        extend: Optional[Callable[[argparse.ArgumentParser], object]] = None) -> int:
    """Starts a service and stays until it is told to end.

    `make` gets the options, `port` among them; `extend` adds options of the service's own. The exit status comes back.
    """
    options = parse(name, title, port, extend)
    try:
        service = make(options)
    except OSError as error:
        print(f"Port {options.port} of 127.0.0.1 cannot be used: {error.strerror}. "
              "Choose another with --port, or 0 for a free one.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=service.stop).start())
    if options.exit_with_stdin:
        threading.Thread(target=stop_with_stdin, args=(service,), daemon=True).start()
    # A test that asked for a free port reads it from the first line.
    print(service.port if options.port == 0 else f"{title} on {service.url}", flush=True)
    try:
        service.serve()
    except KeyboardInterrupt:
        pass
    return 0


def parse(name: str, title: str, port: int,
          extend: Optional[Callable[[argparse.ArgumentParser], object]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=name, description=f"{title}, on loopback.")
    parser.add_argument("--port", type=int, default=port, help="0 picks a free port and prints it as the first line")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input closes")
    if extend:
        extend(parser)
    return parser.parse_args()


def stop_with_stdin(service: Service) -> None:
    # Not through `sys.stdin`: its lock, held here, would keep the interpreter from ending after an interrupt.
    while os.read(0, 4096):
        pass
    service.stop()
