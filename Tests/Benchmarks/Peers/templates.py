"""Jinja2 on the tasks of templates.json: compiled before, native values for single expressions.

`templates.py SECONDS FILE [written]`; with the last word each text is written as UTF-8, as into a request.
"""

import datetime
import json
import sys
import urllib.parse

import jinja2
import measure

with open(sys.argv[2], encoding="utf-8") as file:
    CONTENT = json.load(file)

ENVIRONMENT = jinja2.Environment()
ENVIRONMENT.globals["quote"] = lambda text: urllib.parse.quote(text, safe="")
ENVIRONMENT.globals["format_date"] = lambda text: datetime.datetime.fromisoformat(text).strftime("%Y-%m-%d")

CONTEXT = CONTENT["context"]
TASKS = [ENVIRONMENT.compile_expression(task["jinja"]) if "jinja" in task
         else ENVIRONMENT.from_string(task["text"]).render for task in CONTENT["templates"]]
for task, render in zip(CONTENT["templates"], TASKS):
    value = render(CONTEXT)
    assert value == task["expected"], (task["iml"], value)


BUFFER = memoryview(bytearray(4096))


def evaluating() -> int:
    for render in TASKS:
        render(CONTEXT)
    return len(TASKS)


def writing() -> int:
    for render in TASKS:
        text = str(render(CONTEXT)).encode()
        BUFFER[:len(text)] = text
    return len(TASKS)


measure.run(writing if sys.argv[3:] == ["written"] else evaluating)
