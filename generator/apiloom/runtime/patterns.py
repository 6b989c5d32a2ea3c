"""Patterns as ECMA 262 means them (JSON Schema validation, section 6.3.3).

They are translated for Python: `$` matches at the very end alone, `\\d` and `\\w` are
ASCII, `.` leaves out every line terminator, `\\p{..}` is a category of Unicode.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

Search: TypeAlias = Callable[[str], bool]
"""Whether one pattern is found in a text."""
Engine: TypeAlias = Callable[[str], Search | None]
"""Makes what searches for a pattern in the spelling of Rust's regular expressions, in
text without halves of surrogate pairs; None where it does not know how."""
_engines: list[Engine] = []
_IN_RUST = {"\\Z": "$", "\\b": "(?-u:\\b)", "\\B": "(?-u:\\B)"}
"""What stands for the anchors of a translated pattern, which has no other `$`."""

_Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Code points from and to, in order."""

_LAST = 0x10FFFF
_LONGEST_CHECKED = 10_000
_SPACE = "\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_NO_SPACE = (
    "\\x00-\\x08\\x0e-\\x1f!-\\x9f\\xa1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-"
    "\\u202e\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\U0010ffff"
)
_SETS = {
    "d": "0-9",
    "D": "\\x00-/:-\\U0010ffff",
    "w": "0-9A-Z_a-z",
    "W": "\\x00-/:-@\\[-\\^`{-\\U0010ffff",
    "s": _SPACE,
    "S": _NO_SPACE,
}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "f": "\f", "0": "\0"}
_ANCHORS = {"b": "\\b", "B": "\\B", "A": "\\A", "z": "\\Z", "Z": "\\Z"}
# Compiled where they are used: most packages never translate a pattern.
_CODE = (
    r"x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]+)\}"
    r"|u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})"
    r"|u([0-9A-Fa-f]{4})|c([A-Za-z])"
)
_PROPERTY = r"[pP]\{(?:(?:General_Category|gc)=)?(\w+)\}"
_NAMED_BACK = r"k<(\w+)>"
_GROUP = r"\(\?<(\w+)>"
_LONG_NAMES = {
    "Letter": "L",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Titlecase_Letter": "Lt",
    "Modifier_Letter": "Lm",
    "Other_Letter": "Lo",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Letter_Number": "Nl",
    "Other_Number": "No",
    "Punctuation": "P",
    "punct": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Other": "C",
    "Control": "Cc",
}


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern for Python's `search`; raises `re.error` if there is none.

    It is kept, so it has to be one of a document: there are only so many.
    """
    return _compiled(pattern)


def check_pattern(pattern: str) -> None:
    """Raise `re.error` for what is no pattern, of which strangers may send many.

    Little is kept of it: a property such as `\\p{L}` is hundreds of ranges, one is as
    good as another here, and Python itself remembers some hundred patterns.
    """
    if len(pattern) > _LONGEST_CHECKED:
        raise re.error("too long to be judged", pattern[:40])
    _compiled(
        re.sub(rf"\\(?:({_PROPERTY})|.)", _any_property, pattern, flags=re.DOTALL)
    )


def _any_property(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    name = escape[2]
    _category(_LONG_NAMES.get(name, name), escape[0])
    return "\\d"


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile("".join(_translated(pattern)), re.ASCII)
    except (RecursionError, OverflowError) as problem:
        raise re.error(str(problem), pattern) from None


def use_engine(engine: Engine) -> None:
    """Have patterns searched for by an engine, where it can; else Python's does it.

    That tries one way to match after the other, of which there may be very many.
    """
    if engine not in _engines:
        _engines.append(engine)
        _search_for.cache_clear()


def is_found(pattern: str, text: str) -> bool:
    """Whether the pattern matches somewhere in the text."""
    return _search_for(pattern)(text)


@cache
def _search_for(pattern: str) -> Search:
    expression = compiled(pattern)
    in_rust = re.sub(r"\\[ZbB]", lambda each: _IN_RUST[each[0]], expression.pattern)

    def by_python(text: str) -> bool:
        return expression.search(text) is not None

    for engine in _engines:
        search = engine(in_rust)
        if search is not None:
            by_engine = search
            return lambda text: (by_engine if _is_unicode(text) else by_python)(text)
    return by_python


def _is_unicode(text: str) -> bool:
    """Whether it has no half of a surrogate pair, as no JSON has that was read."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _translated(pattern: str) -> Iterator[str]:
    place = 0
    while place < len(pattern):
        character = pattern[place]
        if character == "\\":
            written, place = _escape(pattern, place + 1)
            yield written
        elif character == "[":
            written, place = _class(pattern, place + 1)
            yield written
        elif named := re.compile(_GROUP).match(pattern, place):
            yield f"(?P<{named[1]}>"
            place = named.end()
        else:
            yield {".": "[^\\n\\r\\u2028\\u2029]", "$": "\\Z"}.get(character, character)
            place += 1


