"""What extensions of an operation say of its pages (OpenAPI 3.2, section 4.30).

    x-ms-pageable: {itemName: value, nextLinkName: nextLink}              AutoRest
    x-speakeasy-pagination: {type: cursor, inputs: [...], outputs: {...}} Speakeasy
    x-fern-pagination: {cursor: $request.after, next_cursor: $response.next, ...} Fern

Paths in them become JSON pointers, and nothing else: `$.data.items`. What cannot be
read so is reported as `page-extension-unusable`, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiloom.api.parse.object_reader import Reader
from apiloom.core.location import escape_token
from apiloom.core.page_rule import PageRule, is_whole

CODE: Final = "page-extension-unusable"
_HINT: Final = "`pages` of the configuration can say it"
_STEP: Final = re.compile(r"\.([^.\[\]$*?]+)|\['([^']+)'\]")
_LAST_ITEM: Final = "[-1]"


class _UnreadError(Exception):
    """Why an extension says nothing that is understood."""


def page_rule_of(operation: Reader) -> PageRule | None:
    """The rule of the first extension about pages that can be read."""
    for name, read in _READERS.items():
        extension = operation.member(name)
        if extension is None:
            continue
        try:
            rule = read(extension)
        except _UnreadError as error:
            extension.complain(CODE, f"{name} cannot be read: {error}", _HINT)
            continue
        if rule is not None:
            return rule
    return None


@dataclass(frozen=True, slots=True)
class _Extension:
    """An extension that is an object."""

    reader: Reader
    members: Mapping[str, Any]

    @classmethod
    def of(cls, reader: Reader) -> _Extension:
        if not isinstance(reader.value, dict):
            raise _UnreadError("it is no object")
        return cls(reader, reader.value)

    def text(self, name: str) -> str | None:
        """A member that is a text; None where there is none."""
        value = self.members.get(name)
        if value is not None and not isinstance(value, str):
            raise _UnreadError(f"`{name}` is no text")
        return value

    def rule(self, kind: Any, **said: Any) -> PageRule:
        """A rule that has all that its kind needs."""
        rule = PageRule("", kind, **said, where=self.reader.location())
        if not is_whole(rule):
            raise _UnreadError("it does not say what leads on")
        return rule


def _microsoft(reader: Reader) -> PageRule | None:
    """`nextLinkName: null` is for one page."""
    extension = _Extension.of(reader)
    link = extension.text("nextLinkName")
    if link is None:
        return None
    item = extension.text("itemName") or "value"
    return extension.rule("url", items=_member(item), next=_member(link))


def _member(name: str) -> str:
    return f"/{escape_token(name)}"


def _speakeasy(reader: Reader) -> PageRule:
    extension = _Extension.of(reader)
    outputs = extension.members.get("outputs", {})
    if not isinstance(outputs, dict):
        raise _UnreadError("`outputs` is no object")
    said = _Extension(reader, outputs)
    items = _pointer(said.text("results"), "$")
    inputs = dict(_inputs(extension.members.get("inputs", [])))
    match extension.text("type"):
        case "cursor":
            way = _onward(said.text("nextCursor"), said.text("results"))
            return extension.rule(
                "cursor", parameter=inputs.get("cursor"), items=items, **way
            )
        case "url":
            link = _pointer(said.text("nextUrl"), "$")
            return extension.rule("url", items=items, next=link)
        case "offsetLimit":
            kind = "page" if "page" in inputs else "offset"
            return extension.rule(kind, parameter=inputs.get(kind), items=items)
    raise _UnreadError("its `type` is none of cursor, url and offsetLimit")


def _onward(path: str | None, results: str | None) -> dict[str, str]:
    """Where the cursor is: in the answer, or in the last of its items."""
    head, last, rest = (path or "").partition(_LAST_ITEM)
    if last and head == results:
        return {"last": _pointer(f"${rest}", "$")}
    return {"next": _pointer(path, "$")}


def _inputs(inputs: Any) -> Iterator[tuple[str, str]]:
    """By what it is, the name of a parameter or of a property of the body."""
    for entry in inputs if isinstance(inputs, list) else []:
        if isinstance(entry, dict):
            kind, name = entry.get("type"), entry.get("name")
            if isinstance(kind, str) and isinstance(name, str):
                yield kind, name


def _fern(reader: Reader) -> PageRule | None:
    """`true` is for what the document says as a whole."""
    if reader.value is True:
        whole = reader.root.get("x-fern-pagination")
        if not isinstance(whole, dict):
            raise _UnreadError("the document has none for all operations")
        extension = _Extension(reader, whole)
    elif reader.value is False:
        return None
    else:
        extension = _Extension.of(reader)
    items = _pointer(extension.text("results"), "$response")
    more = extension.text("has-next-page")
    flag = None if more is None else _pointer(more, "$response")
    if (link := extension.text("next_uri")) is not None:
        next_ = _pointer(link, "$response")
        return extension.rule("url", items=items, next=next_, more=flag)
    if (cursor := extension.text("cursor")) is not None:
        return extension.rule(
            "cursor",
            parameter=_argument(cursor),
            items=items,
            next=_pointer(extension.text("next_cursor"), "$response"),
            more=flag,
        )
    kind = "page" if extension.text("step") is None else "offset"
    offset = extension.text("offset")
    parameter = None if offset is None else _argument(offset)
    return extension.rule(kind, parameter=parameter, items=items, more=flag)


def _argument(path: str) -> str:
    """The name in `$request.cursor`."""
    tokens = [*_tokens(path, "$request")]
    if len(tokens) != 1:
        raise _UnreadError("what changes is no argument by itself")
    return tokens[0]


def _pointer(path: str | None, begin: str) -> str:
    """`$.a.b`, or `$response.a.b`, as a JSON pointer; without a path the whole."""
    tokens = () if path is None else _tokens(path, begin)
    return "".join(map(_member, tokens))


def _tokens(path: str, begin: str) -> Iterator[str]:
    if not path.startswith(begin):
        raise _UnreadError(f"a path does not begin with `{begin}`")
    position = len(begin)
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            raise _UnreadError("a path has more than names of properties")
        yield step[1] or step[2]
        position = step.end()


_READERS: Final[Mapping[str, Callable[[Reader], PageRule | None]]] = {
    "x-speakeasy-pagination": _speakeasy,
    "x-fern-pagination": _fern,
    "x-ms-pageable": _microsoft,
}
