"""From a reference to the absolute address of a document (RFC 3986 section 5).

Nothing here touches a disk or a network: this is what references may say.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from apiloom.core.text import shown
from apiloom.document.source.references import Unresolved

REFUSED: Final = "reference-refused"
WEB: Final = frozenset({"http", "https"})

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_RELATIVE: Final = "name the file relative to the one that refers to it"


def split_reference(reference: str) -> tuple[str, str]:
    """What a reference says of the document, and its fragment."""
    document, _, fragment = reference.partition("#")
    return document, fragment


def join(base: str, document: str) -> str | Unresolved:
    """The absolute URI that `document`, a reference without fragment, means at `base`.

    What would lead to a file by other than a relative path is refused in any case:
    `file:` URIs, absolute paths, network shares.
    """
    if "\\" in document or _CONTROL.search(unquote(document)):
        return _refused("it holds a character that no URI has", "write '/' for '\\'")
    try:
        reference_parts, base_parts = urlsplit(document), urlsplit(base)
        joined = urljoin(base, document)
    except ValueError:
        return Unresolved(f"{shown(document)} is not a URI reference")
    problem = _forbidden(reference_parts, base_parts)
    return joined if problem is None else problem


def named(base: str, identity: str) -> str | None:
    """The URI that something gives itself at `base`: a name, which nobody opens."""
    try:
        return urljoin(base, identity)
    except ValueError:
        return None


def _forbidden(reference: SplitResult, base: SplitResult) -> Unresolved | None:
    local = base.scheme not in WEB
    if reference.scheme == "file":
        return _refused("'file:' references are never followed", _RELATIVE)
    if reference.netloc and not reference.scheme and local:
        return _refused("network shares are never read", _RELATIVE)
    if (
        reference.path.startswith("/")
        and not reference.scheme
        and base.scheme == "file"
    ):
        return _refused("absolute paths are never followed", _RELATIVE)
    return None


def outside() -> Unresolved:
    """The complaint about a file above the folder of the entry document."""
    return _refused(
        "it leads out of the folder of the entry document",
        "allow a folder above it with --root",
    )


def _refused(message: str, hint: str) -> Unresolved:
    return Unresolved(message, hint, REFUSED)


def not_allowed(host: str) -> Unresolved:
    """The complaint about a host that nobody has allowed."""
    return _refused(
        f"the host {shown(host)} is not on the list of allowed hosts",
        "nothing is fetched without --allow-host HOST",
    )


def refused(message: str, hint: str = "") -> Unresolved:
    """What must not be followed, whatever the options say."""
    return _refused(message, hint)


def path_from(base: str, reference: str) -> str:
    """The path that a reference leads to from a URL (RFC 3986, section 5.2).

    From the root where the URL is none.
    """
    try:
        return urlsplit(urljoin(base, reference)).path
    except ValueError:
        return urljoin("/", reference)
