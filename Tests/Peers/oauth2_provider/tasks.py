"""What the service is about: each user's tasks, behind bearer tokens."""

import base64
from typing import Any

from loopback.messages import Answer, Refusal, Request, arrived

from .authorization import Gate
from .state import USERS, State

#: How many tasks each user has from the start.
SEEDED = 230


def seeded_task(number: int) -> dict[str, Any]:
    """The task of a number; the same in every run."""
    return {"id": f"t{number:03d}", "title": f"Task {number}", "done": number % 3 == 0,
            "due": f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}", "labels": ["odd"] if number % 2 else []}


class Tasks:
    """`/api`: whoami wants any token, the rest a scope."""

    def __init__(self, state: State, gate: Gate):
        self.state, self.gate = state, gate

    def whoami(self, request: Request) -> Answer:
        token = self.gate.token(request)
        who = USERS.get(token.user, {"user": "", "name": token.client.client_id})
        return Answer.of_json({**who, "client": token.client.client_id, "scope": token.scope})

    def echo(self, request: Request) -> Answer:
        token = self.gate.token(request)
        return Answer.of_json({"user": token.user, "scope": token.scope, "family": token.family, **arrived(request)})

    def search(self, request: Request) -> Answer:
        """A page of tasks, and the `cursor` of the next one; null on the last."""
        owner = self._owner(request, "tasks.read")
        start, size = self._start(request), request.number("limit", 50, 1, 100)
        done = request.parameter("done")
        found = [task for task in self._of(owner) if done in ("", str(task["done"]).lower())]
        more = start + size < len(found)
        return Answer.of_json({"data": found[start:start + size], "total": len(found),
                               "cursor": cursor(start + size) if more else None})

    def create(self, request: Request) -> Answer:
        owner = self._owner(request, "tasks.write")
        given = request.json()
        if not given.get("title"):
            raise Refusal(422, "title_missing", "A task needs a title.")
        with self.state.lock:
            added = self.state.added.setdefault(owner, [])
            task = {**seeded_task(SEEDED + len(added) + 1), "title": given["title"], "done": False,
                    "due": given.get("due"), "labels": given.get("labels", [])}
            added.append(task)
        return Answer.of_json(task, 201, [("Location", f"/api/tasks/{task['id']}")])

    def get(self, request: Request) -> Answer:
        return Answer.of_json(self._find(request, "tasks.read"))

    def complete(self, request: Request) -> Answer:
        """PATCH: `{"done": …}`."""
        task = self._find(request, "tasks.write")
        return Answer.of_json({**task, "done": request.json().get("done") is True})

    def labels(self, request: Request) -> Answer:
        self._owner(request, "tasks.read")
        return Answer.of_json({"data": [{"id": "odd", "name": "Odd ones"}, {"id": "even", "name": "Even ones"}]})

    def _owner(self, request: Request, scope: str) -> str:
        """The user, or the application itself where it came without one."""
        token = self.gate.token(request, scope)
        return token.user or token.client.client_id

    def _of(self, owner: str) -> list[dict[str, Any]]:
        with self.state.lock:
            return [seeded_task(number) for number in range(1, SEEDED + 1)] + self.state.added.get(owner, [])

    def _find(self, request: Request, scope: str) -> dict[str, Any]:
        wanted = request.path.rpartition("/")[2]
        for task in self._of(self._owner(request, scope)):
            if task["id"] == wanted:
                return task
        raise Refusal(404, "task_unknown", f"There is no task '{wanted}'.")

    @staticmethod
    def _start(request: Request) -> int:
        given = request.parameter("cursor")
        try:
            return int(base64.urlsafe_b64decode(given)) if given else 0
        except ValueError as error:
            raise Refusal(400, "bad_cursor", f"'{given}' is no cursor of this service.") from error


def cursor(start: int) -> str:
    """Where a page starts, in a form nobody counts with."""
    return base64.urlsafe_b64encode(str(start).encode()).decode()
