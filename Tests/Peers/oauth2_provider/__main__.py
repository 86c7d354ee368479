"""`python -m oauth2_provider`: starts the service and stays until it is told to end."""

import sys

from loopback.command import run

from .provider import Provider

if __name__ == "__main__":
    sys.exit(run("oauth2_provider", "Sample OAuth 2.0 service", 8702, lambda options: Provider(options.port)))
