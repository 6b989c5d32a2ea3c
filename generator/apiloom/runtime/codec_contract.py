"""What a library that has the models does for the client and the server.

`codec` has the one in use. Whoever brings another writes a module with the same names
as `pydantic_codec`, and nothing else of the runtime changes.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

Text: TypeAlias = str | bytes | bytearray
MOST_REFUSALS: Final = 100
"""So many faults of a long text are looked for: it may have one every other byte."""


class Refusal(NamedTuple):
    """What is wrong at one place of a value."""

    location: tuple[str | int, ...]
    """Keys and indices from the root; members of unions that were tried may stand
    between them."""
    message: str


class DeclaredField(NamedTuple):
    """A property that a model names."""

    name: str
    """What Python calls it."""
    key: str
    """What JSON calls it."""
    is_required: bool
    """Whether JSON has to have it."""
    is_argument: bool
    """Whether a constructor has to be given it: not so for one that has one value."""


class TypeCodec(Protocol):
    """Reads, judges and writes the values of one type.

    What a reader refuses raises `Invalid`, what a writer cannot write `Unwritable`. Of
    a long text that is refused not every fault is found: `is_partial` says so.
    What is written has what was set, under the keys that JSON has for it.
    """

    def read_json(self, text: Text, /) -> Any:
        """The value of a JSON text (RFC 8259)."""
        ...

    def read_by_type_alone(self, text: Text, /) -> Any:
        """The same, without the keywords that no Python type expresses."""
        ...

    def read_data(self, data: object, /) -> Any:
        """The value of what `json.loads` has returned."""
        ...

    def read_form(self, value: object, /) -> Any:
        """The value of the fields or parts of a form: texts, and files as bytes."""
        ...

    def judge(self, value: object, /) -> Any:
        """The value that a caller gives, as it will be written."""
        ...

    def write_json(self, value: object, /, *, ensure_ascii: bool = False) -> bytes:
        """The JSON text of a value."""
        ...

    def write(self, value: object, /) -> Any:
        """The same as `json.loads` would return it."""
        ...

    def write_plain(self, value: object, /) -> Any:
        """The same; what is of another type is written as what it is, and warns."""
        ...

    def write_quietly(self, value: object, /) -> Any:
        """The same without a warning."""
        ...

    def admits_null(self) -> bool:
        """Whether null is one of the values."""
        ...

    def json_schema(self) -> Mapping[str, Any]:
        """The JSON Schema of what is written, its `$ref` local to `$defs`."""
        ...


def by_spelling(fields: Mapping[str, DeclaredField]) -> dict[str, DeclaredField]:
    """Fields by their keys and names; a name comes first where these are at odds."""
    keys = {field.key: field for field in fields.values()}
    return {**keys, **fields}
