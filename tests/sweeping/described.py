"""What a document says of each operation, read for the witness.

Read from the document in its one shape (`normal.json`), without any code of apiloom:
that it was brought into this shape by apiloom's `source`, `bundle` and `upgrade` is
the one thing the witness takes on trust; `as_written.py` holds it against the document
as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.sweeping.examples import Examples
from tests.sweeping.pointers import Pointers, escaped

Json = dict[str, Any]

_RESERVED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
"""Names of headers that are no parameters (OpenAPI 3.1, section 4.8.12.1)."""
_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_PLACES: Final = frozenset({"path", "query", "header", "cookie", "querystring"})
_STYLES: Final = {
    "path": "simple",
    "header": "simple",
    "query": "form",
    "cookie": "form",
    "querystring": "form",
}
_KNOWN_STYLES: Final = {
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "cookie": ("form", "cookie"),
}


@dataclass(frozen=True, slots=True)
class DescribedParameter:
    """A parameter object (OpenAPI 3.1, section 4.8.12), or a header of a response.

    `schema` is a pointer. `unusual` says why the style table has nothing to say of it.
    """

    name: str
    place: str
    style: str
    explode: bool
    reserved: bool
    required: bool
    schema: str | None
    content: str | None = None
    unusual: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Place and name; names of header fields have no case (RFC 9110, 5.1)."""
        return self.place, self.name.lower() if self.place == "header" else self.name


@dataclass(frozen=True, slots=True)
class DescribedMedia:
    """A media type object; `schema` is a pointer, that of an item where `items`.

    With `payload`, an item is JSON in the data of an event.
    """

    name: str
    schema: str | None
    items: bool = False
    encoding: Json = field(default_factory=dict)
    payload: bool = False

    @property
    def essence(self) -> str:
        """`type/subtype` in lower case."""
        return self.name.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class DescribedResponse:
    """A response object; `key` is a status, a range such as `4XX`, or `default`."""

    key: str
    content: tuple[DescribedMedia, ...]
    headers: tuple[DescribedParameter, ...]


@dataclass(frozen=True, slots=True)
class DescribedOperation:
    """An operation object. `odd` are its parameters that are none, with the reason."""

    method: str
    path: str
    parameters: tuple[DescribedParameter, ...]
    odd: dict[str, str]
    body: tuple[DescribedMedia, ...]
    body_required: bool
    responses: tuple[DescribedResponse, ...]
    security: tuple[tuple[str, ...], ...]


_SEQUENTIAL = frozenset(
    {
        "text/event-stream",
        "application/jsonl",
        "application/x-ndjson",
        "application/json-seq",
    }
)
_STRUCTURED = frozenset({"properties", "allOf", "oneOf", "anyOf"})
_STRUCTURES = ("object", "array", "integer", "number", "boolean")
_EVENT_FIELDS = frozenset({"data", "event", "id", "retry"})


