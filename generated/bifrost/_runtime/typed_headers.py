"""Header fields of responses as the document declares them (OpenAPI 3.1, 4.8.21).

A generated class has one attribute for each; whoever asks for one has it read and
judged then, so a field that breaks the document costs nobody who does not look at it.
"""

from typing import TYPE_CHECKING, Any, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from .header_values import HeaderReader


@dataclass_transform(frozen_default=True, kw_only_default=True)
class TypedHeaders:
    """What a response says in its header fields, each of its declared type.

    A field that did not come is None. One that breaks the document is read as far as
    possible, and a warning names it; with `strict_responses` this raises
    `ResponseValidationError`, for a required field that did not come as well.
    """

    if not TYPE_CHECKING:  # checkers know the attributes, which cannot be set

        def __getattr__(self, name: str) -> Any:
            """The value of a field, which is read once."""
            if name not in type(self).__annotations__:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            value = vars(self)[name] = vars(self)["_reader"].read(name)
            return value

        def __setattr__(self, name: str, value: object) -> NoReturn:
            raise AttributeError("header fields of a response cannot be set")

    @classmethod
    def read_by(cls, reader: "HeaderReader") -> Self:
        """The fields of one response."""
        headers = object.__new__(cls)
        vars(headers)["_reader"] = reader
        return headers

    def __dir__(self) -> list[str]:
        """The fields that are declared."""
        names = {*super().__dir__(), *type(self).__annotations__}
        return sorted(names - {"_reader", "_read_all", "read_by"})

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __reduce__(self) -> Any:
        return _restored, (type(self), self._read_all())

    def _read_all(self) -> dict[str, Any]:
        """Every value: what is left of a response that was pickled."""
        known = vars(self)
        reader: HeaderReader | None = known.get("_reader")
        if reader is None:
            return known
        return {
            name: known[name] if name in known else reader.lenient().read(name)
            for name in type(self).__annotations__
        }


def _restored(class_: type[TypedHeaders], values: dict[str, Any]) -> TypedHeaders:
    headers = object.__new__(class_)
    vars(headers).update(values)
    return headers
