"""The event stream of a YAML text (YAML 1.2.2 section 3.1), from PyYAML.

Only its scanner and parser are used. Its composer recurses, in C down to a crash, and
its constructor follows YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from apiloom.document.source.reading_outcome import Problem, RefusedError

# libyaml stops at 1,000 levels by itself. PyYAML's parser in Python would go on, but it
# takes milliseconds for each token at such depths: hours for a hostile file.
_GAVE_UP: Final = "exceeded maximum nesting depth"

_SEPARATORS: Final = "\x85\u2028\u2029"
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_STAND_IN: Final = re.compile(r"\\u[0-9a-f]{4}|[\ue000-\uf8ff]")
_HINTS: Final = (
    ("mapping values are not allowed", "quote a value that contains ': '"),
    ("could not find expected ':'", "a key needs a colon and a space after it"),
    ("expected key", "check the indentation: members of a mapping must line up"),
    ("expected ',' or", "a bracket or a brace is not closed, or a comma is missing"),
    ("found unexpected end of stream", "a quote is not closed"),
    ("escape", "use single quotes, or write the backslash twice"),
    ("undefined tag handle", "quote the value if the exclamation mark is text"),
)


def events(text: str) -> Iterator[Any]:
    """The events of `text`, each with marks that count characters.

    Raises `RefusedError` (`syntax-yaml`, `nesting-too-deep`).
    """
    parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    away, back = _stand_ins(text)
    halves = _halves(text)
    originals = _originals(halves)
    parsable = _HALF.sub(lambda escape: halves[escape[0]], text) if halves else text
    try:
        for event in yaml.parse(
            parsable.translate(away) if away else parsable, Loader=parser
        ):
            if isinstance(event, yaml.ScalarEvent):
                if back:
                    event.value = event.value.translate(back)
                if originals:
                    event.value = _whole(event.value, originals)
            yield event
    except yaml.MarkedYAMLError as error:
        raise RefusedError(_from_marks(text, error)) from None
    except (yaml.YAMLError, ValueError) as error:
        # ValueError: the parser in Python, for an escape beyond Unicode.
        raise RefusedError(_from_reader(text, error)) from None


def _stand_ins(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Characters in place of what only YAML 1.1 takes for line breaks, and back.

    Since 1.2 they are like any other (YAML 1.2.2 section 5.4); libyaml still breaks
    lines there, and folds them away. One character for one, so that places stay.
    """
    separators = [ord(separator) for separator in _SEPARATORS if separator in text]
    if not separators:
        return {}, {}
    free = (code for code in range(0xE000, 0xF900) if chr(code) not in text)
    away = dict(zip(separators, free, strict=False))
    return away, {stand_in: separator for separator, stand_in in away.items()}


def _halves(text: str) -> dict[str, str]:
    r"""Escapes of surrogates, such as `\ud83d`, and others to stand for them.

    JSON writes a character beyond U+FFFF as two of them, and so do tools that write
    JSON as YAML; libyaml refuses each alone. The others are as long, so that places
    stay, and name characters that are nowhere in the text.
    """
    escapes = sorted(set(_HALF.findall(text))) if "\\u" in text else []
    taken = set(_STAND_IN.findall(text.lower())) if escapes else set()
    free = (
        escape
        for code in range(0xF8FF, 0xE000, -1)
        if taken.isdisjoint({chr(code), escape := f"\\u{code:04x}"})
    )
    pairs = dict(zip(escapes, free, strict=False))
    return pairs if len(pairs) == len(escapes) else {}


def _originals(halves: dict[str, str]) -> dict[str, str]:
    """What stands for surrogates, and for their escapes, by what these are."""
    characters = {
        _named_by(stand_in): _named_by(half) for half, stand_in in halves.items()
    }
    return {**{stand_in: half for half, stand_in in halves.items()}, **characters}


def _named_by(escape: str) -> str:
    return chr(int(escape.removeprefix("\\u"), base=16))


def _whole(value: str, originals: dict[str, str]) -> str:
    """The text of a scalar, its characters whole again.

    Outside of double quotes no escape means anything: it is itself again.
    """
    restored = _STAND_IN.sub(lambda match: originals.get(match[0], match[0]), value)
    if restored == value:
        return value
    data = restored.encode("utf-16-le", "surrogatepass")
    return data.decode("utf-16-le", "surrogatepass")


def _from_marks(text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark else 0
    problem = error.problem or "not YAML"
    if _GAVE_UP in problem:
        return _too_deep(index)
    if text[index : index + 1] == "\t":
        hint = "YAML does not indent with tabs: use spaces"
    else:
        hint = next((hint for part, hint in _HINTS if part in problem), "")
    context = f" {error.context}" if error.context else ""
    return Problem("syntax-yaml", f"{problem}{context}", index, hint=hint)


def _from_reader(text: str, error: Exception) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        # libyaml counts bytes here, so look the character up.
        character = error.character
        index = max(text.find(chr(character)), 0) if isinstance(character, int) else 0
        return Problem(
            "syntax-yaml",
            f"the character U+{ord(text[index : index + 1] or ' '):04X} is not allowed"
            " in YAML",
            index,
            hint="write it as an escape inside double quotes, or remove it",
        )
    return Problem("syntax-yaml", str(error), 0)


def _too_deep(index: int) -> Problem:
    return Problem(
        "nesting-too-deep",
        "more than 1,000 nested levels, which is as deep as YAML is read",
        index,
        hint="move inner parts into components, or convert the document to JSON",
    )
