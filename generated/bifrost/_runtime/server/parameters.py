"""The parameters of a request as the values that an operation declares."""

from collections.abc import Iterable
from typing import NamedTuple

from starlette.types import Scope

from ..codec import Invalid, codec_of, from_json, to_json
from ..media_types import FORM, is_json, kind_of
from ..operation import Parameter
from ..shape import Shape, shape_of
from ..split_text import Decode, StyleError
from .forms import Form, FormError
from .pairs import Pairs, cookie_pairs, query_pairs
from .paths import PATH_VALUES
from .problem import ParameterError, Problem, ProblemError, body_errors
from .route import Route
from .styles import (
    ABSENT,
    ONCE,
    decode,
    decode_plus,
    found_in,
    from_header,
    from_path,
)
from .wire import header_values


class ParameterReader:
    """Reads and judges the parameters of one operation.

    Those that it does not declare are ignored.
    """

    def __init__(self, route: Route) -> None:
        parameters = route.operation.parameters
        self._readers = [
            (field, _Reader(parameter, _claimed(parameter, parameters)))
            for field, parameter in zip(route.arguments, parameters, strict=True)
        ]
        # Text that a path holds as it is can be handed on without a look at the rest.
        self._segments = [
            (field, reader.name) for field, reader in self._readers if reader.is_segment
        ]
        self._is_simple = len(self._segments) == len(self._readers)
        locations = {parameter.location for parameter in parameters}
        self._query = "query" in locations
        self._cookies = "cookie" in locations

    def read(self, scope: Scope, values: dict[str, object]) -> None:
        """Put the value of every parameter that was sent under its field name.

        Raises `ProblemError` with 400, naming every parameter that is wrong.
        """
        if self._is_simple:
            path = scope[PATH_VALUES]
            for field, name in self._segments:
                text = path[name]
                if "%" in text:
                    break
                values[field] = text
            else:
                return
        self._read_all(scope, values)

    def _read_all(self, scope: Scope, values: dict[str, object]) -> None:
        sent = _Sent(
            scope,
            query_pairs(scope) if self._query else {},
            cookie_pairs(scope) if self._cookies else {},
        )
        errors: list[ParameterError] = []
        for field, reader in self._readers:
            try:
                value = reader.read(sent)
            except _InvalidError as error:
                errors.extend(error.errors)
                continue
            if value is not ABSENT:
                values[field] = value
        if errors:
            detail = "The parameters are not valid."
            raise ProblemError(Problem(400, detail, tuple(errors), "parameters"))


class _Sent(NamedTuple):
    """Where the parameters of one request are found."""

    scope: Scope
    query: Pairs
    cookies: Pairs


class _InvalidError(Exception):
    """A parameter that was not sent as declared."""

    def __init__(self, errors: list[ParameterError]) -> None:
        super().__init__(errors)
        self.errors = errors


