"""What tests do to a service from outside: `/_provider/…`."""

from .memory import Memory
from .messages import Answer, Refusal, Request


class Control:
    """The request log, the settings and the way back to the start."""

    #: The settings there are: how a test calls each, and the memory's attribute. Values are numbers or booleans.
    SETTINGS = {"clockSkew": "clock_skew"}

    def __init__(self, memory: Memory):
        self.memory = memory

    def log(self, request: Request) -> Answer:
        """Every request since the start or the last DELETE; `path` chooses."""
        path = request.parameter("path")
        with self.memory.lock:
            return Answer.of_json({"requests": [one for one in self.memory.log if path in ("", one["path"])]})

    def clear_log(self, request: Request) -> Answer:
        with self.memory.lock:
            self.memory.log.clear()
        return Answer(204)

    def settings(self, request: Request) -> Answer:
        """Sets what is named, and answers with all settings; times are in seconds."""
        given = request.json()
        for name, value in given.items():
            if name not in self.SETTINGS or not isinstance(value, (bool, int, float)):
                raise Refusal(400, "bad_setting", f"'{name}' is not one of {', '.join(self.SETTINGS)} with a number.")
        with self.memory.lock:
            for name, value in given.items():
                setattr(self.memory, self.SETTINGS[name], value)
            return Answer.of_json({name: getattr(self.memory, field) for name, field in self.SETTINGS.items()})

    def reset(self, request: Request) -> Answer:
        self.memory.reset()
        return Answer(204)
