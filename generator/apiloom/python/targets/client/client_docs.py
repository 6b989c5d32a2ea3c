"""The docstrings of the client classes: where they talk to, and each argument."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.api.ir import Server
from apiloom.api.resolved_api import NamedScheme, ResolvedApi
from apiloom.core.text import reveal
from apiloom.python.syntax.docstring import Brief, Doc, Paragraph, Section, Sentences
from apiloom.python.targets.descriptions import worth_saying

_ALIKE: Final = (
    (
        "timeout",
        "Seconds for connecting, and for each read and write, 60 if not said; "
        "None waits for ever.",
    ),
    ("max_retries", "How often a call is sent again that failed and may be repeated."),
    ("headers", "Header fields of every request."),
    ("query", "Query parameters of every request."),
    ("middleware", "Called around each attempt, the first outermost."),
    ("idempotency_keys", "Whether each POST and PATCH has a key, and may be repeated."),
    (
        "strict_responses",
        "Whether a response that its schema refuses raises, in place of a warning.",
    ),
    (
        "max_response_bytes",
        "What a call holds of a body, decompressed; None for any size.",
    ),
)
"""Arguments of every client, whatever the document says."""


def client_doc(
    prefix: str, package: str, api: ResolvedApi, schemes: tuple[NamedScheme, ...]
) -> Doc:
    """What stands in the class; `prefix` is "" or "Async"."""
    suffix = ", async" if prefix else ""
    return Doc(
        (("A client of ", api.spec.info.title, f"{suffix}."),),
        (Section("Args", tuple(_arguments(prefix, package.upper(), api, schemes))),),
    )


def _arguments(
    prefix: str, package: str, api: ResolvedApi, schemes: tuple[NamedScheme, ...]
) -> Iterator[tuple[str, Paragraph]]:
    """Every argument in the order of the constructor, and what is said of it."""
    servers = api.spec.servers
    yield "base_url", _base_url(f"{package}_BASE_URL", servers[0] if servers else None)
    if api.servers:
        yield "server", "A server of the document, in place of `base_url`: `Servers`."
    for named in schemes:
        yield named.argument, _credential(named, f"{package}_{named.argument.upper()}")
    yield from _ALIKE
    yield (
        "http_client",
        f"An `httpx2.{prefix}Client` to send with, whose settings are kept.",
    )


def _base_url(variable: str, server: Server | None) -> Paragraph:
    """Where the API is, where it is taken from otherwise, and what follows it."""
    lead = f"Where the API is. Without it `{variable}` says so"
    if server is not None and server.is_whole:
        return (lead, ", else it is `", server.url, "`.")
    if server is not None and server.path is not None:
        ending = "` follows one that has no path."
        return (lead, ". `", server.path, ending)
    return f"{lead}."


def _credential(named: NamedScheme, variable: str) -> Paragraph:
    """What the document says of a scheme, and the variable that stands for it."""
    names = (named.argument, reveal(named.scheme.key))
    said = worth_saying((named.scheme.description,), *names)
    return Sentences((*map(Brief, said), f"Without it `{variable}` is sent."))
