"""What one call of the library is asked to do, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from apiloom.core.acceptance import Accepted
from apiloom.core.change_policy import NO_POLICY, ChangePolicy
from apiloom.core.diagnostics import Diagnostic
from apiloom.core.enum_style import ENUM_STYLES, EnumStyle
from apiloom.core.exit_codes import FINE
from apiloom.core.idempotency_rule import IdempotencyRule
from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from apiloom.core.name_override import METHOD_STYLES, MethodStyle, NameOverride
from apiloom.core.page_rule import PageRule
from apiloom.core.reference_policy import NEARBY, ReferencePolicy
from apiloom.core.rename_rule import RenameRule
from apiloom.core.selection import WHOLE, Selection
from apiloom.core.shipped import Renamed
from apiloom.core.stream_rule import StreamRule
from apiloom.core.type_choice import TypeChoice
from apiloom.core.webhook_scheme import WebhookScheme
from apiloom.package.comparison import Comparison
from apiloom.python.targets.package_options import (
    ALLOF_STYLES,
    TARGETS,
    AllOfStyle,
    Target,
)

if TYPE_CHECKING:
    # Not at run time: the other calls list no methods.
    from apiloom.python.targets.client.method_list import ListedResource

Formatter: TypeAlias = Literal["black", "ruff", "none"]
FORMATTERS: Final[tuple[Formatter, ...]] = get_args(Formatter)

Progress: TypeAlias = Callable[[str], None]
"""Is told the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to generate from and the package folder to generate.

    The last component of `output` is the import name. Models come with every target,
    since client and server are written in terms of them. `accept` lists the problems
    of the document that are known and lived with.
    `references` says how far they may lead.
    Without `implied_types`, a schema with `properties` and no `type` accepts what is
    no object, by the letter.
    `select` says which part of the document is generated, `names` which Python names
    the user has chosen, `rename` by which rules others are made; methods that have none
    are called as `methods` says, enumerations are written as `enums` does. `formatter`
    lays out what apiloom leaves to one.
    With `is_open` values and variants that the document does not have are kept.
    `allof` is `inherit` where a schema that extends another is to be a subclass.
    `models` says whether these are of pydantic, dataclasses, or structs of msgspec.
    `templates` is a folder of the user's whose templates stand in for apiloom's.
    `types` are chosen in place of apiloom's, `base` (`module:Name`) is what models
    derive from; with `frozen` they are immutable. `pages` says which lists come in
    pages, and how these lead on, `streams` what ends a stream, `webhooks` how these
    are signed, `idempotency` which operations have keys. `changes` says how a preview
    judges them; nothing that is generated depends on it.
    """

    spec: Path
    output: Path
    targets: tuple[Target, ...] = TARGETS
    accept: tuple[Accepted, ...] = ()
    implied_types: bool = True
    references: ReferencePolicy = NEARBY
    select: Selection = WHOLE
    names: tuple[NameOverride, ...] = ()
    formatter: Formatter = "black"
    templates: Path | None = None
    methods: MethodStyle = METHOD_STYLES[0]
    rename: tuple[RenameRule, ...] = ()
    types: tuple[TypeChoice, ...] = ()
    base: str | None = None
    frozen: bool = False
    enums: EnumStyle = ENUM_STYLES[0]
    is_open: bool = False
    allof: AllOfStyle = ALLOF_STYLES[0]
    models: ModelStyle = MODEL_STYLES[0]
    pages: tuple[PageRule, ...] = ()
    streams: tuple[StreamRule, ...] = ()
    webhooks: WebhookScheme | None = None
    idempotency: tuple[IdempotencyRule, ...] = ()
    changes: ChangePolicy = NO_POLICY


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call found and did.

    `exit_code` is 0 where all is well, 1 where the output is out of date or a warning
    met `strict`, 2 where the input or the call is unusable, 70 where apiloom made what
    is not fit to be written. Accepted diagnostics are marked as such. `written`,
    `removed` and `unchanged` are paths inside the package; a call that failed wrote
    nothing.
    `inputs` are the files that decide the output, absolute and sorted, as far as they
    were found: the document and those that it refers to. `unread` are those that it
    refers to and that could not be read: once they can, the outcome may be another.
    `sources` has the bytes that were read of each document in which a diagnostic has a
    line, by the name that it has there.
    `renamed` lists the names of the package before that are others now, where the rules
    were to name everything afresh.
    `methods` are those of the client, where they were asked for.
    `comparison` is None where the work stopped before there was anything to compare.
    """

    diagnostics: tuple[Diagnostic, ...]
    exit_code: int = FINE
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    comparison: Comparison | None = None
    renamed: tuple[Renamed, ...] = ()
    methods: tuple[ListedResource, ...] = ()
    inputs: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def silent(stage: str) -> None:
    """The progress of nobody."""
    del stage
