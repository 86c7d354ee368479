"""`python -m oauth1_provider`: starts the service and stays until it is told to end."""

import sys

from loopback.command import run

from .provider import Provider

if __name__ == "__main__":
    sys.exit(run("oauth1_provider", "Sample OAuth 1.0a service", 8701, lambda options: Provider(options.port)))
