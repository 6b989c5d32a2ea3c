"""What the texts of a manifest look like: a manifest is input, and some of it is code.

Names that have shipped are used again, so each of them must be one that apiloom could
have written. Every function takes any text and says whether it is such a one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final

from apiloom.core.identifiers import is_device, is_identifier

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_VERSION: Final = re.compile(r"[0-9A-Za-z]+([.+!_-][0-9A-Za-z]+)*")
_METHOD: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Z-]+")
"""A token (RFC 9110, 5.6.2) without small letters: methods are sent in capitals."""
_ERROR_KEY: Final = re.compile(r"[0-9]{3}|[0-9]XX|default(/[45]XX)?")
"""What operations declare errors under, and the kinds that `default` is told by."""
_LOCATIONS: Final = frozenset(
    {"path", "query", "querystring", "header", "cookie", "body"}
)
_URL: Final = ("https://", "http://")


def is_digest(text: str) -> bool:
    """A SHA-256 in hexadecimal."""
    return _DIGEST.fullmatch(text) is not None


def is_version(text: str) -> bool:
    """A version as distributions have it (PEP 440), whatever its parts are called."""
    return _VERSION.fullmatch(text) is not None


def is_formatter(text: str) -> bool:
    """`none`, or `black` or `ruff` and its version."""
    name, _, version = text.partition(" ")
    return text == "none" or (name in {"black", "ruff"} and is_version(version))


def is_file_name(text: str) -> bool:
    """The name of one file, without any folder."""
    return is_document(text) and "/" not in text


def is_document(text: str) -> bool:
    """The path of a file as seen from the entry document's folder, or a URL.

    Documents may stand above the entry; what is no file (`.`, `a/`) is none.
    """
    if text.startswith(_URL):
        return text.isprintable()
    if not text or "\0" in text or text.startswith("/"):
        return False
    _, last = posixpath.split(text)
    return posixpath.normpath(text) == text and last not in {".", ".."}


def is_place(text: str) -> bool:
    """The JSON pointer of a schema, after its file and `#` if that is not the entry."""
    name, mark, pointer = text.rpartition("#")
    if text.startswith("/"):
        return True
    return bool(mark and name) and (not pointer or pointer.startswith("/"))


def is_operation(text: str) -> bool:
    """`METHOD path`; a path is any text."""
    method, space, _ = text.partition(" ")
    return bool(space) and _METHOD.fullmatch(method) is not None


def is_type(text: str) -> bool:
    """`models.module:Name`, where a schema has its class or alias."""
    place, _, name = text.partition(":")
    folder, _, module = place.partition(".")
    return folder == "models" and _is_module(module) and _is_class(name)


def is_class_name(text: str) -> bool:
    """The name of a class: in `models`, or of an exception."""
    return _is_class(text)


def is_error_key(text: str) -> bool:
    """A status or a range of an operation, or `default`."""
    return _ERROR_KEY.fullmatch(text) is not None


def is_public_name(text: str) -> bool:
    """What a field or an argument is called."""
    return is_identifier(text) and text[0] != "_"


def is_parameter(text: str) -> bool:
    """The location of a parameter, or `body`, and its name, which is any text."""
    location, space, _ = text.partition(" ")
    return bool(space) and location in _LOCATIONS


def is_text(text: str) -> bool:
    """Any text: what the document calls a property or a security scheme."""
    return isinstance(text, str)


def are_methods(names: Mapping[str, str]) -> bool:
    """What an operation is called in client and server: both are named alike.

    `client` is `operations.module:Class.method`, `handler` is
    `server.module:ClassApi.method`; a package may have either, both or none.
    """
    expected = {"client": ("operations", ""), "handler": ("server", "Api")}
    if not names.keys() <= expected.keys():
        return False
    plain = set()
    for kind, name in names.items():
        folder, suffix = expected[kind]
        place, _, member = name.partition(":")
        base, _, module = place.partition(".")
        class_, _, method = member.partition(".")
        if base != folder or not class_.endswith(suffix):
            return False
        plain.add((module, class_.removesuffix(suffix), method))
    return len(plain) <= 1 and all(
        _is_module(module) and _is_class(class_) and _is_lower(method)
        for module, class_, method in plain
    )


def _is_module(name: str) -> bool:
    return _is_lower(name) and not is_device(name)


def _is_lower(name: str) -> bool:
    """A name in lower case; one with `_` before it would be the package's own."""
    return is_identifier(name) and name[0] != "_" and name == name.lower()


def _is_class(name: str) -> bool:
    """A name that begins with a capital letter, or with one of a script without."""
    return is_identifier(name) and name[0] != "_" and name[0] == name[0].upper()
