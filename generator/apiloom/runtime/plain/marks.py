"""What an annotation says beside the type: `Annotated[str, Key("petType")]`."""

import json
from collections.abc import Callable, Mapping
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
)

from ..evaluator import Evaluator, TooDeepError
from ..json_values import canonical
from ..misses import Miss, misses
from ..tag_marks import TaggedMark as Tagged
from ..tag_marks import TagsMark as Tags
from ..unknown_values import warn_of
from .quick_checks import surely
from .refusals import ASSERTED, Flaw, RefusedError, refuse

__all__ = [
    "Asserts",
    "JsonArray",
    "Key",
    "Listed",
    "Mark",
    "MayBeOmitted",
    "Maybe",
    "NotNull",
    "Nothing",
    "Omittable",
    "Open",
    "OrAny",
    "OrUnknown",
    "Read",
    "Tagged",
    "Tags",
    "Write",
]

T = TypeVar("T")
Read: TypeAlias = Callable[[Any], Any]
"""Makes a value of JSON data, or raises `RefusedError`."""
Write: TypeAlias = Callable[[Any], Any]
"""Makes JSON data of a value, or raises `RefusedError`."""


class Mark:
    """Changes how a type is read and written. Null beside the type goes past it.

    One that is `whole` does so alone, whatever reads and writes the type.
    """

    __slots__ = ()

    whole: ClassVar[bool] = False

    @property
    def spelling(self) -> str:
        """The format that says all about how it is read, if one does."""
        return ""

    def keywords(self) -> Mapping[str, Any] | None:
        """Keywords that say the same, if there are any."""
        return None

    def reading(self, read: Read, plain: Any) -> Read:
        """What reads the marked type, of what reads the `plain` one."""
        return read

    def writing(self, write: Write, plain: Any) -> Write:
        """What writes the marked type."""
        return write

    def describing(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The JSON Schema of what is written."""
        return schema


class Key:
    """What JSON calls a field that Python calls otherwise."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class NotNull:
    """Marks what may be absent, and then is None, but is never null in JSON."""

    __slots__ = ()


class MayBeOmitted:
    """Marks a constant that need not be there."""

    __slots__ = ()


Maybe: TypeAlias = Annotated[T | None, NotNull()]
"""The type of a property that may be absent: None says that it is."""
Omittable: TypeAlias = Annotated[T, MayBeOmitted()]
"""A constant that reads as its default where it is absent."""


class JsonArray:
    """Marks a tuple, which is an array in JSON."""

    __slots__ = ()


OrAny: TypeAlias = Annotated[T | Any, JsonArray()]
"""A `T` wherever it can be one, and else what JSON has."""


class _Nothing(Mark):
    """There is no such value (JSON Schema core, section 4.3.2)."""

    __slots__ = ()

    whole = True

    def reading(self, read: Read, plain: Any) -> Read:
        return lambda data: refuse("no_such_value", "No value is allowed here", data)


Nothing: TypeAlias = Annotated[Any, _Nothing()]
"""The type without values."""


class Listed(Mark):
    """These values and no others, `1.0` being 1, and `true` not (core, 4.2.2)."""

    __slots__ = ("_known",)

    whole = True

    def __init__(self, *values: str | float | bool) -> None:
        self._known = {canonical(value): value for value in values}

    @property
    def values(self) -> tuple[Any, ...]:
        """All of them."""
        return tuple(self._known.values())

    def reading(self, read: Read, plain: Any) -> Read:
        return self.pick

    def writing(self, write: Write, plain: Any) -> Write:
        return self.pick

    def describing(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {"enum": list(self._known.values())}

    def pick(self, value: Any) -> Any:
        """The listed value that this is."""
        if isinstance(value, str | int | float):
            found = self._known.get(canonical(value), self)
            if found is not self:
                return found
        listed = ", ".join(map(repr, self._known.values()))
        return refuse("literal_error", f"Input should be one of {listed}", value)


class Open(Mark):
    """A list of values that may grow: others are kept, and warned of once."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def reading(self, read: Read, plain: Any) -> Read:
        known = {canonical(value) for value in listed_in(plain)}

        def opened(data: Any) -> Any:
            value = read(data)
            if canonical(value) not in known:
                warn_of(f"a value of {self._name} is none that the document lists")
            return value

        return opened


class OrUnknown(Mark):
    """Marks a union that may get variants: the last of its members is `Unknown`.

    An object that is none of the others is one of those, whatever it misses of them.
    What reads unions does so wherever `Unknown` is a member.
    """

    __slots__ = ()


def listed_in(type_: Any) -> list[Any]:
    """The values of a `Literal`, or of the one in a union."""
    if get_origin(type_) is Literal:
        return list(get_args(type_))
    return [value for part in get_args(type_) for value in listed_in(part)]


class Asserts:
    """Judges JSON data by keywords that no type expresses.

    A `$ref` in the schema is a key of `definitions`. A large schema comes as JSON text,
    which is read when it is first used. With `or_null`, null is let past.
    """

    __slots__ = ("_definitions", "_or_null", "_schema", "_surely")

    def __init__(
        self,
        schema: Mapping[str, Any] | str,
        definitions: Mapping[str, Any] | str = "{}",
        *,
        or_null: bool = False,
    ) -> None:
        self._schema = schema
        self._definitions = definitions
        self._or_null = or_null
        self._surely: Callable[[Any], bool] | None = None

    def keywords(self) -> Mapping[str, Any]:
        """The schema."""
        self._schema = schema = _parsed(self._schema)
        return schema

    def judging(self, read: Read) -> Read:
        """What reads a type, and judges the data it was read from."""

        def judge(data: Any) -> Any:
            try:
                value = read(data)
            except RefusedError:
                self.check(data)  # says more of what is wrong, and where
                raise
            self.check(data)
            return value

        return judge

    def check(self, data: Any) -> None:
        """Refuse JSON data that breaks the schema, and name the keyword it breaks."""
        if data is None and self._or_null:
            return
        schema = self.keywords()
        if self._surely is None:
            self._surely = surely(schema)
        if self._surely(data):
            return
        self._definitions = definitions = _parsed(self._definitions)
        judge = Evaluator(definitions)
        try:
            if judge.accepts(schema, data):
                return
        except (TooDeepError, RecursionError):
            refuse(ASSERTED, "Is nested too deep", data)
        raise RefusedError(
            [
                Flaw(miss.path, ASSERTED, _message(miss), miss.value)
                for miss in misses(definitions, schema, data)
            ]
        )


def _message(miss: Miss) -> str:
    message = f"Does not satisfy `{miss.keyword}`"
    return f"{message}: {miss.reason}" if miss.reason else message


def _parsed(schema: Mapping[str, Any] | str) -> Mapping[str, Any]:
    if not isinstance(schema, str):
        return schema
    parsed: dict[str, Any] = json.loads(schema)
    return parsed
