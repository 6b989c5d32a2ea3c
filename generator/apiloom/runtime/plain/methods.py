"""What every model can do with JSON, whatever class it is."""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, Self

from .settings import ModelSettings


class Kept(NamedTuple):
    """What the fields of an instance do not say."""

    given: frozenset[str] = frozenset()
    """Fields that came with the value that the document has for their absence."""
    raw: Mapping[str, Any] = {}
    """What came under keys and does not fit the document: it is written as it is."""
    unwritten: Mapping[str, Any] = {}
    """Fields that have this value and no other until they are assigned to: what is
    written is under `raw`, or nothing is, since nothing came."""


NOTHING_KEPT = Kept()


class AnyModel:
    """What all models are, whatever class that is: from JSON and to JSON."""

    __slots__ = ()

    model_config: ClassVar[ModelSettings] = ModelSettings()

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Self:
        """An instance from parsed JSON, judged as JSON: dates are strings, say.

        Keys are those of the document. Raises `ValidationError`.
        """
        from .plain_codec import codec_of

        read: Self = codec_of(cls).read_data(data)
        return read

    @classmethod
    def from_json(cls, text: str | bytes | bytearray) -> Self:
        """An instance from JSON text. Raises `ValidationError`."""
        from .plain_codec import codec_of

        read: Self = codec_of(cls).read_json(text)
        return read

    def to_dict(self) -> dict[str, Any]:
        """What is present as JSON data, which `json.dumps` can write.

        Keys are those of the document. Raises `UnwritableError` where something does
        not fit.
        """
        from .plain_codec import codec_of

        written: dict[str, Any] = codec_of(type(self)).write(self)
        return written

    def to_json(self) -> str:
        """The same as JSON text (RFC 8259)."""
        from .plain_codec import codec_of

        return codec_of(type(self)).write_json(self).decode()
