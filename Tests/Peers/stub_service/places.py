"""Finds the place of an answer that an expression of a spec reads."""

from typing import Any, Optional

from . import scripts
from .expressions import Expression, Literal, Member, Name, Operation
from .shapes import Shape

#: Functions whose value is the array they get, whole or in part.
SAME_ARRAY = {"sort", "reverse", "shuffle", "slice", "distinct", "deduplicate", "remove", "add", "merge", "append",
              "flatten", "arrayDifference"}
ARRAY_READERS = {"length", "join", "map", "contains", "toCollection", "sum", "average", "min", "max"}

#: The type of what functions and operators take.
TAKES = {**dict.fromkeys(["parseDate", "formatDate", "addSeconds", "addMinutes", "addHours", "addDays"], "date"),
         **dict.fromkeys(["-", "*", "/", "%", "<", "<=", ">", ">=", "++", "round", "floor", "ceil", "parseNumber",
                          "formatNumber"], "number")}


def date_in(tokens: str) -> str:
    """One moment in a format of the language, as far as formats have digits only."""
    if tokens == "X":
        return "1772600767"
    parts = {"YYYY": "2026", "MM": "03", "DD": "04", "HH": "05", "mm": "06", "ss": "07", "SSS": "000", "Z": "+00:00"}
    for token, text in parts.items():
        tokens = tokens.replace(token, text)
    return tokens


class Places:
    """The shapes of one answer: its body, its headers and its status; reading a place makes it.

    `functions` is the code of the app's own functions, `inputs` what `parameters` holds.
    """

    def __init__(self, functions: dict[str, str], inputs: dict[str, Any]):
        self.functions, self.inputs = functions, inputs
        self.body, self.headers, self.status = Shape(), Shape(), Shape()
        self.item: Optional[Shape] = None
        self.temp: dict[str, Optional[Shape]] = {}

    def place(self, expression: Expression) -> Optional[Shape]:
        """The place of the answer that an expression reads; `None` for what is computed."""
        if isinstance(expression, Name):
            roots = {"body": self.body, "headers": self.headers, "statusCode": self.status, "item": self.item}
            return roots.get(expression.text)
        if isinstance(expression, Member):
            return self._member(expression)
        if isinstance(expression, Operation):
            return self._result(expression)
        return None

    def _member(self, expression: Member) -> Optional[Shape]:
        if isinstance(expression.of, Name) and expression.of.text == "temp":
            return self.temp.get(expression.name or "")
        of = self.place(expression.of)
        if of is None:
            return None
        if of is self.headers:
            return of.member((expression.name or "").lower())
        return of.item() if expression.name is None else of.member(expression.name)

    def _result(self, call: Operation) -> Optional[Shape]:
        places = [self.place(operand) for operand in call.operands]
        for place in places[:1] if call.name[0].isalpha() else places:
            if place is not None and call.name in TAKES:
                place.type = place.type or TAKES[call.name]
        if call.name == "parseDate" and places[0] is not None and len(call.operands) > 1:
            places[0].literals.append(date_in(self._text(call.operands[1]) or ""))
        if call.name in self.functions:
            texts = [place or self._text(one) for place, one in zip(places, call.operands)]
            scripts.learn(self.functions[call.name], call.name, texts)
            return None
        if call.name in ("if", "ifempty"):
            return next((place for place in places[call.name == "if":] if place), None)
        first = places[0] if places else None
        if first is None:
            return None
        if call.name in ("first", "last"):
            return first.item()
        if call.name == "get" and len(call.operands) > 1 and isinstance(call.operands[1], Literal):
            return first.at(str(call.operands[1].value))
        if call.name == "parseJSON":
            first.is_json_text = True
            return first
        if call.name in SAME_ARRAY or call.name in ARRAY_READERS:
            element = first.item()
            self._keys_of(call, element)
            return first if call.name in SAME_ARRAY else None
        return None

    def _text(self, expression: Expression) -> Optional[str]:
        """The text of a literal or a parameter."""
        if isinstance(expression, Member) and expression.of == Name("parameters"):
            expression = Literal(self.inputs.get(expression.name or ""))
        value = expression.value if isinstance(expression, Literal) else None
        return value if isinstance(value, str) else None

    @staticmethod
    def _keys_of(call: Operation, element: Shape) -> None:
        """`map(list, 'key', 'filter', 'values')` and `toCollection(list, 'key', 'value')` read members of elements."""
        if call.name not in ("map", "toCollection"):
            return
        texts = [one.value for one in call.operands[1:] if isinstance(one, Literal) and isinstance(one.value, str)]
        for text in texts[:2]:
            element.at(text)
        if call.name == "map" and len(texts) > 2:
            element.at(texts[1]).literals.append(texts[2].split(",")[0])

    def visit(self, expression: Expression) -> None:
        """Makes every place that an expression reads."""
        self.place(expression)
        for operand in getattr(expression, "operands", []):
            self.visit(operand)
