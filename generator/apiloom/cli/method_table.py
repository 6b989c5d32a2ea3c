"""The methods of a client for a terminal: a table for each resource.

client.pets  Everything about your pets
  client.pets.get(pet_id, ...) -> Pet   GET /pets/{pet_id}   One pet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from apiloom.core.text import Text
from apiloom.python.syntax.markdown import one_line
from apiloom.python.syntax.width import width_of
from apiloom.python.targets.client.method_list import (
    ListedCall,
    ListedMethod,
    ListedResource,
)

_WIDEST = 72
"""Columns that the others of a table are moved to the right for one at most."""
_INDENT = "  "
_LEAST = 16
"""Columns that are worth beginning a summary in."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table: how a method is called, its request, and what it is for."""

    call: str
    returns: str
    request: str
    said: str
    is_form: bool = False

    @property
    def code(self) -> str:
        """What is called, and what comes of it."""
        return f"{_INDENT * (1 + self.is_form)}{self.call} -> {self.returns}"


def method_table(
    resources: Sequence[ListedResource], columns: int | None, *, colour: bool
) -> Iterator[str]:
    """The lines; with `columns` what a method is for is cut off there."""
    for number, resource in enumerate(resources):
        if number:
            yield ""
        summary = _cut(_said(resource.summary), len(resource.name) + 2, columns)
        name = click.style(resource.name, bold=True) if colour else resource.name
        yield f"{name}  {summary}".rstrip()
        rows = [row for method in resource.methods for row in _rows(method)]
        code = _column([row.code for row in rows])
        request = _column([row.request for row in rows])
        for row in rows:
            yield _line(row, code, request, columns, colour=colour)


def _rows(method: ListedMethod) -> Iterator[_Row]:
    path = one_line(method.path)
    request = f"{method.http_method:<6} {path}" if path else ""
    said = " ".join(
        filter(None, ("Deprecated." * method.deprecated, _said(method.summary)))
    )
    yield _row(method.plain, request, said)
    for form in method.forms:
        yield _row(form, "", "", is_form=True)


def _row(listed: ListedCall, request: str, said: str, *, is_form: bool = False) -> _Row:
    return _Row(listed.call, listed.returns, request, said, is_form)


def _line(
    row: _Row, code: int, request: int, columns: int | None, *, colour: bool
) -> str:
    """One method; what is longer than its column moves what follows."""
    start = _padded(row.code, code)
    middle = _padded(row.request, request)
    said = _cut(row.said, width_of(f"{start}  {middle}  "), columns)
    if colour:
        name = click.style(row.call.partition("(")[0], fg="cyan")
        start = start.replace(row.call.partition("(")[0], name, 1)
        method, space, path = middle.partition(" ")
        middle = f"{click.style(method, fg='green')}{space}{path}"
        said = click.style(said, dim=True) if said else ""
    return f"{start}  {middle}  {said}".rstrip()


def _said(text: Text | None) -> str:
    return one_line(text) if text else ""


def _column(texts: Sequence[str]) -> int:
    widths = (width_of(text) for text in texts)
    return max((width for width in widths if width <= _WIDEST), default=0)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _cut(text: str, begun: int, columns: int | None) -> str:
    """As much of a text as there is room for; nothing where that would say nothing."""
    if columns is None or begun + width_of(text) <= columns:
        return text
    room = columns - begun - 1
    if room < _LEAST:
        return ""
    kept = ""
    for character in text:
        if width_of(kept + character) > room:
            break
        kept += character
    return f"{kept.rstrip()}…"