class Description:
    """The operations and security schemes of one document."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples
        self._pointers = Pointers(examples)

    def schemes(self) -> dict[str, Json]:
        """Every security scheme by its name in the document."""
        where = "/components/securitySchemes"
        listed = self._get(where) or {}
        found = {
            name: self._at(f"{where}/{escaped(name)}")
            for name in listed
            if isinstance(name, str)
        }
        return {name: each for name, each in found.items() if isinstance(each, dict)}

    def operation(self, method: str, path: str) -> DescribedOperation | None:
        """One operation, if it stands in the document."""
        where = self._pointers.operation(method, path)
        if where is None:
            return None
        written = self._get(where)
        security = written.get("security", (self._get("") or {}).get("security", []))
        body = self._pointers.followed(f"{where}/requestBody")
        parameters, odd = self._parameters(where, path)
        return DescribedOperation(
            method=method,
            path=path,
            parameters=parameters,
            odd=odd,
            body=tuple(self._media(f"{body}/content")),
            body_required=(self._get(body) or {}).get("required") is True,
            responses=tuple(self._responses(f"{where}/responses")),
            security=tuple(tuple(each) for each in security if isinstance(each, dict)),
        )

    def _parameters(
        self, operation: str, path: str
    ) -> tuple[tuple[DescribedParameter, ...], dict[str, str]]:
        found: dict[tuple[str, str], DescribedParameter] = {}
        odd: dict[str, str] = {}
        for owner in (operation.rpartition("/")[0], operation):
            listed = self._get(f"{owner}/parameters")
            for index in range(len(listed) if isinstance(listed, list) else 0):
                where = self._pointers.followed(f"{owner}/parameters/{index}")
                written = self._get(where)
                reason = _no_parameter(written, path)
                if reason:
                    odd[f"{owner}/parameters/{index}"] = reason
                    continue
                parameter = self._parameter(where, written["name"], written["in"])
                found[parameter.key] = parameter
        for name in re.findall(r"\{([^{}?&#]*)\}", path.partition("?")[0]):
            if ("path", name) not in found and name not in _plain_names(found):
                found["path", name] = _text_in_path(name)
        return tuple(found.values()), odd

    def _parameter(self, where: str, name: str, place: str) -> DescribedParameter:
        written: Json = self._get(where)
        content = written.get("content")
        media = next(iter(content), None) if isinstance(content, dict) else None
        schema = f"{where}/schema"
        if media is not None:
            schema = f"{where}/content/{escaped(media)}/schema"
        usual = _STYLES[place]
        asked = written.get("style", usual)
        style = asked if asked in _KNOWN_STYLES.get(place, ()) else usual
        explode = written.get("explode", style in ("form", "cookie"))
        return DescribedParameter(
            name=name,
            place=place,
            style=style,
            explode=explode is True,
            reserved=written.get("allowReserved") is True,
            required=place == "path" or written.get("required") is True,
            schema=schema if self._get(schema) is not None else None,
            content=media,
            unusual=_unusual(place, asked, style, media),
        )

    def _media(self, where: str) -> Iterator[DescribedMedia]:
        content = self._get(where)
        for name in content if isinstance(content, dict) else ():
            pointer = self._pointers.followed(f"{where}/{escaped(name)}")
            written = self._get(pointer)
            if not isinstance(written, dict):
                continue
            items = "itemSchema" in written
            schema = f"{pointer}/{'itemSchema' if items else 'schema'}"
            known = schema if self._get(schema) is not None else None
            encoding = written.get("encoding")
            media = DescribedMedia(
                name, known, items, encoding if isinstance(encoding, dict) else {}
            )
            is_settled = items or known is None
            yield media if is_settled else self._of_items(media, known or "")

    def _of_items(self, media: DescribedMedia, schema: str) -> DescribedMedia:
        """Before 3.2, `schema` beside a sequential media type is that of an item."""
        if media.essence not in _SEQUENTIAL:
            return media
        pointer = self._pointers.followed(schema)
        whole = self._get(pointer)
        if not isinstance(whole, dict):
            return media
        if whole.get("type") == "array" and isinstance(whole.get("items"), dict):
            pointer = self._pointers.followed(f"{pointer}/items")
        item = self._get(pointer)
        if not isinstance(item, dict) or not (
            item.keys() & _STRUCTURED or item.get("type") in _STRUCTURES
        ):
            return media
        payload = media.essence == "text/event-stream"
        if payload and "data" in item.get("properties", {}):
            payload = not item["properties"].keys() <= _EVENT_FIELDS
        return replace(media, schema=pointer, items=True, payload=payload)

    def _responses(self, where: str) -> Iterator[DescribedResponse]:
        listed = self._get(where)
        for key in listed if isinstance(listed, dict) else ():
            status = _status_key(key)
            if status is None:
                continue
            pointer = self._pointers.followed(f"{where}/{escaped(key)}")
            if not isinstance(self._get(pointer), dict):
                continue
            headers = self._get(f"{pointer}/headers")
            names = headers if isinstance(headers, dict) else {}
            yield DescribedResponse(
                status,
                tuple(self._media(f"{pointer}/content")),
                tuple(self._headers(f"{pointer}/headers", names)),
            )

    def _headers(self, where: str, names: Json) -> Iterator[DescribedParameter]:
        """Headers of a response; Content-Type is none (section 4.8.17)."""
        for name in names:
            pointer = self._pointers.followed(f"{where}/{escaped(name)}")
            usable = _TOKEN.fullmatch(name) and isinstance(self._get(pointer), dict)
            if usable and name.lower() != "content-type":
                yield self._parameter(pointer, name, "header")

    def _at(self, pointer: str) -> Any:
        return self._get(self._pointers.followed(pointer))

    def _get(self, pointer: str) -> Any:
        return self._pointers.get(pointer)


def _plain_names(found: Collection[tuple[str, str]]) -> set[str]:
    """Names of path parameters, which templates with operators write otherwise."""
    names = {name for place, name in found if place == "path"}
    return {f"{a}{name}{b}" for name in names for a in ("", "+", "*") for b in "+*"}


def _text_in_path(name: str) -> DescribedParameter:
    """A name in the path that no parameter describes: any text."""
    return DescribedParameter(
        name=name,
        place="path",
        style="simple",
        explode=False,
        reserved=False,
        required=True,
        schema=None,
    )


def _no_parameter(written: Any, path: str) -> str:
    """Why something in `parameters` is none; empty where it is one."""
    if not isinstance(written, dict):
        return "a parameter that is no object"
    name, place = written.get("name"), written.get("in")
    if not isinstance(name, str) or not name or place not in _PLACES:
        return "a parameter without name or place"
    if place == "header" and name.lower() in _RESERVED_HEADERS:
        return "a header that is no parameter by the letter (OpenAPI, `in: header`)"
    if place == "header" and _TOKEN.fullmatch(name) is None:
        return "a header that no field can be called (RFC 9110, 5.1)"
    if place == "path" and name not in path:
        return "a path parameter that the path does not name"
    if place == "querystring" and not written.get("content"):
        return "a whole query string without content"
    return ""


def _unusual(place: str, asked: Any, style: str, media: str | None) -> str:
    if place == "querystring":
        return "a whole query string"
    if media is None and asked != style:
        return f"style {asked} in {place}, which the style table does not have"
    return ""


def _status_key(key: Any) -> str | None:
    """The key as OpenAPI writes it; None for what is no status."""
    text = str(key)
    if re.fullmatch("[1-5][0-9][0-9]", text) or text == "default":
        return text
    return text.upper() if re.fullmatch("[1-5][xX][xX]", text) else None


def is_token(scheme: Json) -> bool:
    """Whether the credentials are a token in `Authorization` (RFC 6750)."""
    kind, http = scheme.get("type"), str(scheme.get("scheme", "")).lower()
    return kind in ("oauth2", "openIdConnect") or (kind, http) == ("http", "bearer")
