"""Faults to be planted, each of which the sweep has to notice.

Most are patches of the runtime of a generated package, after it was generated; those
of the walk change apiloom while it generates, so that client and server agree on the
mistake. A patch asserts that what it replaces is there, so that none of them rots.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

RUNTIME: Final = "_runtime"


@dataclass(frozen=True, slots=True)
class Patch:
    """One place in a file of the runtime; `old` stands there once."""

    file: str
    old: str
    new: str

    def applied(self, text: str) -> str:
        """The text of the file with the fault in it."""
        assert text.count(self.old) == 1, f"{self.file} has not, once: {self.old}"
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Fault:
    """A named mistake; either a patch, or a function that spoils the walk."""

    name: str
    meaning: str
    patch: Patch | None = None
    walk: Callable[[], None] | None = None

    def fits(self, package: Path) -> bool:
        """Whether the package has what the fault is planted in."""
        return self.patch is None or (package / RUNTIME / self.patch.file).is_file()

    def plant(self, package: Path, copy: Path) -> None:
        """A copy of the package with the fault; all other files are links."""
        assert self.patch is not None
        shutil.copytree(package, copy, copy_function=_linked)
        file = copy / RUNTIME / self.patch.file
        text = self.patch.applied(file.read_text("utf-8"))
        file.unlink()
        file.write_text(text, "utf-8")


def _linked(source: str, target: str) -> None:
    Path(target).symlink_to(Path(source).resolve())


def _module_of(function: Callable[..., Any]) -> dict[str, Any]:
    return vars(sys.modules[function.__module__])


def _swap_styles() -> None:
    # Imported only where the fault is planted: the witness knows nothing of apiloom.
    from apiloom.api.parse.parameters import parameters_of

    names = _module_of(parameters_of)
    right = names["style_of"]
    swapped = {"spaceDelimited": "pipeDelimited", "pipeDelimited": "spaceDelimited"}

    def style_of(*given: Any) -> str | None:
        style: str | None = right(*given)
        return swapped.get(style or "", style)

    names["style_of"] = style_of


def _lower_query_names() -> None:
    from apiloom.api.parse.parameters import parameters_of
    from apiloom.core.text import Text, reveal

    names = _module_of(parameters_of)
    right = names["_place_of"]

    def place_of(*given: Any) -> Any:
        place = right(*given)
        if place is None or place[1] != "query":
            return place
        return Text(reveal(place[0]).lower()), place[1]

    names["_place_of"] = place_of


_JOINED: Final = "    return [(quoted(name), delimiter.join(items))] if items else []"
_JUDGED: Final = '''of what was set.

        Raises `RequestValidationError`.
        """
        codec, judged = self._codec_and_value(value)
'''
_DUMPED: Final = """        codec, judged = self._codec_and_value(value)
        try:
            text = codec.write_json(judged)
"""
_READERS: Final = "        # Text that a path holds as it is can be handed on"
_SWAPPED: Final = """        mine = [
            number
            for number, (_, reader) in enumerate(self._readers)
            if reader._parameter.location == "header"
        ]
        if len(mine) > 1:
            (one, first), (two, second) = (self._readers[each] for each in mine[:2])
            self._readers[mine[0]] = one, second
            self._readers[mine[1]] = two, first
"""
_SENT: Final = "    for name, value in sent:\n        key = name.lower()"

FAULTS: Final = (
    Fault(
        "client-drops-arrays",
        "the client drops arrays that are not exploded",
        Patch(
            "styles.py",
            _JOINED,
            f"    if is_array(value):\n        return []\n{_JOINED}",
        ),
    ),
    Fault(
        "client-sends-first-item",
        "of arrays that are not exploded the client sends the first item only",
        Patch(
            "styles.py",
            _JOINED,
            f"    items = items[:1] if is_array(value) else items\n{_JOINED}",
        ),
    ),
    Fault(
        "server-swaps-headers",
        "the server swaps the first two header parameters",
        Patch("server/parameters.py", _READERS, _SWAPPED + _READERS),
    ),
    Fault(
        "server-swaps-response-headers",
        "the server swaps the names of the first two headers of a response",
        Patch(
            "server/reply_headers.py",
            _SENT,
            "    names = [name for name, _ in sent]\n"
            "    names[:2] = reversed(names[:2])\n"
            "    sent = [(name, pair[1]) for name, pair in zip(names, sent)]\n" + _SENT,
        ),
    ),
    Fault(
        "declared-field-lost",
        "the client loses the last declared property of a body",
        Patch(
            "judging.py",
            _DUMPED,
            """        codec, judged = self._codec_and_value(value)
        try:
            declared = getattr(type(judged), "model_fields", {})
            text = codec._to_json(
                judged,
                by_alias=True,
                exclude_unset=True,
                exclude=set([*declared][-1:]) or None,
            )
""",
        ),
    ),
    Fault(
        "unknown-fields-lost",
        "models lose properties that they do not know",
        Patch("model.py", '        extra="allow",', '        extra="ignore",'),
    ),
    Fault(
        "explode-ignored",
        "client and server both ignore `explode: false`",
        Patch(
            "operation.py",
            "        return self.explode\n",
            '        return self.explode or self.effective_style == "form"\n',
        ),
    ),
    Fault(
        "nothing-encoded",
        "the client percent-encodes nothing",
        Patch("styles.py", '    return quote(text, safe="")\n', "    return text\n"),
    ),
    Fault(
        "array-bodies-cut",
        "the client cuts a body that is an array to one item",
        Patch(
            "judging.py",
            _JUDGED,
            f"{_JUDGED}        if type(judged) is list:\n            del judged[1:]\n",
        ),
    ),
    Fault(
        "streams-cut",
        "of a body that is a stream the client sends the first item only",
        Patch(
            "item_bodies.py",
            "for number, item in enumerate(self._items):",
            "for number, item in enumerate([*self._items][:1]):",
        ),
    ),
    Fault(
        "sync-client-sends-no-body",
        "the sync client sends no body",
        Patch(
            "request.py",
            "content=None if body is None else _content(http, body)",
            "content=None if body is None or isinstance(http, httpx2.Client)"
            " else _content(http, body)",
        ),
    ),
    Fault(
        "server-admits-everybody",
        "the server lets in those whom every scheme refuses",
        Patch(
            "server/security.py",
            "        challenges = tuple(self._challenges(fault, ()))\n",
            "        return None\n",
        ),
    ),
    Fault(
        "error-bodies-lost",
        "the client loses the bodies of errors",
        Patch(
            "decode.py",
            "data=_error_data(operation, received)",
            "data=None",
        ),
    ),
    Fault(
        "response-headers-lost",
        "the client loses the headers of responses",
        Patch(
            "call.py",
            "        status, headers = response.status_code, response.headers\n",
            "        status = response.status_code\n"
            "        headers = httpx2.Headers(\n"
            "            [pair for pair in response.headers.items()"
            ' if pair[0] == "content-type"]\n'
            "        )\n",
        ),
    ),
    Fault(
        "styles-swapped-in-the-walk",
        "the walk takes spaceDelimited for pipeDelimited, and the other way round",
        walk=_swap_styles,
    ),
    Fault(
        "query-names-lower-cased-in-the-walk",
        "the walk lower-cases the names of query parameters",
        walk=_lower_query_names,
    ),
)
BY_NAME: Final = {fault.name: fault for fault in FAULTS}
