"""A problem in the words of a schema that the document has for errors.

Documents say what an error looks like, and hardly any of them means RFC 9457. Where the
names of properties tell what belongs there, a problem can be written so:
`{"error": {"message": ...}}`, or FastAPI's `{"detail": [{"loc": [...], "msg": ...}]}`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

from ..codec import codec_of
from .problem import MOST_ERRORS, BodyError, ParameterError, Problem
from .request_ids import request_id

_Schema: TypeAlias = Mapping[str, Any]
_Error: TypeAlias = ParameterError | BodyError

_MESSAGES: Final = re.compile(
    "message|msg|error(message|msg|description)?|details?|description|title|reason|text"
)
_STATUSES: Final = re.compile("(http)?(status|code|statuscode)|errorcode")
_LISTS: Final = re.compile(
    "(field|validation)?errors|details?|violations|invalidparams"
)
_PLACES: Final = re.compile(
    "loc|location|path|pointer|field|name|property|param|parameter|source"
)
_REQUESTS: Final = re.compile("(request|correlation|trace)id|xrequestid")
_KINDS: Final = re.compile("type|kind|code|rule")
_FLAGS: Final = {"success": False, "ok": False, "error": True, "iserror": True}
_DEEPEST: Final = 5
_MOST_TOLD: Final = 3
_NOTHING: Final = object()
_SIGNS: Final = re.compile(r"[\W_]+")


def filled(problem: Problem, type_: Any) -> object | None:
    """The JSON value of a type that tells of a problem; None where nobody can say.

    Not judged: a limit of the schema may still refuse it.
    """
    schema = _schema_of(type_)
    filler = _Filler(problem, schema.get("$defs", {}))
    value = filler.value("message", schema, 0)
    return value if filler.has_told and value is not _NOTHING else None


def is_problem(type_: Any) -> bool:
    """Whether a schema has the members of a problem (RFC 9457, section 3.1)."""
    properties = _schema_of(type_).get("properties", {})
    return len(properties.keys() & {"type", "title", "detail", "instance"}) > 1


@cache
def _schema_of(type_: Any) -> _Schema:
    """The JSON Schema of a type, followed to where its reference leads."""
    schema = codec_of(type_).json_schema()
    definitions = schema.get("$defs", {})
    return {**_end_of(schema, definitions), "$defs": definitions}


def _end_of(schema: _Schema, definitions: _Schema) -> _Schema:
    reference = schema.get("$ref", "")
    end: _Schema = definitions.get(reference.removeprefix("#/$defs/"), schema)
    return end


@dataclass
class _Filler:
    """Fills one schema; `has_told` once a text says what is wrong."""

    problem: Problem
    definitions: _Schema
    error: _Error | None = None
    """That which an item of a list is about."""
    has_told: bool = field(default=False, init=False)

    def value(self, name: str, schema: _Schema, depth: int) -> object:
        """What belongs at a property of that name, `_NOTHING` where nobody can say."""
        schema = _end_of(schema, self.definitions)
        if "const" in schema or "enum" in schema:
            return self._listed(schema)
        members = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        if depth > _DEEPEST:
            return _NOTHING
        values = (self.value(name, member, depth + 1) for member in members)
        usable = (value for value in values if value is not _NOTHING)
        found = next(usable, _NOTHING)
        return self._typed(name, schema, depth) if found is _NOTHING else found

    def _listed(self, schema: _Schema) -> object:
        """The only value there is, or the one that is called like the status."""
        listed = [schema["const"]] if "const" in schema else schema["enum"]
        if len(listed) == 1:
            return listed[0]
        status = {str(self.problem.status), _plain(self.problem.title)}
        alike = (value for value in listed if _plain(str(value)) in status)
        return next(alike, _NOTHING)

    def _typed(self, name: str, schema: _Schema, depth: int) -> object:
        plain = _plain(name)
        match schema.get("type"):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(plain, schema, depth)
            case "string":
                return self._text(plain)
            case "boolean":
                return _FLAGS.get(plain, _NOTHING)
            case "integer" | "number" if (
                _STATUSES.fullmatch(plain) and self.error is None
            ):
                return self.problem.status
            case _:
                return _NOTHING

    def _object(self, schema: _Schema, depth: int) -> object:
        """An object of the properties that are known, if they are all it needs."""
        properties = schema.get("properties", {})
        values = {
            name: self.value(name, member, depth + 1)
            for name, member in properties.items()
        }
        known = {name: value for name, value in values.items() if value is not _NOTHING}
        if not known or not known.keys() >= set(schema.get("required", ())):
            return _NOTHING
        return known

    def _array(self, plain: str, schema: _Schema, depth: int) -> object:
        items = schema.get("items", {})
        if self.error is not None:
            if not _PLACES.fullmatch(plain):
                return _NOTHING
            return list(_steps(self.error))
        if depth and not _LISTS.fullmatch(plain):
            return _NOTHING
        told: list[object] = []
        for error in self._errors():
            filler = _Filler(self.problem, self.definitions, error)
            value = filler.value("message", items, depth + 1)
            if value is _NOTHING or not filler.has_told:
                return _NOTHING
            told.append(value)
        self.has_told = True
        return told

    def _errors(self) -> Iterator[_Error]:
        """Each thing that is wrong, or the whole."""
        if not self.problem.errors:
            yield BodyError("", self.problem.detail or self.problem.title)
        yield from self.problem.errors[: MOST_ERRORS + 1]

    def _text(self, plain: str) -> object:
        if _MESSAGES.fullmatch(plain):
            self.has_told = True
            return _message(self.problem) if self.error is None else self.error.detail
        if self.error is not None:
            if _PLACES.fullmatch(plain):
                return _place(self.error)
            return "invalid" if _KINDS.fullmatch(plain) else _NOTHING
        if _REQUESTS.fullmatch(plain):
            return request_id() or _NOTHING
        if _STATUSES.fullmatch(plain):
            return _SIGNS.sub("_", self.problem.title).lower()
        return _NOTHING


def _plain(name: str) -> str:
    """A name without signs and capitals: `error_message` and `errorMessage` are one."""
    return _SIGNS.sub("", name).lower()


def _message(problem: Problem) -> str:
    """What is wrong in a sentence, and where, for the first few places."""
    lead = problem.detail or problem.title
    if not problem.errors:
        return lead
    told = [f"{_place(error)}: {error.detail}" for error in problem.errors]
    more = len(told) - _MOST_TOLD
    ending = f"; and {more} more" if more > 0 else ""
    return f"{lead.rstrip('.')}: {'; '.join(told[:_MOST_TOLD])}{ending}"


def _place(error: _Error) -> str:
    if isinstance(error, ParameterError):
        return error.name
    return error.pointer or "body"


def _steps(error: _Error) -> Iterator[str | int]:
    """Where it is, from the part of the request on, as FastAPI counts."""
    if isinstance(error, ParameterError):
        yield error.location
        yield error.name
        return
    yield "body"
    for step in error.pointer.split("/")[1:]:
        plain = step.replace("~1", "/").replace("~0", "~")
        yield int(plain) if plain.isdecimal() and plain.isascii() else plain
