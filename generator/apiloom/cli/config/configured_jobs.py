"""From the table `[tool.apiloom]` to the packages that it asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from apiloom.cli.config.config_place import Place
from apiloom.cli.config.setting_key import Key, Settings, read_table
from apiloom.cli.config.table_keys import (
    ACCEPT,
    ACCEPT_CHANGES,
    ALLOF,
    ALLOW_HOSTS,
    BASE,
    DOCUMENT,
    DOCUMENTS,
    ENUMS,
    FORMATTER,
    FROZEN,
    IDEMPOTENCY,
    IMPLIED_TYPES,
    LEVELS,
    METHODS,
    MODELS,
    NAMES,
    OMIT,
    OPEN,
    OUTPUT,
    PAGES,
    PATH_PREFIXES,
    RENAME,
    ROOTS,
    SELECT,
    SPEC,
    STREAMS,
    TARGET_LIST,
    TEMPLATES,
    TYPES,
    WEBHOOKS,
)
from apiloom.core.change_policy import ChangePolicy
from apiloom.core.enum_style import ENUM_STYLES
from apiloom.core.model_style import MODEL_STYLES
from apiloom.core.name_override import METHOD_STYLES
from apiloom.core.reference_policy import ReferencePolicy
from apiloom.core.selection import NO_FILTER, Selection
from apiloom.pipeline.job import FORMATTERS, Job
from apiloom.python.targets.package_options import ALLOF_STYLES, TARGETS

T = TypeVar("T")
_ONE: Settings = Settings()


def jobs_of(table: Any, at: Place) -> tuple[Job, ...]:
    """The packages of a `[tool.apiloom]` table, in its order.

    Complaints go to the report of `at`; what they are about is left out.
    """
    if not isinstance(table, dict):
        at.error("config-wrong-type", "'tool.apiloom' must be a table")
        return ()
    if DOCUMENTS not in table:
        job = _job(read_table(DOCUMENT, table, at, (DOCUMENTS,)), _ONE, at)
        return () if job is None else (job,)
    documents = table[DOCUMENTS]
    if not isinstance(documents, list) or not documents:
        at.below(DOCUMENTS).wrong("one or more tables")
        return ()
    shared = _shared(table, at, alone=len(documents) == 1)
    jobs: dict[int, Job] = {}
    for index, entry in enumerate(documents):
        place = at.below(DOCUMENTS, index)
        if not isinstance(entry, dict):
            place.wrong("one or more tables")
            continue
        job = _job(read_table(DOCUMENT, entry, place), shared, place)
        if job is not None:
            jobs[index] = job
    _check_distinct(jobs, at)
    return tuple(jobs.values())


def _shared(table: dict[str, Any], at: Place, *, alone: bool) -> Settings:
    """What stands beside the documents; what belongs into each of them is refused."""
    own = [key.name for key in DOCUMENT if key.sharing == "own"]
    for name in own:
        if name in table:
            message = f"{name!a} belongs into each of the documents"
            hint = f"write it below [[tool.apiloom.{DOCUMENTS}]]"
            at.below(name).error("config-misplaced-key", message, hint)
    keys = [key for key in DOCUMENT if key.sharing != "own"]
    place = replace(at, shared=not alone)
    return read_table(keys, table, place, (*own, DOCUMENTS))


def _places(own: Settings, at: Place) -> tuple[str, str] | None:
    """The document and the output; None after a complaint."""
    for key in DOCUMENT:
        if key.required and key.name not in own.values:
            at.error(
                "config-missing-key",
                f"{key.name!a} is not set",
                f"for example {key.example}",
            )
    spec, output = own.get(SPEC), own.get(OUTPUT)
    if spec is None or output is None:
        return None
    if not (at.folder / output).resolve().is_relative_to(at.folder.resolve()):
        message = f"output {output!a} is outside the project's folder"
        hint = "a configuration may only write below its own folder"
        at.below(OUTPUT.name).error("config-output-outside", message, hint)
        return None
    return spec, output


def _job(own: Settings, shared: Settings, at: Place) -> Job | None:
    places = _places(own, at)
    if places is None:
        return None
    spec, output = places
    targets = _one(TARGET_LIST, own, shared) or TARGETS
    formatter = _one(FORMATTER, own, shared) or FORMATTERS[0]
    implied = _one(IMPLIED_TYPES, own, shared)
    methods = _one(METHODS, own, shared)
    enums = _one(ENUMS, own, shared)
    allof = _one(ALLOF, own, shared)
    models = _one(MODELS, own, shared)
    opened = _one(OPEN, own, shared)
    templates = _one(TEMPLATES, own, shared)
    return Job(
        at.folder / spec,
        at.folder / output,
        targets,
        _all(ACCEPT, own, shared),
        implied is not False,
        ReferencePolicy(
            tuple(at.folder / root for root in _all(ROOTS, own, shared)),
            _all(ALLOW_HOSTS, own, shared),
        ),
        Selection(
            _one(SELECT, own, shared) or NO_FILTER, _one(OMIT, own, shared) or NO_FILTER
        ),
        own.get(NAMES) or (),
        next(known for known in FORMATTERS if known == formatter),
        None if templates is None else at.folder / templates,
        next((known for known in METHOD_STYLES if known == methods), METHOD_STYLES[0]),
        _all(RENAME, own, shared),
        (*_all(TYPES, own, shared), *(opened if isinstance(opened, tuple) else ())),
        _one(BASE, own, shared),
        _one(FROZEN, own, shared) is True,
        next((known for known in ENUM_STYLES if known == enums), ENUM_STYLES[0]),
        opened is True,
        next((known for known in ALLOF_STYLES if known == allof), ALLOF_STYLES[0]),
        next((known for known in MODEL_STYLES if known == models), MODEL_STYLES[0]),
        _all(PAGES, own, shared),
        _all(STREAMS, own, shared),
        _one(WEBHOOKS, own, shared),
        _all(IDEMPOTENCY, own, shared),
        ChangePolicy(
            _all(ACCEPT_CHANGES, own, shared),
            # The document's own come last: a later pair counts.
            _all(LEVELS, own, shared),
            _all(PATH_PREFIXES, own, shared),
        ),
    )


def _one(key: Key[T], own: Settings, shared: Settings) -> T | None:
    """The document's own value, or the one beside the documents."""
    return (own if key.name in own.values else shared).get(key)


def _all(key: Key[tuple[T, ...]], own: Settings, shared: Settings) -> tuple[T, ...]:
    """The values beside the documents, then the document's own."""
    both = (*(shared.get(key) or ()), *(own.get(key) or ()))
    return tuple(dict.fromkeys(both))


def _check_distinct(jobs: dict[int, Job], at: Place) -> None:
    first: dict[Any, int] = {}
    for index, job in jobs.items():
        if first.setdefault(job.output.resolve(), index) != index:
            message = f"two documents have the output {job.output.name!a}"
            place = at.below(DOCUMENTS, index, OUTPUT.name)
            place.error("config-duplicate-output", message)
