"""Identifiers made from document text (Python language reference, section 2.3)."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from apiloom.core.characters import is_old
from apiloom.core.text import Text, reveal
from apiloom.core.words import parts_of, words_of

_LONGEST: Final = 80
_REMEMBERED: Final = 20_000
"""Documents use the same names over and over."""

_DEVICE: Final = re.compile(r"con|prn|aux|nul|(com|lpt)[1-9¹²³]")


class Identifier(str):
    """A valid Python name that is no keyword: safe to print."""

    __slots__ = ()


@lru_cache(_REMEMBERED)
def class_name(text: str) -> Identifier:
    """`MCPClientConfig` stays, `update-customer` becomes `UpdateCustomer`."""
    parts = parts_of(text)
    name = "".join(part[:1].upper() + part[1:] for part in parts)
    return _finish(name, text, prefix="Type")


@lru_cache(_REMEMBERED)
def snake_name(text: str, prefix: str) -> Identifier:
    """`MCPClientConfig` becomes `mcp_client_config`; `prefix` mends a bad start.

    The snake case name of a snake case name is itself.
    """
    return _finish("_".join(words_of(text)), text, prefix)


def module_name(text: str, prefix: str) -> Identifier:
    """A snake case name that every file system takes: `CON` becomes `con_`."""
    name = snake_name(text, prefix)
    return Identifier(f"{name}_") if is_device(name) else name


def is_device(name: str) -> bool:
    """Whether a file cannot have this name, in small letters, on Windows."""
    return _DEVICE.fullmatch(name) is not None


def constant_name(text: str) -> Identifier:
    """`updateCustomer` becomes `UPDATE_CUSTOMER`."""
    return Identifier(snake_name(text, "operation").upper())


def free_name(name: Identifier, taken: Collection[str]) -> Identifier:
    """`name`, with as many underscores behind it as it takes to be free."""
    while name in taken:
        name = Identifier(name + "_")
    return name


def is_name(text: str) -> bool:
    """Whether a text is a valid name as it stands, to every Python."""
    return is_identifier(text) and (text.isascii() or all(map(is_old, text)))


def is_identifier(text: str) -> bool:
    """Whether this Python reads a text as one name, and as no other than it shows."""
    if not text.isidentifier() or keyword.iskeyword(text):
        return False
    return unicodedata.is_normalized("NFKC", text)


def fold(name: str) -> str:
    """What two names must not share: Python and file systems compare like this."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKC", name).casefold()


def digest_of(text: str) -> str:
    """Six hexadecimal digits that depend on `text` alone."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def python_name(text: Text, prefix: str) -> Identifier:
    """The snake case name for a wire name."""
    return snake_name(reveal(text), prefix)


def _finish(name: str, source: str, prefix: str) -> Identifier:
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 7].rstrip('_')}_{digest_of(source)}"
    if not name:
        name = f"{prefix}_{digest_of(source)}"
    elif not name.isidentifier():
        name = f"{prefix}_{name}" if prefix.islower() else prefix + name
    # What was put before a combining character may have become one with it.
    name = unicodedata.normalize("NFKC", name)
    if keyword.iskeyword(name):
        name += "_"
    return Identifier(name)
