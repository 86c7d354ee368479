"""What an answer must hold so that a condition of a spec is true, or is not."""

from typing import Any, Optional

from .expressions import Expression, Literal, Operation
from .places import Places
from .shapes import Shape


class Wishes(Places):
    """An answer that takes wishes."""

    def wish(self, expression: Expression, holds: bool) -> None:
        """Learns what makes a condition true or false."""
        if not isinstance(expression, Operation):
            place = self.place(expression)
            if place is not None and place is not self.item and place is not self.body:
                place.wanted = holds
            return
        name, operands = expression.name, expression.operands
        if name == "!":
            self.wish(operands[0], not holds)
        elif name in ("&", "&&", "|", "||"):
            # To hold, `and` needs both and `or` one; not to hold, the other way about. Where one is enough, a
            # comparison says more than a name.
            about_answer = [one for one in operands if self._reads_answer(one)]
            about_answer.sort(key=lambda one: not isinstance(one, Operation))
            all_needed = holds == (name in ("&", "&&"))
            for operand in about_answer if all_needed else about_answer[:1]:
                self.wish(operand, holds)
        elif name in ("=", "==", "===", "!=", "!=="):
            self._compare(operands, holds == (not name.startswith("!")))
        elif name in ("<", "<=", ">", ">="):
            self._count(name, operands, holds)
        else:
            place = self.place(expression)
            if place is not None and name in ("ifempty", "if", "first", "last", "get"):
                place.wanted = holds

    def _reads_answer(self, expression: Expression) -> bool:
        if self.place(expression) is not None:
            return True
        return any(self._reads_answer(operand) for operand in getattr(expression, "operands", []))

    def _compare(self, operands: list[Expression], equal: bool) -> None:
        for one, other in (operands, operands[::-1]):
            if not isinstance(other, Literal):
                continue
            if isinstance(one, Operation) and one.name == "length" and one.operands:
                self._set_count(self.place(one.operands[0]), other.value, equal)
            place = self.place(one)
            if place is None:
                continue
            if other.value is None:
                place.wanted = not equal
            elif equal:
                place.literals.append(other.value)
            else:
                place.refused.append(other.value)

    def _count(self, sign: str, operands: list[Expression], holds: bool) -> None:
        """A length against a number, or two places of the answer against each other."""
        one, other = operands
        if isinstance(one, Operation) and one.name == "length" and isinstance(other, Literal):
            enough = other.value + (1 if sign == ">" else 0)
            self._set_count(self.place(one.operands[0]), enough, holds == sign.startswith(">"))
            return
        low, high = (self.place(one), self.place(other))[::1 if sign.startswith("<") else -1]
        self.visit(Operation(sign, operands))
        if low is not None and high is not None:
            low.literals.append(1)
            high.literals.append(2 if holds else 1 if len(sign) == 1 else 0)

    @staticmethod
    def _set_count(place: Optional[Shape], count: Any, equal: bool) -> None:
        if place is None or not isinstance(count, int):
            return
        place.item()
        if equal:
            place.count = min(count, 200)
        elif place.count == count:
            place.count = count + 1
