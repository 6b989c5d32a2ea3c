"""The event stream of a YAML text (YAML 1.2.2 section 3.1), from PyYAML.

Only its scanner and parser are used. Its composer recurses, in C down to a crash, and
its constructor follows YAML 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from apiloom.source.outcome import Problem, RefusedError

# libyaml stops at 1,000 levels by itself. PyYAML's parser in Python would go on, but it
# takes milliseconds for each token at such depths: hours for a hostile file.
_GAVE_UP: Final = "exceeded maximum nesting depth"

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
    try:
        yield from yaml.parse(text, Loader=parser)
    except yaml.MarkedYAMLError as error:
        raise RefusedError(_from_marks(text, error)) from None
    except (yaml.YAMLError, ValueError) as error:
        # ValueError: the parser in Python, for an escape beyond Unicode.
        raise RefusedError(_from_reader(text, error)) from None


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
