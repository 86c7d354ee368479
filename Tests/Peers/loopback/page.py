"""What a person sees."""

from .messages import Answer

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1rem}}
button{{font:inherit;padding:.4rem 1.2rem;margin-right:.5rem}}code{{font-size:1.2em}}</style>
<h1>{title}</h1>{body}</html>"""


def page(title: str, body: str, status: int = 200) -> Answer:
    """An answer for people: `body` is HTML."""
    return Answer.of_text(PAGE.format(title=title, body=body), status, "text/html; charset=utf-8")
