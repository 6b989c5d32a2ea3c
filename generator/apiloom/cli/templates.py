"""`apiloom templates`: what can be replaced, with what it can use."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from apiloom.cli.diagnostic_text import shown_path
from apiloom.cli.streams import to_people
from apiloom.python.extensions.user_templates import MARK
from apiloom.python.render.template_contexts import CONTEXTS, VERSION, entries
from apiloom.python.render.template_files import template_folder

_UNKNOWN = 2


@click.command("templates")
@click.argument("name", required=False)
@click.option(
    "--copy",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put a copy of NAME into DIR, to be changed.",
)
def command(name: str | None, folder: Path | None) -> int:
    """List the templates; with NAME, what that one can use, and its text.

    A template of the same name in the folder that `templates` of [tool.apiloom] names
    takes its place.
    """
    if name is None:
        if folder is not None:
            raise click.UsageError("--copy needs NAME.")
        _list()
        return 0
    if name not in CONTEXTS:
        near = difflib.get_close_matches(name, CONTEXTS, n=1)
        hint = f"did you mean {near[0]!a}?" if near else "`apiloom templates` lists all"
        to_people(f"no template {name!a}: {hint}", error=True)
        return _UNKNOWN
    text = (template_folder() / name).read_text("utf-8")
    if folder is not None:
        return _copy(folder / name, text)
    to_people(f"# {name}, version {VERSION} of what templates can use\n")
    for line in _context(name):
        to_people(line)
    to_people(f"\n{text}", end=False)
    return 0


def _list() -> None:
    width = max(map(len, CONTEXTS))
    to_people(f"# version {VERSION} of what templates can use")
    for name in CONTEXTS:
        to_people(f"{name:{width}}  {next(iter(entries(name))).summary}")


def _context(name: str) -> list[str]:
    variables = list(entries(name))
    width = max(len(entry.name) for entry in variables)
    lines = []
    for entry in variables:
        use = f"{entry.use}, or none" if entry.optional else entry.use
        lines.append(f"{entry.name:{width}}  {use:13}  {entry.summary}".rstrip())
    return lines


def _copy(path: Path, text: str) -> int:
    if path.exists():
        to_people(f"{shown_path(str(path))} is there already, left alone", error=True)
        return _UNKNOWN
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MARK + text, "utf-8")
    to_people(f"{shown_path(str(path))}: written", error=True)
    return 0
