"""The whole of openapi-spec-validator, kept from leaving the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NoReturn

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location, child, tokens_of
from apiloom.document.source import DocumentSet, JsonObject
from apiloom.document.validation.big_stack import with_big_stack
from apiloom.document.validation.local_references import drop_foreign_references
from apiloom.document.validation.plain_tree import plain_copy
from apiloom.document.validation.spec_validator_errors import (
    LocatedError,
    located_error,
    shortened,
)

_PLACE: Final = "apiloom_place"


def check_semantics(documents: DocumentSet, report: Report) -> None:
    """Run openapi-spec-validator on the entry document; seconds for a large one.

    Its errors become warnings `spec-validator`, at the place where the text stands, not
    at that of a reference to it. Those that repeat others go later, in
    `without_repeated_diagnostics`.
    `spec-validator-failed` says that the validator itself gave up, which it does on
    references that lead nowhere, and `spec-validator-partial` that references which
    leave the document were taken out before. Nothing is fetched and no file is read.
    """
    uri = documents.entry.uri
    root = plain_copy(documents.entry.root)
    dropped = drop_foreign_references(root)
    if dropped:
        report.note(
            "spec-validator-partial",
            f"{dropped:,} references that leave the document were not followed",
            uri,
        )
    errors: list[LocatedError] = []
    failure = _run(root, errors)
    for error in dict.fromkeys(errors):
        report.add(
            Diagnostic(
                "spec-validator",
                Severity.WARNING,
                error.message,
                Location(uri, error.pointer),
                members=error.members,
                fault=error.fault,
            )
        )
    if failure:
        report.warning(
            "spec-validator-failed",
            f"openapi-spec-validator gave up: {failure}",
            uri,
            hint="correct what the other diagnostics name and validate again",
        )


def _run(root: JsonObject, errors: list[LocatedError]) -> str:
    """Add to `errors`; returns why the validator did not reach the end, if so."""

    def run() -> None:
        errors.extend(_located_errors(root))

    try:
        with_big_stack(run)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not ours
        return _reason(error)
    return ""


def _located_errors(root: JsonObject) -> Iterator[LocatedError]:
    # Imported here because it takes 0.2 s and only `validate` needs it.
    from jsonschema_path import SchemaPath  # noqa: PLC0415
    from openapi_spec_validator.settings import (  # noqa: PLC0415
        RESOLVED_CACHE_MAXSIZE_DEFAULT,
    )
    from openapi_spec_validator.shortcuts import get_validator_cls  # noqa: PLC0415

    path = SchemaPath.from_dict(
        root,
        handlers=_RefuseAll(),
        resolved_cache_maxsize=RESOLVED_CACHE_MAXSIZE_DEFAULT,
    )
    validator: Any = _with_places(get_validator_cls(root))
    for error in validator(path).iter_errors():
        place = getattr(error, _PLACE, None)
        # Without a place it is from the official schema, which the validator begins
        # with and `check_official` words better.
        if place is not None:
            yield located_error(root, tokens_of(place), error)


def _with_places(validator: Any) -> Any:
    """The same validator, whose errors know where in the document they arose.

    Its own are relative to whatever schema or operation was looked at.
    """
    keywords = {
        name: _with_place(keyword, ("default",) if name == "default" else ())
        for name, keyword in validator.keyword_validators.items()
    }
    return type(validator.__name__, (validator,), {"keyword_validators": keywords})


def _with_place(keyword: Any, below: tuple[str, ...]) -> Any:
    def call(self: Any, *args: Any, **options: Any) -> Iterator[Any]:
        looked_at = next(arg for arg in args if hasattr(arg, "parts"))
        for error in keyword.__call__(self, *args, **options):
            yield _placed(error, (*looked_at.parts, *below))

    return type(keyword.__name__, (keyword,), {"__call__": call})


def _placed(error: Any, parts: tuple[str | int, ...]) -> Any:
    from openapi_spec_validator.validation.exceptions import (  # noqa: PLC0415
        OpenAPIValidationError,
    )

    if hasattr(error, _PLACE):
        return error
    if not isinstance(error, OpenAPIValidationError):
        # The validator would do this on the way out, and lose the place.
        error = OpenAPIValidationError.create_from(error)
    setattr(error, _PLACE, child(ROOT, *parts, *error.absolute_path))
    return error


class _RefuseAll(dict[str, Callable[[str], NoReturn]]):
    """Handlers for every scheme there is: without one, urllib would be asked."""

    def __contains__(self, scheme: object) -> bool:
        return True

    def __missing__(self, scheme: str) -> Callable[[str], NoReturn]:
        return _refuse


def _refuse(uri: str) -> NoReturn:
    raise PermissionError(uri)


def _reason(error: Exception) -> str:
    # Not str(error): referencing's errors print the whole document.
    detail = getattr(error, "ref", None) or next(iter(error.args), "")
    name = type(error).__name__
    return f"{name}: {shortened(detail)}" if isinstance(detail, str) else name
