"""To which resource each operation belongs, and what that is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import ApiSpec, Operation, Tag
from apiloom.api.names.name_overrides import NameOverrides
from apiloom.api.names.resource_text import DEFAULT, resource_text
from apiloom.api.resolved_api import operation_key
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import (
    Identifier,
    class_name,
    digest_of,
    fold,
    module_name,
)
from apiloom.core.shipped import MethodPlace
from apiloom.core.text import Text, reveal

RESERVED_RESOURCES = frozenset(
    {
        "aclose",
        "base_path",
        "close",
        "cors",
        "create_app",
        "document_path",
        "exceptions",
        "exchange",
        "exchange_at",
        "follow",
        "lifespan",
        "lifespan_of",
        "max_body_size",
        "max_body_sizes",
        "middleware",
        "open",
        "options",
        "page_path",
        "ping_interval",
        "problem_body",
        "paginate",
        "raw",
        "request_id",
        "security",
        "span_details",
        "stream",
        "swagger_ui",
        "validate_replies",
        "with_options",
    }
)
"""What a client, `create_app`, or the server's package already has; a test holds it
against the runtime."""
_DEFAULT_MODULE: Final = reveal(DEFAULT)


@dataclass(frozen=True, slots=True)
class ResourcePlace:
    """The module of a resource, which is its attribute of the client, and its class."""

    module: Identifier
    name: Identifier


def given_modules(
    tags: tuple[Tag, ...], overrides: NameOverrides
) -> dict[Text, Identifier]:
    """The user's names for tags: attributes of the client, and modules."""
    modules: dict[Text, Identifier] = {}
    for tag in tags:
        name = overrides.at(tag.pointer)
        if name is None:
            continue
        if name in RESERVED_RESOURCES:
            why = "a client has something of that name"
            overrides.refuse_at(tag.pointer, why)
        elif (plain := module_name(name, "tag")) != name:
            why = f"a module has a name in lower case, such as {plain!a}"
            overrides.refuse_at(tag.pointer, why)
        modules[tag.name] = name
    return modules


@dataclass(frozen=True, slots=True)
class ResourceNames:
    """Chooses the resource of each operation.

    `given` are the user's names for tags, which come before all others. An operation
    that has `shipped` stays where it was, whatever its tag is called today.
    """

    given: Mapping[Text, Identifier]
    shipped: Mapping[str, MethodPlace]
    report: Report

    def places(self, spec: ApiSpec) -> dict[str, ResourcePlace]:
        """The resource of each operation, by `METHOD path`."""
        places: dict[str, ResourcePlace] = {}
        waiting: list[Operation] = []
        tenants: dict[str, set[str]] = {}
        homes: dict[str, dict[str, ResourcePlace]] = {}
        for operation in spec.operations:
            key = operation_key(operation)
            text = resource_text(operation)
            kept = self._kept(key, text)
            if kept is None:
                waiting.append(operation)
                continue
            places[key] = kept
            by_rule = fold(self.by_rule(text))
            tenants.setdefault(fold(kept.module), set()).add(by_rule)
            homes.setdefault(by_rule, {})[fold(kept.module)] = kept
        for operation in waiting:
            text = resource_text(operation)
            by_rule = fold(self.by_rule(text))
            place = self._home(homes.get(by_rule, {}), tenants)
            if place is None or text in self.given:
                place = self._new(operation, text, tenants)
            places[operation_key(operation)] = place
        return _one_class_each(places)

    def by_rule(self, text: Text) -> Identifier:
        """The module for a tag, or for what stands for one: the user's name for it, or
        its own. Tags that differ only in case or punctuation share a resource."""
        module = self.given.get(text) or module_name(reveal(text), "tag")
        return Identifier(f"{module}_") if module in RESERVED_RESOURCES else module

    def _kept(self, key: str, text: Text) -> ResourcePlace | None:
        """The resource that an operation shipped in."""
        place = self.shipped.get(key)
        if place is None or text in self.given or place.module in RESERVED_RESOURCES:
            return None
        return ResourcePlace(place.module, place.resource)

    def _home(
        self,
        homes: Mapping[str, ResourcePlace],
        tenants: Mapping[str, set[str]],
    ) -> ResourcePlace | None:
        """The resource that has shipped for a tag under another name: all that has the
        tag is there, and nothing else is. `default` stands for no tag at all."""
        if len(homes) != 1:
            return None
        ((folded, place),) = homes.items()
        if len(tenants[folded]) > 1 or folded == _DEFAULT_MODULE:
            return None
        return place

    def _new(
        self, operation: Operation, text: Text, tenants: Mapping[str, set[str]]
    ) -> ResourcePlace:
        """A resource by the rules, but none that shipped for something else."""
        module = self.by_rule(text)
        folded = fold(module)
        is_free = folded in tenants.get(folded, {folded})
        if not is_free and folded != _DEFAULT_MODULE and text not in self.given:
            module = Identifier(f"{module}_{digest_of(reveal(text))}")
            self.report.note(
                "name-clash",
                f"another resource has shipped with the name of the tag, so that of "
                f"{text!r} is called {module}",
                operation.where.document,
                operation.where.pointer,
            )
        return ResourcePlace(module, class_name(module))


def _one_class_each(places: dict[str, ResourcePlace]) -> dict[str, ResourcePlace]:
    """The same places, with one spelling of module and class for each resource.

    The least of them: which operation comes first must not decide.
    """
    first: dict[str, ResourcePlace] = {}
    for place in sorted(places.values(), key=lambda place: (place.module, place.name)):
        first.setdefault(fold(place.module), place)
    return {key: first[fold(place.module)] for key, place in places.items()}
