"""`apiloom explain`: what a code means, and what to do."""

from __future__ import annotations

import click

from apiloom.core import codes
from apiloom.core.codes import Page

_UNKNOWN = 2


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what the diagnostic CODE means, what apiloom does then, and what to do.

    Without CODE, list all codes with one line each.
    """
    if code is None:
        _list()
        return 0
    # People paste it as it stands in the output: `warning[pattern-unusable]`.
    wanted = code.partition("[")[2].rstrip("]:") or code
    page = codes.page(wanted)
    if page is None:
        click.echo(f"no code {wanted!a}: {codes.suggestion(wanted)}", err=True)
        return _UNKNOWN
    click.echo(page.text + _footer(page), nl=False)
    return 0


def _list() -> None:
    names = codes.known()
    width = max(map(len, names))
    for name in names:
        page = codes.page(name)
        if page is not None:
            click.echo(f"{name:{width}}  {page.severity:7}  {page.summary}")


def _footer(page: Page) -> str:
    """How to live with it; empty where nobody can."""
    if not page.acceptable:
        return ""
    return (
        "\n## To live with it\n\n"
        f"`--accept {page.code}`, or `--accept {page.code}:/a/pointer` for what\n"
        "stands there and below. For all time and everybody, in `[tool.apiloom]`:\n"
        f'`accept = ["{page.code}"]`.\n'
    )
