"""Just enough of the template language to see what a spec reads and compares."""

import re
from dataclasses import dataclass, field
from typing import Any, Optional, Union

TOKEN = re.compile(r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
                   r"""|(?P<name>[A-Za-z_$][\w$]*(?:-[A-Za-z_$][\w$]*)*|`[^`]*`)"""
                   r"""|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||\+\+|[-+*/%<>=&|!().,;\[\]]))""")

TEMPLATE = re.compile(r"""\{\{((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|(?!\}\}).)*)\}\}""", re.DOTALL)

CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None, "ignore": None, "erase": None,
             "emptystring": "", "space": " "}

#: Operators, weakest first.
LEVELS = [["|", "||"], ["&", "&&"], ["=", "==", "===", "!=", "!=="], ["<", "<=", ">", ">="], ["+", "-", "++"],
          ["*", "/", "%"]]


@dataclass
class Literal:
    value: Any


@dataclass
class Name:
    text: str


@dataclass
class Member:
    """`of.name`; `name` is `None` for an index."""

    of: "Expression"
    name: Optional[str]


@dataclass
class Operation:
    """An operator with its operands, or a function (its name) with its arguments."""

    name: str
    operands: list["Expression"] = field(default_factory=list)


Expression = Union[Literal, Name, Member, Operation]


class Parser:
    """Reads one expression; anything it does not understand is a `ValueError`."""

    def __init__(self, text: str):
        self.tokens, place = [], 0
        while text[place:].strip():
            found = TOKEN.match(text, place)
            if not found:
                raise ValueError(f"'{text}' is not understood at {place}")
            self.tokens.append((found.lastgroup, found[found.lastgroup or 0]))
            place = found.end()

    def whole(self) -> Expression:
        expression = self._level(0)
        if self.tokens:
            raise ValueError(f"nothing may stand before {self.tokens[0][1]}")
        return expression

    def _next(self, *signs: str) -> Optional[str]:
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return None

    def _level(self, level: int) -> Expression:
        if level == len(LEVELS):
            return self._prefixed()
        left = self._level(level + 1)
        while sign := self._next(*LEVELS[level]):
            left = Operation(sign, [left, self._level(level + 1)])
        return left

    def _prefixed(self) -> Expression:
        if sign := self._next("!", "-"):
            return Operation(sign, [self._prefixed()])
        return self._with_members(self._single())

    def _single(self) -> Expression:
        if self._next("("):
            inner = self._level(0)
            self._next(")")
            return inner
        if not self.tokens:
            raise ValueError("an operand is missing")
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return Literal(float(text) if "." in text else int(text))
        if kind == "text":
            return Literal(re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind != "name":
            raise ValueError(f"'{text}' is no operand")
        if self._next("("):
            return Operation(text, self._arguments())
        return Literal(CONSTANTS[text]) if text in CONSTANTS else Name(text.strip("`"))

    def _arguments(self) -> list[Expression]:
        arguments: list[Expression] = []
        while self.tokens and not self._next(")"):
            if self._next(",", ";"):
                continue
            arguments.append(self._level(0))
        return arguments

    def _with_members(self, of: Expression) -> Expression:
        while self.tokens:
            if self._next("."):
                kind, text = self.tokens.pop(0) if self.tokens else ("", "")
                of = Member(of, text.strip("`")) if kind in ("name", "number") else of
            elif self._next("["):
                inner = None if self._next("]") else self._level(0)
                if inner is not None:
                    self._next("]")
                is_key = isinstance(inner, Literal) and isinstance(inner.value, str)
                of = Member(of, inner.value if is_key else None)
            else:
                break
        return of


def expressions(template: str) -> list[Expression]:
    """The expressions of a template, in order; those with a mistake are left out."""
    found = []
    for inner in TEMPLATE.findall(template):
        try:
            found.append(Parser(inner).whole())
        except ValueError:
            continue
    return found


def alone(template: Any) -> Optional[Expression]:
    """The expression of a template that is nothing else, so that its value keeps its type."""
    if not isinstance(template, str):
        return None
    text = template.strip()
    inner = expressions(text)
    return inner[0] if len(inner) == 1 and TEMPLATE.fullmatch(text) else None
