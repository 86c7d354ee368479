"""What an app's own JavaScript functions read of the arguments they get."""

import re
from typing import Optional, Union

from .shapes import Shape

#: An argument: a place of the answer, a text that is known, or nothing that matters.
Argument = Optional[Union[Shape, str]]

CHAIN = r"(?:\??\.[A-Za-z_$][\w$]*|\[[^\[\]]*\])+"
ASSIGNMENT = re.compile(r"(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*([A-Za-z_$][\w$]*)(" + CHAIN + r")\s*[;\n]")
READ = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)(" + CHAIN + r")")
KEYS = re.compile(r"(?:Object\.(?:keys|values|entries)\(\s*|\bin\s+)([A-Za-z_$][\w$]*)((?:" + CHAIN + r")?)")
STEP = re.compile(r"\??\.([A-Za-z_$][\w$]*)|\[([^\[\]]*)\]")

#: Members that every array, text or object has by itself.
OWN = {"length", "hasOwnProperty", "includes", "split", "slice", "startsWith", "endsWith", "toString", "replace"}
OF_ARRAYS = {"map", "filter", "forEach", "find", "some", "every", "reduce", "join", "push", "sort", "flatMap"}


def learn(code: str, name: str, arguments: list[Argument]) -> None:
    """Makes the places that a function of this name reads of its arguments."""
    head = re.search(r"function\s+" + re.escape(name) + r"\s*\(([^)]*)\)", code)
    if head is None:
        return
    names = [one.split("=")[0].strip() for one in head[1].split(",")]
    known: dict[str, Argument] = dict(zip(names, arguments))
    for variable, of, chain in ASSIGNMENT.findall(code):
        place = known.get(of)
        if isinstance(place, Shape):
            known[variable] = follow(place, chain, known)
    for of, chain in READ.findall(code):
        place = known.get(of)
        if isinstance(place, Shape):
            follow(place, chain, known)
    for of, chain in KEYS.findall(code):
        place = known.get(of)
        target = follow(place, chain, known) if isinstance(place, Shape) else None
        if target is not None and not target.members and target.element is None:
            target.member("one")


def follow(place: Shape, chain: str, known: dict[str, Argument]) -> Optional[Shape]:
    """The place a chain of members leads to; `None` where a method ends it."""
    for name, index in STEP.findall(chain):
        if name in OWN:
            return None
        if name in OF_ARRAYS:
            place.item()
            return None
        place = place.member(name) if name else at_index(place, index.strip(), known)
    return place


def at_index(place: Shape, index: str, known: dict[str, Argument]) -> Shape:
    """`[0]`, `['key']`, or `[variable]`: an argument that is known, else any of the keys."""
    if index.isdigit():
        return place.item()
    if index[:1] in ("'", '"'):
        return place.member(index[1:-1])
    text = known.get(index)
    if isinstance(text, str):
        return place.member(text)
    return next(iter(place.members.values()), None) or place.member("one")
