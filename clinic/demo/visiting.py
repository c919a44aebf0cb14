"""A visitor over real HTTP: follows links and sends forms as a browser without JavaScript does."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from intake.domain.questionnaire import SKIPPED, Question


def fields_of(question: Question, answer: Any, name: str = "") -> dict[str, Any]:
    """What a browser sends for this answer to this question."""
    name = name or question.id
    if answer == SKIPPED:
        return {f"{name}-skip": "1"}
    if question.type == "month":
        year, _, month = answer.partition("-")
        return {f"{name}-month": month, f"{name}-year": year}
    if question.type == "repeat":
        return dict(_rows(question, answer, name))
    return {name: answer}


def _rows(question: Question, rows: list[dict[str, Any]], name: str) -> Iterator[tuple[str, Any]]:
    for number, row in enumerate(rows):
        for inner in question.questions:
            if inner.id in row:
                yield from fields_of(inner, row[inner.id], f"{name}-{number}-{inner.id}").items()


class _Form(HTMLParser):
    """The action and the hidden fields of the page's main form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[str(given["name"])] = given.get("value") or ""


class Visitor:
    """Holds cookies and the current page. Only ever talks to the address it was given."""

    def __init__(self, *, link: str) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.url, self.page = link, ""
        self.visit(link)

    def visit(self, link: str) -> None:
        self._open(Request(urljoin(self.url, link)))  # noqa: S310  our own http address

    def send(self, **fields: object) -> None:
        """Send the page's form with these fields; a list sends a field several times."""
        form = _Form()
        form.feed(self.page)
        body = urlencode({**form.fields, **fields}, doseq=True).encode()
        self._open(Request(self.url, data=body, headers={"Referer": self.url}))  # noqa: S310

    def _open(self, request: Request) -> None:
        with self._opener.open(request, timeout=30) as response:
            self.url, self.page = response.url, response.read().decode()
