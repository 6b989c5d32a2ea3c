"""How commands answer: one file for each format, behind one small protocol.

In: an `Answer`, all that a command has done. Out: the text for stdout. `text_format`
alone is for people, who are spoken to on stderr while the work goes on. `preview_*` say
in the same formats what `apiloom diff` has found: a `Preview` for each document.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, Protocol

from apiloom.cli.output_formats.answer import Answer

TEXT: Final = "text"
JSON: Final = "json"
NAMES: Final = (TEXT, JSON, "github", "sarif")
"""What `--output-format` can be."""


class OutputFormat(Protocol):
    """What the module of a format has."""

    FOR_PEOPLE: bool
    """Whether people are spoken to on stderr besides."""

    @staticmethod
    def printed(answer: Answer) -> str:
        """What goes to stdout at the end; it ends in a line feed, or is empty."""
        ...


def format_called(name: str) -> OutputFormat:
    """The format of one of `NAMES`; its module is loaded only now."""
    module: OutputFormat = import_module(  # type: ignore[assignment]
        f"{__name__}.{name}_format"
    )
    return module
