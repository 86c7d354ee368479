"""`python -m digest_provider`: starts the service and stays until it is told to end."""

import sys

from loopback.command import run

from .provider import Provider

if __name__ == "__main__":
    sys.exit(run("digest_provider", "Sample camera behind HTTP Digest", 8703, lambda options: Provider(options.port)))
