"""Previews as text: one function for every format that `apiloom diff` knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, TypeAlias, get_args

import click

from apiloom.cli.diagnostic_text import as_json, shown_path
from apiloom.core.diagnostics import Diagnostic
from apiloom.core.json_text import json_text
from apiloom.core.location import Location
from apiloom.core.text import visible
from apiloom.core.version import __version__
from apiloom.diff.contract.contract_change import ContractChange
from apiloom.diff.preview import Preview
from apiloom.diff.report.json_report import LAYOUT, as_data
from apiloom.diff.report.markdown_report import as_markdown
from apiloom.diff.report.terminal_report import Piece, Tone, as_lines

Format: TypeAlias = Literal[
    "terminal", "markdown", "json", "html", "junit", "sarif", "github"
]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
WITH_DIAGNOSTICS: Final[frozenset[Format]] = frozenset(
    ("json", "junit", "sarif", "github")
)
"""Those that say what was found wrong too: on stdout they need nothing beside them."""

_STYLES: Final[dict[Tone, dict[str, Any]]] = {
    Tone.PLAIN: {},
    Tone.HEADING: {"bold": True},
    Tone.BAD: {"fg": "red"},
    Tone.DOUBTFUL: {"fg": "yellow"},
    Tone.GOOD: {"fg": "green"},
    Tone.QUIET: {"dim": True},
    Tone.HUNK: {"fg": "cyan"},
}


def printed(
    previews: Sequence[Preview],
    form: Format,
    extra: Iterable[Diagnostic],
    code: int,
    *,
    colour: bool,
    all_diffs: bool = False,
) -> str:
    """All previews in one text, which ends in a line feed.

    `extra` are the diagnostics that belong to none of them. `colour` is for terminals,
    and `all_diffs` says that they get diffs of files however long these are.
    """
    if form == "json":
        return json_text(_answer(previews, extra, code))
    if form == "markdown":
        return as_markdown(previews)
    if form == "html":
        # Imported here for start-up time: Jinja is for the page alone.
        from apiloom.diff.report.html_report import as_page  # noqa: PLC0415

        return as_page(previews)
    if form in WITH_DIAGNOSTICS:
        return _for_services(previews, form, extra, code)
    texts = (
        "".join(
            f"{_painted(line, colour)}\n"
            for line in as_lines(preview, all_diffs=all_diffs)
        )
        for preview in previews
        if not preview.exit_code
    )
    return "\n".join(texts)


def _for_services(
    previews: Sequence[Preview],
    form: Format,
    extra: Iterable[Diagnostic],
    code: int,
) -> str:
    """What services read that show the findings of any tool."""
    # Imported here for start-up time: one of them at most is asked for.
    if form == "junit":
        from apiloom.diff.report.junit_report import as_junit  # noqa: PLC0415

        return as_junit(previews, extra)
    if form == "github":
        from apiloom.cli.output_formats import preview_github  # noqa: PLC0415

        return preview_github.printed(previews, extra)
    from apiloom.cli.output_formats import preview_sarif  # noqa: PLC0415

    return preview_sarif.printed(previews, extra, code)


def _answer(
    previews: Sequence[Preview], extra: Iterable[Diagnostic], code: int
) -> dict[str, object]:
    return {
        "apiloom": __version__,
        "layout": LAYOUT,
        "command": "diff",
        "exit_code": code,
        "diagnostics": [as_json(item) for item in extra],
        "previews": [
            as_data(preview)
            | {"diagnostics": [as_json(item) for item in preview.diagnostics]}
            for preview in previews
        ],
    }


def _painted(line: tuple[Piece, ...], colour: bool) -> str:
    pieces = (
        click.style(shown, **_STYLES[tone]) if colour else shown
        # One line stays one: a name of the document must not begin another.
        for shown, tone in ((visible(text, keep="\t"), tone) for text, tone in line)
    )
    return "".join(pieces)


def relative(preview: Preview) -> Preview:
    """The same, documents and folders called as a person would."""
    contract = preview.contract
    if contract is not None:
        contract = tuple(map(_relative_change, contract))
    return replace(
        preview,
        old=shown_path(preview.old),
        new=shown_path(preview.new),
        contract=contract,
        excerpts={
            _relative_location(where): text for where, text in preview.excerpts.items()
        },
    )


def _relative_change(change: ContractChange) -> ContractChange:
    return replace(
        change,
        old=_relative_location(change.old) if change.old else None,
        new=_relative_location(change.new) if change.new else None,
    )


def _relative_location(where: Location) -> Location:
    return replace(where, document=shown_path(where.document))
