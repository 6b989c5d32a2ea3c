"""The names that the user gives: who has one, and which of them cannot be had.

A given name comes before one that has shipped, and what is called after a schema or an
operation is called after its given name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from apiloom.api.names.placed_types import PlacedTypes
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.enum_style import ENUM_STYLES, EnumStyle
from apiloom.core.idempotency_rule import IdempotencyRule
from apiloom.core.identifiers import Identifier, is_name
from apiloom.core.location import Pointer
from apiloom.core.name_override import MethodStyle, NameOverride
from apiloom.core.page_rule import PageRule
from apiloom.core.stream_rule import StreamRule
from apiloom.core.webhook_scheme import WebhookScheme

_PROPERTIES: Final = "properties"


@dataclass(slots=True)
class NameOverrides:
    """Given names by the pointers, in the document that was walked, that they are for.

    Every name that is asked for counts as used; the others are told at the end.
    `methods` says what methods are called after that have no given name, `types` which
    types the user has in the place of apiloom's, `enums` how enumerations are written:
    which of their values have names at all. `pages` says which lists come in pages,
    `streams` what ends a stream, `webhooks` how these are signed,
    `idempotency` which operations have keys.
    """

    report: Report
    overrides: tuple[NameOverride, ...] = ()
    methods: MethodStyle = "short"
    types: PlacedTypes = ()
    enums: EnumStyle = ENUM_STYLES[0]
    pages: tuple[PageRule, ...] = ()
    streams: tuple[StreamRule, ...] = ()
    webhooks: WebhookScheme | None = None
    idempotency: tuple[IdempotencyRule, ...] = ()
    _known: dict[Pointer, NameOverride] = field(default_factory=dict)
    _used: set[NameOverride] = field(default_factory=set)

    @classmethod
    def placed(
        cls,
        overrides: Iterable[NameOverride],
        places: Callable[[str], Iterable[Pointer]],
        report: Report,
    ) -> Self:
        """The names with the places that their pointers mean now.

        `places` is told a pointer as written. Two names for one place are an error,
        and so is what can be no name, which the configuration has refused already.
        """
        names = cls(report, tuple(overrides))
        for override in names.overrides:
            if override.name[:1] == "_" or not is_name(override.name):
                names.refuse(override, "that is no name in Python")
                continue
            for pointer in places(override.pointer):
                other = names._known.setdefault(pointer, override)
                if other.name != override.name:
                    names.refuse(override, f"it is called {other.name!a} already")
        return names

    def give(self, override: NameOverride) -> None:
        """Name what stands at a pointer of the walked document, if nobody has yet."""
        self._known.setdefault(override.pointer, override)

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the document has a name that the user gives."""
        return not self._known

    def at(self, pointer: Pointer) -> Identifier | None:
        """The name of what stands at `pointer`, which is used from now on."""
        override = self._known.get(pointer)
        if override is None:
            return None
        self._used.add(override)
        return Identifier(override.name)

    def of_class(self, pointer: Pointer) -> Identifier | None:
        """The name of the class at `pointer`.

        A property and its schema share a pointer: the class has a name that begins
        with a capital letter, the property any other.
        """
        override = self._known.get(pointer)
        if override is None or (
            is_property(pointer) and not override.name[0].isupper()
        ):
            return None
        return self.at(pointer)

    def covers(self, pointer: Pointer) -> bool:
        """Whether something at or above `pointer` has a name that what is there, or
        what is called after it, has to follow."""
        return self.above(pointer) is not None

    def above(self, pointer: Pointer) -> tuple[Pointer, Identifier] | None:
        """The nearest class at or above `pointer` that has a name, and where."""
        ancestor = pointer if self._known else Pointer("")
        while ancestor:
            override = self._known.get(ancestor)
            if override is not None and (
                override.name[0].isupper() or _is_owner(ancestor)
            ):
                return ancestor, Identifier(override.name)
            ancestor = Pointer(ancestor.rpartition("/")[0])
        return None

    def refuse_at(self, pointer: Pointer, why: str) -> None:
        """Report that the name of what stands at `pointer` cannot be had."""
        self.refuse(self._known[pointer], why)

    def refuse(self, override: NameOverride, why: str) -> None:
        """Report that a name cannot be had."""
        self._used.add(override)
        message = f"{override.pointer!a} cannot be called {override.name!a}: {why}"
        hint = "give it another name"
        self.report.add(
            Diagnostic("name-unusable", Severity.ERROR, message, override.where, hint)
        )

    def report_unused(self) -> None:
        """A warning for each name that nothing has."""
        placed = set(self._known.values())
        for override in self.overrides:
            if override in self._used:
                continue
            message = f"nothing stands at {override.pointer!a}"
            if override in placed:
                message = f"what stands at {override.pointer!a} has no name in Python"
            hint = (
                "schemas, properties, operations, parameters, tags, security schemes "
                "and error responses of operations have names; the manifest shows the "
                "pointers of many"
            )
            self.report.add(
                Diagnostic(
                    "name-unused", Severity.WARNING, message, override.where, hint
                )
            )


def is_property(pointer: Pointer) -> bool:
    """Whether what stands there is a property, and its schema."""
    return pointer.split("/")[-2:-1] == [_PROPERTIES]


def _is_owner(pointer: Pointer) -> bool:
    """Whether what stands there is a component or an operation."""
    tokens = pointer.split("/")[1:]
    if tokens[0] in {"paths", "webhooks"}:
        return (len(tokens) == 3 and tokens[2] != "parameters") or (
            len(tokens) == 4 and tokens[2] == "additionalOperations"
        )
    return tokens[0] == "components" and len(tokens) == 3