class _Reader:
    """Reads and judges one parameter."""

    def __init__(self, parameter: Parameter, claimed: frozenset[str]) -> None:
        self._parameter = parameter
        self.name = parameter.name
        self._claimed = claimed
        # What is text on the wire and text to the handler needs no judgement.
        self._is_plain = parameter.type is str and parameter.content is None
        self.is_segment = (
            self._is_plain
            and parameter.location == "path"
            and parameter.effective_style == "simple"
        )

    def read(self, sent: _Sent) -> object:
        """The value, or `ABSENT`. Raises `_InvalidError`."""
        parameter = self._parameter
        try:
            if self.is_segment:
                return decode(sent.scope[PATH_VALUES][parameter.name])
            if parameter.location == "querystring":
                return self._whole_query(sent.scope)
            if parameter.content is not None:
                text = self._text(sent)
                return ABSENT if text is None else self._judge_content(text)
            value = self._styled(sent, shape_of(parameter.type))
        except StyleError as error:
            raise self._invalid(str(error)) from None
        except UnicodeDecodeError:
            raise self._invalid("Must be percent-encoded UTF-8.") from None
        if value is ABSENT or (self._is_plain and isinstance(value, str)):
            return value
        return self._judge(to_json(value))

    def _judge_content(self, text: str) -> object:
        """What a parameter with `content` is: JSON, a form, or else a primitive."""
        shape = shape_of(self._parameter.type)
        match kind_of(self._parameter.content or ""):
            case "json":
                return self._judge_json(text)
            case "form" if "object" in shape.kinds:
                return self._judge_form(text.encode())
            case _:
                return self._judge(to_json(shape.read(text)))

    def _judge_json(self, text: str) -> object:
        """The value of a JSON text, which has neither NaN nor Infinity (RFC 8259)."""
        if "NaN" in text or "Infinity" in text:
            try:
                from_json(text, allow_inf_nan=False)
            except ValueError as error:
                raise self._invalid(f"Invalid JSON: {error}") from None
        return self._judge(text)

    def _judge_form(self, text: bytes) -> object:
        try:
            form = Form(shape_of(self._parameter.type), self._parameter.encoding)
            value = form.urlencoded(text)
        except FormError as error:
            raise self._invalid(str(error)) from None
        return self._judge(to_json(value))

    def _styled(self, sent: _Sent, shape: Shape) -> object:
        """The JSON value that the parameter's style spells."""
        parameter = self._parameter
        match parameter.location:
            case "path":
                return from_path(
                    parameter, shape, sent.scope[PATH_VALUES][parameter.name]
                )
            case "header":
                lines = self._lines(sent)
                return from_header(parameter, shape, lines) if lines else self._absent()
            case "query":
                return self._from_pairs(sent.query, shape, decode_plus)
            case "cookie":
                is_raw = parameter.effective_style == "cookie"
                return self._from_pairs(sent.cookies, shape, str if is_raw else decode)
            case "querystring":
                raise AssertionError("it is read as a whole")

    def _from_pairs(self, pairs: Pairs, shape: Shape, decoder: Decode) -> object:
        if self._parameter.allow_empty and pairs.get(self.name) == [""]:
            return ""
        found = found_in(self._parameter, shape, pairs, self._claimed, decoder)
        return self._absent() if found is ABSENT else found

    def _whole_query(self, scope: Scope) -> object:
        """The value that the whole query of the URL stands for."""
        query: bytes = scope.get("query_string", b"")
        if not query:
            return self._absent()
        content = self._parameter.content or FORM
        if kind_of(content) != "form":
            text = decode(query.decode("latin-1"))
            return (
                self._judge_json(text)
                if is_json(content)
                else self._judge(to_json(text))
            )
        return self._judge_form(query)

    def _text(self, sent: _Sent) -> str | None:
        """The whole text of a parameter that is described by `content`."""
        name = self._parameter.name
        match self._parameter.location:
            case "path":
                return decode(sent.scope[PATH_VALUES][name])
            case "header":
                found = [", ".join(lines)] if (lines := self._lines(sent)) else []
            case "query":
                found = [decode_plus(text) for text in sent.query.get(name, [])]
            case "cookie":
                found = [decode(text) for text in sent.cookies.get(name, [])]
            case "querystring":
                raise AssertionError("it is read as a whole")
        if len(found) > 1:
            raise StyleError(ONCE)
        if not found:
            self._absent()
            return None
        return found[0]

    def _lines(self, sent: _Sent) -> list[str]:
        name = self._parameter.name.lower().encode("latin-1", "replace")
        return header_values(sent.scope, name)

    def _absent(self) -> object:
        if self._parameter.required:
            raise self._invalid("Is required.")
        return ABSENT

    def _judge(self, text: str | bytes) -> object:
        try:
            return codec_of(self._parameter.type).read_json(text)
        except Invalid as error:
            raise self._invalid(*_details(error, text)) from None

    def _invalid(self, *details: str) -> _InvalidError:
        location, name = self._parameter.location, self._parameter.name
        return _InvalidError(
            [ParameterError(location, name, detail) for detail in details]
        )


def _claimed(parameter: Parameter, parameters: Iterable[Parameter]) -> frozenset[str]:
    """The names that other parameters have at the same place."""
    return frozenset(
        other.name
        for other in parameters
        if other is not parameter and other.location == parameter.location
    )


def _details(error: Invalid, text: str | bytes) -> list[str]:
    """One line for each thing that is wrong, inner ones with their JSON pointer."""
    try:
        value = from_json(text)
    except ValueError:
        value = None
    return [
        f"{found.pointer}: {found.detail}" if found.pointer else found.detail
        for found in body_errors(error, value)
    ]
