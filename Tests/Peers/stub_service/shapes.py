"""What an answer has to look like, learned bit by bit."""

from typing import Any, Optional


class Shape:
    """A place in an answer: an object, an array, or a value that hints describe."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.members: dict[str, Shape] = {}
        self.element: Optional[Shape] = None
        #: How many elements an array has.
        self.count = 2
        #: Values it must have, the last one counts.
        self.literals: list[Any] = []
        #: Values it must not have.
        self.refused: list[Any] = []
        #: The type an interface gives it, and the value its samples do.
        self.type = ""
        self.sample: Any = None
        #: Whether it must be there with a truthy value, or must be missing; unknown is `None`.
        self.wanted: Optional[bool] = None
        #: Whether it is read as a text that holds JSON.
        self.is_json_text = False

    def member(self, name: str) -> "Shape":
        return self.members.setdefault(name, Shape(name))

    def item(self) -> "Shape":
        """What each element looks like; makes it an array."""
        if self.element is None:
            self.element = Shape(self.name)
        return self.element

    def at(self, path: str) -> "Shape":
        """A dotted path; numbers are elements."""
        place = self
        for name in path.split("."):
            place = place.item() if name.isdigit() else place.member(name)
        return place

    @property
    def is_known(self) -> bool:
        return bool(self.members or self.element or self.literals or self.type or self.sample is not None)
