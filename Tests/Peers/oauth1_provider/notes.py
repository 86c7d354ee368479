"""What the service is about: each user's notes, and who they are."""

from typing import Any

from loopback.messages import Answer, Refusal, Request, arrived

from .gate import Gate
from .state import USERS, State

FOLDERS = [{"id": "inbox", "name": "Inbox"}, {"id": "work", "name": "Work"}, {"id": "ideas", "name": "Ideas"},
           {"id": "archive", "name": "Archive"}]

#: How many notes each user has from the start.
SEEDED = 250


def seeded_note(number: int) -> dict[str, Any]:
    """The note of a number; the same in every run."""
    return {"id": number, "title": f"Note {number}", "text": f"What note {number} says.",
            "folder": FOLDERS[number % len(FOLDERS)]["id"], "tags": ["even" if number % 2 == 0 else "odd"],
            "created_at": f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}T{number % 24:02d}:15:00Z"}


class Notes:
    """The signed part of the service, under `/api`."""

    def __init__(self, state: State, gate: Gate):
        self.state, self.gate = state, gate

    def whoami(self, request: Request) -> Answer:
        user, _ = self.gate.user(request)
        return Answer.of_json(USERS[user])

    def folders(self, request: Request) -> Answer:
        self.gate.user(request)
        return Answer.of_json({"folders": FOLDERS})

    def echo(self, request: Request) -> Answer:
        """What arrived, and how it was signed; `/two-legged/echo` wants no token."""
        if request.path.startswith("/api"):
            user, signed = self.gate.user(request)
        else:
            user, signed = None, self.gate.consumer(request)
        return Answer.of_json({"user": user, "signed": signed, **arrived(request)})

    def search(self, request: Request) -> Answer:
        """Pages of notes, newest number last: `page`, `per_page`, `q`, `folder`."""
        user, _ = self.gate.user(request)
        number = request.number("page", 1, 1, 1_000_000)
        size = request.number("per_page", 50, 1, 100)
        words, folder = request.parameter("q").lower(), request.parameter("folder")
        found = [note for note in self._of(user) if words in note["title"].lower() and folder in ("", note["folder"])]
        pages = max(1, -(-len(found) // size))
        return Answer.of_json({"notes": found[(number - 1) * size:number * size], "page": number, "pages": pages,
                               "total": len(found)})

    def create(self, request: Request) -> Answer:
        user, _ = self.gate.user(request)
        given = dict(request.form) if request.is_form else request.json()
        if not given.get("title"):
            raise Refusal(422, "title_missing", "A note needs a title.")
        if given.get("folder", "inbox") not in {folder["id"] for folder in FOLDERS}:
            raise Refusal(422, "folder_unknown", f"There is no folder '{given['folder']}'.")
        with self.state.lock:
            added = self.state.added_notes.setdefault(user, [])
            note = {"id": SEEDED + len(added) + 1, "title": given["title"], "text": given.get("text", ""),
                    "folder": given.get("folder", "inbox"), "tags": given.get("tags", []),
                    "created_at": "2026-06-01T09:00:00Z"}
            added.append(note)
        return Answer.of_json(note, 201, [("Location", f"/api/notes/{note['id']}")])

    def get(self, request: Request) -> Answer:
        user, _ = self.gate.user(request)
        return Answer.of_json(self._find(user, request))

    def delete(self, request: Request) -> Answer:
        user, _ = self.gate.user(request)
        note = self._find(user, request)
        with self.state.lock:
            self.state.deleted_notes.add((user, note["id"]))
        return Answer(204)

    def sign_out(self, request: Request) -> Answer:
        """The client gives its token back."""
        _, signed = self.gate.user(request)
        with self.state.lock:
            self.state.access_tokens.pop(signed["token"], None)
        return Answer.of_json({"revoked": True})

    def _of(self, user: str) -> list[dict[str, Any]]:
        with self.state.lock:
            every = [seeded_note(number) for number in range(1, SEEDED + 1)] + self.state.added_notes.get(user, [])
            return [note for note in every if (user, note["id"]) not in self.state.deleted_notes]

    def _find(self, user: str, request: Request) -> dict[str, Any]:
        wanted = request.path.rpartition("/")[2]
        for note in self._of(user):
            if str(note["id"]) == wanted:
                return note
        raise Refusal(404, "note_unknown", f"There is no note '{wanted}'.")