def _escape(pattern: str, place: int) -> tuple[str, int]:
    """What follows a backslash outside of a class, and where it ends."""
    character = pattern[place : place + 1]
    if character in _ANCHORS:
        return _ANCHORS[character], place + 1
    if named := re.compile(_NAMED_BACK).match(pattern, place):
        return f"(?P={named[1]})", named.end()
    if number := re.compile("[1-9][0-9]*").match(pattern, place):
        return f"(?:\\{number[0]})", number.end()
    atom, is_set, place = _atom(pattern, place)
    return (f"[{atom}]" if is_set else atom), place


def _atom(pattern: str, place: int) -> tuple[str, bool, int]:
    """An escape that stands for characters: their spelling in a class, whether there
    are several, and where it ends."""
    character = pattern[place : place + 1]
    if character in _SETS:
        return _SETS[character], True, place + 1
    if found := re.compile(_PROPERTY).match(pattern, place):
        ranges = _category(_LONG_NAMES.get(found[1], found[1]), pattern)
        return (
            _spelled(ranges if character == "p" else _others(ranges)),
            True,
            found.end(),
        )
    if found := re.compile(_CODE).match(pattern, place):
        return _spelled_point(_code_point(found, pattern)), False, found.end()
    if character in _CONTROLS:
        return _spelled_point(ord(_CONTROLS[character])), False, place + 1
    if not character or character.isalnum():
        raise re.error(f"unknown escape \\{character}", pattern, place)
    return _spelled_point(ord(character)), False, place + 1


def _class(pattern: str, place: int) -> tuple[str, int]:
    """A class; `-` beside a set such as `\\w` stands for itself."""
    inverted = pattern.startswith("^", place)
    place += inverted
    items: list[str] = []
    lower = ""
    while not pattern.startswith("]", place):
        is_dash = pattern.startswith("-", place)
        atom, is_set, place = _member(pattern, place)
        if lower and is_dash and not pattern.startswith("]", place):
            upper, upper_is_set, end = _member(pattern, place)
            if not upper_is_set:
                items[-1] = f"{lower}-{upper}"
                lower, place = "", end
                continue
        items.append(atom)
        lower = "" if is_set else atom
    if not items:
        return ("[\\x00-\\U0010ffff]" if inverted else "(?!)"), place + 1
    return f"[{'^' if inverted else ''}{''.join(items)}]", place + 1


def _member(pattern: str, place: int) -> tuple[str, bool, int]:
    character = pattern[place : place + 1]
    if not character:
        raise re.error("unterminated character set", pattern, place)
    if character != "\\":
        return _spelled_point(ord(character)), False, place + 1
    if pattern.startswith("b", place + 1):
        return "\\x08", False, place + 2
    return _atom(pattern, place + 1)


def _code_point(found: re.Match[str], pattern: str) -> int:
    two, braced, high, low, four, control = found.groups()
    if control:
        return ord(control) % 32
    if high:
        point = 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00
    else:
        point = int(two or braced or four, 16)
    if point > _LAST:
        raise re.error("no such code point", pattern, found.start())
    return point


def _spelled_point(point: int) -> str:
    character = chr(point)
    if character.isascii() and character.isalnum():
        return character
    if character == "-":
        return "\\-"
    return f"\\x{point:02x}" if point < 256 else f"\\U{point:08x}"


def _spelled(ranges: _Ranges) -> str:
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


def _category(name: str, pattern: str) -> _Ranges:
    """The characters of a general category, such as `Lu` or all of `L`."""
    if name == "Any":
        return ((0, _LAST),)
    if name == "ASCII":
        return ((0, 127),)
    found = tuple(
        (low, high) for low, high, each in _categories() if each.startswith(name)
    )
    if not found or len(name) > 2:
        raise re.error(f"unknown property {name}", pattern)
    return found


@cache
def _categories() -> tuple[tuple[int, int, str], ...]:
    """Every run of code points of one category."""
    from unicodedata import category

    runs: list[tuple[int, int, str]] = []
    start, current = 0, category("\0")
    for point in range(1, _LAST + 1):
        found = category(chr(point))
        if found != current:
            runs.append((start, point - 1, current))
            start, current = point, found
    return (*runs, (start, _LAST, current))


def _others(ranges: _Ranges) -> _Ranges:
    """Every code point outside of these."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    return (*found, (start, _LAST)) if start <= _LAST else tuple(found)
