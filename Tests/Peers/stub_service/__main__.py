"""`python -m stub_service BUNDLES`: starts the service and stays until it is told to end."""

import sys

from loopback.command import run

from .stub import Stub

if __name__ == "__main__":
    sys.exit(run("stub_service", "Stub of any API", 8703, lambda options: Stub(options.bundles, options.port),
                 lambda parser: parser.add_argument("bundles", help="a directory of bundles")))
