"""`python -m oauth1_provider`: starts the service and stays until it is told to end."""

import argparse
import signal
import sys
import threading

from .server import Provider


def main() -> int:
    options = parse(sys.argv[1:])
    try:
        provider = Provider(port=options.port)
    except OSError as error:
        print(f"Port {options.port} of 127.0.0.1 cannot be used: {error.strerror}. "
              "Choose another with --port, or 0 for a free one.", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=provider.stop).start())
    if options.exit_with_stdin:
        threading.Thread(target=stop_with_stdin, args=(provider,), daemon=True).start()
    # A test that asked for a free port reads it from the first line.
    print(provider.port if options.port == 0 else f"Sample OAuth 1.0a service on {provider.url}", flush=True)
    try:
        provider.serve()
    except KeyboardInterrupt:
        pass
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="oauth1_provider", description=__doc__)
    parser.add_argument("--port", type=int, default=8701, help="0 picks a free port and prints it as the first line")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input closes")
    return parser.parse_args(arguments)


def stop_with_stdin(provider: Provider) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    provider.stop()


if __name__ == "__main__":
    sys.exit(main())
