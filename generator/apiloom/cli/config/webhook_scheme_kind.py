"""The scheme of `webhooks`: a kind of value of the configuration."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from apiloom.cli.config.config_place import Place
from apiloom.cli.config.value_kinds import HEADER_NAME, Json
from apiloom.core.webhook_scheme import SCHEME_KINDS, SchemeKind, WebhookScheme

_STANDARD: Final[SchemeKind] = "standard"
_BODY, _TIMESTAMP = "{body}", "{timestamp}"


class _Option(NamedTuple):
    """What a key of the table takes, as JSON Schema and in words."""

    schema: Json
    expected: str

    def takes(self, value: Any) -> bool:
        """Whether a value is one of these, as the schema says it."""
        if "enum" in self.schema:
            return value in self.schema["enum"]
        if "pattern" in self.schema:
            return isinstance(value, str) and bool(
                re.fullmatch(self.schema["pattern"], value)
            )
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and 0 < value < math.inf


def _text(pattern: str, expected: str) -> _Option:
    return _Option({"type": "string", "pattern": pattern}, expected)


def _words(*words: str) -> _Option:
    return _Option({"enum": [*words]}, "one of " + ", ".join(words))


_FIELD: Final = _text(HEADER_NAME, "the name of a header field")
# A comma parts the signatures of one field (RFC 9110, section 5.6.1).
_MARK: Final = r"[!-+\x2d-~][ -+\x2d-~]*"
_BEFORE: Final = "a text of ASCII without commas, and no space first"
_TIMES: Final = r"[^{}]*(\{timestamp\}[^{}]*)*"
_TOLERANCE: Final = _Option(
    {"type": "number", "exclusiveMinimum": 0}, "a number of seconds, above 0"
)
_OF_HMAC: Final = {
    "kind": _words(*SCHEME_KINDS),
    "header": _FIELD,
    "prefix": _text(f"^({_MARK})?$", _BEFORE),
    "digest": _words("sha256", "sha512", "sha384", "sha1"),
    "encoding": _words("hex", "base64"),
    "signed": _text(
        rf"^{_TIMES}\{{body\}}{_TIMES}$",
        f"a text with one {_BODY}, and no other braces but those of {_TIMESTAMP}",
    ),
    "timestamp-header": _FIELD,
    "timestamp-prefix": _text(f"^{_MARK}$", _BEFORE),
    "tolerance": _TOLERANCE,
}
_OF_STANDARD: Final = {
    "kind": _OF_HMAC["kind"],
    "prefix": _text(HEADER_NAME, "how names of header fields begin"),
    "tolerance": _TOLERANCE,
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """The word `standard`, or a table of what a signature is made of."""

    summary: str = '`"standard"`, or table of the scheme'

    @property
    def schema(self) -> Json:
        """A word, or one of two tables."""
        standard = _table(_OF_STANDARD, "kind")
        standard["properties"]["kind"] = {"enum": [_STANDARD]}
        hmac = _table(_OF_HMAC, "header")
        hmac["properties"]["kind"] = {"enum": ["hmac"]}
        return {"anyOf": [{"enum": [_STANDARD]}, standard, hmac]}

    def read(self, value: Any, at: Place) -> WebhookScheme | None:
        """The scheme, if it can verify anything."""
        table = {"kind": _STANDARD} if value == _STANDARD else value
        if not isinstance(table, dict):
            at.wrong('"standard", or a table with the `header` of the signature')
            return None
        is_standard = table.get("kind") == _STANDARD
        known = _OF_STANDARD if is_standard else _OF_HMAC
        unknown = [key for key in table if key not in known]
        for key in unknown:
            at.unknown(key, tuple(known))
        wrong = [*_wrong(table, known)]
        if not wrong and not is_standard:
            wrong = [*_unfit(table)]
        for key, expected in wrong:
            at.below(key).wrong(expected)
        if unknown or wrong:
            return None
        said = {key.replace("-", "_"): table[key] for key in table if key != "kind"}
        kind: SchemeKind = _STANDARD if is_standard else "hmac"
        return WebhookScheme(kind, **said, where=at.where, shared=at.shared)


def _table(options: dict[str, _Option], required: str) -> Json:
    return {
        "type": "object",
        "properties": {name: option.schema for name, option in options.items()},
        "required": [required],
        "additionalProperties": False,
    }


def _wrong(
    table: dict[str, Any], known: dict[str, _Option]
) -> Iterator[tuple[str, str]]:
    """What is no value of its key, and what would be."""
    for key, option in known.items():
        if key in table and not option.takes(table[key]):
            yield key, option.expected


def _unfit(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What does not go with the rest of an HMAC, each value right by itself."""
    if "header" not in table:
        yield "header", _FIELD.expected
    places = [key for key in ("timestamp-header", "timestamp-prefix") if key in table]
    for key in places[1:]:
        yield key, f"left out beside `{places[0]}`"
    is_signed = _TIMESTAMP in table.get("signed", "")
    if is_signed and not places:
        yield "signed", "without a timestamp, or have `timestamp-header` beside it"
    elif places and not is_signed:
        yield places[0], f"left out, or {_TIMESTAMP} in `signed`"
    if "tolerance" in table and not is_signed:
        yield "tolerance", f"left out where no {_TIMESTAMP} is `signed`"
