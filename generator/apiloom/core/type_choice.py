"""The types that the user has in models, in the place of apiloom's.

They come from the configuration alone: what a document says of Python is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.identifiers import is_name
from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE

_CLOCKS: Final = frozenset({"date-time", "time"})
_STRING: Final = "string"
_NUMBER: Final = "number"
_KINDS: Final = (_STRING, _NUMBER, "integer")
WORDS: Final[Mapping[str, frozenset[str]]] = {
    "aware": _CLOCKS,
    "naive": _CLOCKS,
    "datetime": frozenset({"date-time"}),
    "time": frozenset({"time"}),
    "timedelta": frozenset({"duration"}),
    "ipaddress": frozenset({"ipv4", "ipv6"}),
    "url": frozenset({"uri", "url"}),
    "str": frozenset({_STRING}),
    "file": frozenset({_STRING}),
    "decimal": frozenset({_NUMBER}),
    "float": frozenset({_NUMBER}),
}
"""What apiloom knows by a word, and the formats, or the JSON type, that can have it."""
GROWING: Final = "growing"
"""In place of a type: a list of values, or a union, that may have more of them."""


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """What stands for values of a format, or for those of one schema.

    `key` is a format (`date-time`), one of a JSON type (`string:decimal`), or a JSON
    pointer of the document as written, after `#` or the name of its file and `#`. `to`
    is a word of `WORDS`, `module:Name`, or `GROWING`. A choice that is `shared` by
    several documents need not concern each of them.
    """

    key: str
    to: str
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    @property
    def place(self) -> str | None:
        """The pointer, after the name of a file and `#` if it names one."""
        if self.key.startswith("#"):
            return self.key[1:]
        return self.key if "#" in self.key or self.key.startswith("/") else None

    @property
    def format(self) -> tuple[str | None, str]:
        """The JSON type, if one is named, and the format."""
        kind, colon, format_ = self.key.partition(":")
        return (kind, format_) if colon and kind in _KINDS else (None, self.key)

    def fits(self, kind: str, format_: str) -> bool:
        """Whether values of this format can have the type."""
        if ":" in self.to:
            return True
        of_kind = kind in WORDS[self.to]
        return format_ != "binary" if of_kind else self._fits_text(kind, format_)

    def _fits_text(self, kind: str, format_: str) -> bool:
        return kind == _STRING and format_ in WORDS[self.to]


def imported(text: str) -> tuple[str, str] | None:
    """Module and name of `module:Name`; None for what is no such thing."""
    module, colon, name = text.partition(":")
    parts = (*module.split("."), name)
    return (module, name) if colon and all(map(is_name, parts)) else None


def misfit(choice: TypeChoice) -> str | None:
    """What a word is for, where it is not for the format that is named."""
    if ":" in choice.to or choice.place is not None:
        return None
    kind, format_ = choice.format
    kinds = _KINDS if kind is None else (kind,)
    if any(choice.fits(kind, format_) for kind in kinds):
        return None
    named = [
        f"formats of `{name}`" if name in _KINDS else f"`{name}`"
        for name in sorted(WORDS[choice.to])
    ]
    return " and ".join(named)


def choices_as_data(choices: Iterable[TypeChoice]) -> Mapping[str, str]:
    """Types by key: what the output depends on, for a digest."""
    return {choice.key: choice.to for choice in choices}
