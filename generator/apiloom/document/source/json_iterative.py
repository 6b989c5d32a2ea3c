"""JSON without recursion: for nesting beyond the C scanner, and to name places.

About twenty times slower than `json.loads`, which reads everything that is in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import Final

from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.numbers import (
    ScalarError,
    float_from,
    integer_from,
    not_json,
)
from apiloom.document.source.reading_outcome import (
    AS_TEXT,
    Parsed,
    Problem,
    RefusedError,
    duplicate_key,
    pointer_to,
    too_deep,
    too_many_nodes,
)
from apiloom.document.source.tree import Json

_SPACE: Final = re.compile(r"[ \t\n\r]*")
scan: Final = JSONDecoder(parse_int=len).raw_decode
"""The value that begins at an offset, and the offset where it ends; C recursion.

Integers are not read, which may have more digits than Python reads.
"""


def after_space(text: str, offset: int) -> int:
    """The first offset from here on where there is no space."""
    space = _SPACE.match(text, offset)
    return offset if space is None else space.end()


_NUMBER: Final = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, Json]] = {"true": True, "false": False, "null": None}
_WORD: Final = re.compile(r"true|false|null")
_CONSTANT: Final = re.compile(r"NaN|-?Infinity")
# The library goes on with line and column.
_DANGLING: Final = re.compile(r"(?: starting)? at$")
_HINTS: Final = (
    ("Expecting property name", "JSON has neither comments nor trailing commas"),
    ("Illegal trailing comma", "remove the comma before the closing bracket"),
    ("Invalid control character", "write a line break as \\n, a tab as \\t"),
    ("Invalid \\escape", "write a backslash as two"),
    ("Extra data", "a file holds one JSON value"),
    ("Expecting value", "strings need double quotes; no trailing commas or comments"),
)


@dataclass(slots=True)
class _Frame:
    container: Json
    key: str | None = None
    keys: dict[str, int] = field(default_factory=dict)


def read_iteratively(text: str, policy: LoadPolicy) -> Parsed | Problem:
    """What `read_json` gives back, for the same texts and with the same problems."""
    scanner = _Scanner(text, policy)
    try:
        root = scanner.run()
        return Parsed(root, scanner.depth, tuple(scanner.problems))
    except RefusedError as refused:
        return refused.problem


def syntax_problem(message: str, index: int) -> Problem:
    """A violation of the grammar (RFC 8259), in the words of the standard library."""
    hint = next((hint for part, hint in _HINTS if part in message), "")
    return Problem("syntax-json", _DANGLING.sub("", message), index, hint=hint)


class _Scanner:
    """One position moving through one text, and the containers open there."""

    def __init__(self, text: str, policy: LoadPolicy) -> None:
        self.depth = 0
        self.problems: list[Problem] = []
        self._text = text
        self._policy = policy
        self._position = 0
        self._nodes = 0
        self._stack: list[_Frame] = []
        self._root: Json = None

    def run(self) -> Json:
        """Read the one value of the text (RFC 8259 section 2)."""
        step: Callable[[], bool] = self._value
        while True:
            self._position = after_space(self._text, self._position)
            closed = step()
            if not self._stack:
                break
            step = self._after_value if closed else self._next_step()
        self._position = after_space(self._text, self._position)
        if self._position < len(self._text):
            raise self._syntax("Extra data")
        return self._root

    def _next_step(self) -> Callable[[], bool]:
        """What may stand here: a member or an item, or the end of a new container."""
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            return self._value if frame.container else self._value_or_end
        if frame.key is not None:
            return self._value
        return self._member if frame.keys else self._member_or_end

    def _value(self) -> bool:
        """Read a scalar or open a container; true when the value is complete."""
        text, start = self._text, self._position
        self._nodes += 1
        if self._nodes > self._policy.max_nodes:
            raise too_many_nodes(self._policy, start, pointer_to(self._stack))
        first = text[start : start + 1]
        if first in {"{", "["}:
            self._open({} if first == "{" else [])
            return False
        if first == '"':
            self._put(self._string())
        elif word := _WORD.match(text, start):
            self._position = word.end()
            self._put(_WORDS[word[0]])
        else:
            self._put(self._number())
        return True

    def _value_or_end(self) -> bool:
        return self._closes("]") or self._value()

    def _member(self) -> bool:
        """Read a name and its colon (RFC 8259 section 4)."""
        start = self._position
        if not self._text.startswith('"', start):
            message = "Expecting property name enclosed in double quotes"
            raise self._syntax(message)
        key = self._string()
        self._position = after_space(self._text, self._position)
        if not self._text.startswith(":", self._position):
            raise self._syntax("Expecting ':' delimiter")
        self._position += 1
        frame = self._stack[-1]
        if key in frame.keys:
            earlier = frame.keys[key]
            self.problems.append(
                duplicate_key(key, start, earlier, pointer_to(self._stack))
            )
        frame.keys[key] = start
        frame.key = key
        return False

    def _member_or_end(self) -> bool:
        return self._closes("}") or self._member()

    def _after_value(self) -> bool:
        """A comma, or the end of the innermost container."""
        frame = self._stack[-1]
        if self._closes("]" if isinstance(frame.container, list) else "}"):
            return True
        if not self._text.startswith(",", self._position):
            raise self._syntax("Expecting ',' delimiter")
        self._position += 1
        return False

    def _open(self, container: Json) -> None:
        if len(self._stack) >= self._policy.max_depth:
            raise too_deep(self._policy, self._position, pointer_to(self._stack))
        self._stack.append(_Frame(container))
        self.depth = max(self.depth, len(self._stack))
        self._position += 1

    def _closes(self, bracket: str) -> bool:
        if not self._text.startswith(bracket, self._position):
            return False
        self._position += 1
        self._put(self._stack.pop().container)
        return True

    def _put(self, value: Json) -> None:
        if not self._stack:
            self._root = value
            return
        frame = self._stack[-1]
        if frame.key is None:
            frame.container.append(value)
        else:
            frame.container[frame.key] = value
            frame.key = None

    def _string(self) -> str:
        try:
            value, self._position = scan(self._text, self._position)
        except JSONDecodeError as error:
            self._position = min(error.pos, len(self._text))
            raise self._syntax(error.msg) from None
        return str(value)

    def _number(self) -> int | float | str:
        start = self._position
        constant = _CONSTANT.match(self._text, start)
        match = constant or _NUMBER.match(self._text, start)
        if match is None:
            raise self._syntax("Expecting value")
        self._position = match.end()
        try:
            if constant:
                raise not_json(constant[0])
            whole, fraction, exponent = match.groups()
            if fraction is None and exponent is None:
                return integer_from(whole)
            return float_from(match[0])
        except ScalarError as error:
            place, hint = pointer_to(self._stack), error.hint
            problem = Problem(
                error.code, str(error), start, place, hint, fallback=AS_TEXT
            )
            self.problems.append(problem)
            return match[0]

    def _syntax(self, message: str) -> RefusedError:
        return RefusedError(syntax_problem(message, self._position))
