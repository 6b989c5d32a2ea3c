"""The arguments that commands share: SPEC, how it is read, what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from apiloom.cli.output_formats import JSON, NAMES, TEXT
from apiloom.core.acceptance import Accepted, refusal
from apiloom.core.model_style import MODEL_STYLES
from apiloom.core.name_override import METHOD_STYLES
from apiloom.core.selection import OperationFilter, SelectionPattern
from apiloom.pipeline.job import FORMATTERS
from apiloom.python.targets.package_options import TARGETS, Target

_AS_JSON: Final = "as_json"
_KINDS: Final = {
    "select": ("tags", "paths", "operations", "schemas"),
    "omit": ("tags", "paths", "operations"),
}


def _accepted_entries(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[Accepted, ...]:
    """`--accept` as entries; raises `click.BadParameter`, which names the option."""
    try:
        entries = tuple(Accepted.parse(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from None
    for entry in entries:
        if refused := refusal(entry.code):
            raise click.BadParameter("; ".join(refused), context, parameter)
    return entries


def _operation_filter(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> OperationFilter:
    """`--select KIND:PATTERN` and `--omit`; raises `click.BadParameter`."""
    kinds = {name.removesuffix("s"): name for name in _KINDS[parameter.name or ""]}
    patterns_by_kind: dict[str, list[SelectionPattern]] = {}
    for value in values:
        kind, _, pattern = value.partition(":")
        if kind not in kinds or not pattern:
            message = f"{value!a} is not KIND:PATTERN, where KIND is one of "
            raise click.BadParameter(message + ", ".join(kinds), context, parameter)
        if kind == "path" and not pattern.startswith("/"):
            message = f"the path of {value!a} does not begin with '/'"
            raise click.BadParameter(message, context, parameter)
        patterns_by_kind.setdefault(kinds[kind], []).append(SelectionPattern(pattern))
    return OperationFilter(
        **{kind: tuple(patterns) for kind, patterns in patterns_by_kind.items()}
    )


def _json_flag(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """`--json`, which is seen first: `_format` has the say."""
    del parameter
    context.meta[_AS_JSON] = value


def _format(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """`--output-format`, or `--json` in its place; raises `click.BadParameter`."""
    if not context.meta.get(_AS_JSON):
        return value
    if value not in {TEXT, JSON}:
        message = f"{value!a} and --json exclude each other"
        raise click.BadParameter(message, context, parameter)
    return JSON


class TargetName(click.ParamType[str]):
    """One of apiloom's targets, or one that another distribution brings."""

    name = "target"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What stands in the help."""
        del param, ctx
        return f"[{'|'.join(TARGETS)}|...]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Target:
        """The name; fails where there is no such target."""
        if value not in TARGETS:
            # For start-up time: it reads the metadata of distributions.
            from apiloom.python.extensions.target_plugins import (  # noqa: PLC0415
                complaint,
                is_target,
            )

            if not is_target(value):
                self.fail("; ".join(complaint(value)), param, ctx)
        return str(value)


_SPEC = click.argument("spec", required=False, type=click.Path(path_type=Path))
_READING = (
    click.option(
        "--accept",
        metavar="CODE[:POINTER]",
        multiple=True,
        callback=_accepted_entries,
        help="Live with a diagnostic, everywhere or below a pointer; may be repeated.",
    ),
    click.option(
        "--root",
        "roots",
        metavar="DIR",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A folder that references may reach; that of SPEC is one.",
    ),
    click.option(
        "--allow-host",
        "hosts",
        metavar="HOST",
        multiple=True,
        help="A host that references may be fetched from; without it, none is.",
    ),
    click.option(
        "--update-remote",
        is_flag=True,
        help="Take what has changed on allowed hosts since the last run.",
    ),
    click.option(
        "--only",
        metavar="NAME",
        multiple=True,
        help="Of the configured documents this one: its package, output or document; "
        "may be repeated.",
    ),
    click.option("-v", "--verbose", is_flag=True, help="Show every diagnostic."),
)
_FLAGS = (
    click.option("--strict", is_flag=True, help="Warnings are fatal (exit code 1)."),
    *_READING,
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        help="Say nothing but what is wrong; the exit code tells the rest.",
    ),
    click.option(
        "--output-format",
        type=click.Choice(NAMES),
        default=TEXT,
        callback=_format,
        help="How to answer: text for people (default), json, github (annotations of a "
        "workflow) or sarif (code scanning) on stdout.",
    ),
    click.option(
        "--json",
        _AS_JSON,
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_json_flag,
        help="The same as --output-format json.",
    ),
    click.option("--debug", is_flag=True, expose_value=False, hidden=True),
)
_METHODS = click.option(
    "--methods",
    type=click.Choice(METHOD_STYLES),
    help="Names of methods: short (default), or each operationId as it is.",
)
_PLUGINS = click.option(
    "--no-plugins",
    "plugins",
    is_flag=True,
    default=True,
    flag_value=False,
    help="Refuse targets of other distributions, which run as code.",
)
_PACKAGE_SETTINGS = (
    click.option(
        "--target",
        "targets",
        multiple=True,
        type=TargetName(),
        help="What to generate; may be repeated. Default: everything.",
    ),
    click.option(
        "--implied-types/--no-implied-types",
        default=None,
        help="Whether a schema with `properties` and no `type` is an object (default).",
    ),
    _METHODS,
    click.option(
        "--models",
        type=click.Choice(MODEL_STYLES),
        help="What classes models are: pydantic (default), dataclass or msgspec.",
    ),
    click.option(
        "--select",
        metavar="KIND:PATTERN",
        multiple=True,
        callback=_operation_filter,
        help="Generate only this, and what it needs: tag:T, path:/P/**, operation:ID, "
        "schema:NAME; may be repeated.",
    ),
    click.option(
        "--omit",
        metavar="KIND:PATTERN",
        multiple=True,
        callback=_operation_filter,
        help="Leave out tag:T, path:/P/** or operation:ID; may be repeated.",
    ),
    click.option(
        "--formatter",
        type=click.Choice(FORMATTERS),
        help="What lays out the few statements that apiloom cannot (default: black), "
        "or all of the code (ruff).",
    ),
    click.option(
        "--templates",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder of templates that stand in for apiloom's own, by name.",
    ),
    _PLUGINS,
)
_SHOWN = (
    click.option(
        "--select",
        metavar="KIND:PATTERN",
        multiple=True,
        callback=_operation_filter,
        help="Show only this: tag:T, path:/P/**, operation:ID; may be repeated.",
    ),
    click.option(
        "--omit",
        metavar="KIND:PATTERN",
        multiple=True,
        callback=_operation_filter,
        help="Show all but tag:T, path:/P/** or operation:ID; may be repeated.",
    ),
)
_PACKAGE = (
    click.option(
        "-o",
        "--output",
        metavar="PACKAGE_DIR",
        type=click.Path(path_type=Path),
        help="The package folder; its last component is the import name.",
    ),
    *_PACKAGE_SETTINGS,
)


def document_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add SPEC and the common flags to a command: the fields of `Request`."""
    for decorate in reversed((_SPEC, *_FLAGS)):
        function = decorate(function)
    return function


def listing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add SPEC, what of it to show, and the common flags: fields of `Request`."""
    for decorate in reversed((_SPEC, *_SHOWN, _METHODS, *_FLAGS)):
        function = decorate(function)
    return function


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add SPEC, and how it is read, to a command: fields of `Request`."""
    debug = click.option("--debug", is_flag=True, expose_value=False, hidden=True)
    for decorate in reversed((_SPEC, *_READING, debug)):
        function = decorate(function)
    return function


def package_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add SPEC, `-o`, `--target` and the common flags: the fields of `Request`."""
    for decorate in reversed((_SPEC, *_PACKAGE, *_FLAGS)):
        function = decorate(function)
    return function


def preview_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add how a package is made, and how its document is read: fields of `Request`."""
    for decorate in reversed((*_PACKAGE_SETTINGS, *_READING)):
        function = decorate(function)
    return function
