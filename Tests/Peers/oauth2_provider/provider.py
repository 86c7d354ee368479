"""The service as a whole."""

from loopback.server import Service

from .routes import Routes
from .state import State


class Provider(Service):
    """The service on a port of 127.0.0.1."""

    def __init__(self, port: int = 0):
        self.state = State()
        super().__init__(port, self.state, Routes(self.state))
