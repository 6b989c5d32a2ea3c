"""The Swagger Object: servers, components, paths and operations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiloom.core.location import ROOT, Pointer, child
from apiloom.document.source import Json, JsonObject
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.path_extensions import merge_paths
from apiloom.document.upgrade.swagger2.conversion import (
    SECTIONS,
    Conversion,
    media_types,
    members,
)
from apiloom.document.upgrade.swagger2.swagger_bodies import Bodies, Payload, Responses
from apiloom.document.upgrade.swagger2.swagger_parameters import parameter_of
from apiloom.document.upgrade.swagger2.swagger_schemas import (
    lift_schemas,
    rewrite_references,
)
from apiloom.document.upgrade.swagger2.swagger_security import scheme_of
from apiloom.document.upgrade.swagger2.swagger_servers import PARTS, urls_of

_METHODS: Final = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch"}
)
_COMPONENTS: Final = frozenset({"components", *(name for name, _ in SECTIONS)})
_SPENT: Final = frozenset({"swagger", "consumes", "produces"})
IN_BODY: Final = ("body", "formData")
"""The places of parameters that are the body, or a field of it.

No set: what a document has in place of a text may have no hash.
"""


def lift_swagger2(lift: Lift) -> None:
    """Replace the root by one in the shape of 3.x, with schemas of 2020-12.

    References by JSON pointer keep naming what they named, wherever it went; vendor
    extensions stay where they are. Diagnostics: `body-twice`, `collection-format`,
    `reference-by-name`, and those of the schemas of OpenAPI 3.0.
    """
    merge_paths(lift)
    conversion = Conversion.of(lift)
    lift.root = _Document(conversion).root()
    lift.converted = conversion.origins()
    rewrite_references(lift, conversion)
    lift_schemas(lift)


@dataclass(frozen=True, slots=True)
class _Document:
    """Converts one document, outermost objects first."""

    conversion: Conversion

    def root(self) -> JsonObject:
        """The OpenAPI Object."""
        old = self.conversion.root
        # Components first: what operations share with them stands there.
        components = self._components(old)
        new: JsonObject = {}
        for name, value in old.items():
            if name in PARTS:
                new.setdefault("servers", self._servers(old))
            elif name in _COMPONENTS:
                new["components"] = components
            elif name == "paths":
                new[name] = self._paths(value)
            elif name not in _SPENT:
                new[name] = value
        if not new.get("servers", True):
            del new["servers"]
        return new

    def _servers(self, old: JsonObject) -> list[Json]:
        for name in ("basePath", "schemes", "host"):
            if name in old:
                self.conversion.moves.record_origin(
                    child(ROOT, name), child(ROOT, "servers")
                )
        return urls_of(old)

    def _components(self, old: JsonObject) -> JsonObject:
        moves = self.conversion.moves
        components: JsonObject = {}
        if isinstance(old.get("components"), dict):
            components |= old["components"]
        sections: JsonObject = {}
        for name, section in SECTIONS:
            if name in old:
                moves.record(child(ROOT, name), child(ROOT, "components", section))
                sections[section] = old[name]
        if isinstance(old.get("securityDefinitions"), dict):
            sections["securitySchemes"] = {
                name: scheme_of(scheme) if isinstance(scheme, dict) else scheme
                for name, scheme in old["securityDefinitions"].items()
            }
        if isinstance(old.get("parameters"), dict):
            parameters, bodies = self._shared_parameters(old["parameters"])
            sections |= {"parameters": parameters, "requestBodies": bodies}
        if isinstance(old.get("responses"), dict):
            sections["responses"] = Responses(
                self.conversion, self.conversion.produces
            ).all(
                old["responses"],
                child(ROOT, "responses"),
                child(ROOT, "components", "responses"),
            )
        for section, entries in sections.items():
            # Some documents have components of 3.x as well.
            beside = components.get(section)
            if isinstance(beside, dict) and isinstance(entries, dict):
                components[section] = {**beside, **entries}
            else:
                components[section] = entries
        return components

    def _shared_parameters(self, old: JsonObject) -> tuple[JsonObject, JsonObject]:
        """Parameters by name, and request bodies; fields of forms stand in neither."""
        parameters: JsonObject = {}
        bodies: JsonObject = {}
        for name, value, pointer in members(old, child(ROOT, "parameters")):
            target = self.conversion.behind(value, pointer)
            kind = target.value.get("in") if target else None
            if target is not None and kind == "body":
                bodies[name] = self._shared_body(Payload(target, value), name)
            elif kind != "formData":
                place = child(ROOT, "components", "parameters", name)
                parameters[name] = self._parameter(value, pointer, place)
        return parameters, bodies

    def _shared_body(self, payload: Payload, name: str) -> JsonObject:
        pointer = child(ROOT, "parameters", name)
        place = child(ROOT, "components", "requestBodies", name)
        if payload.parameter.pointer == pointer:
            consumes = self.conversion.consumes
            return Bodies(self.conversion, consumes, pointer, place).body(
                payload.parameter
            )
        self.conversion.moves.record(pointer, place)
        return self.conversion.referring(payload.written)

    def _paths(self, old: Json) -> Json:
        if not isinstance(old, dict):
            return old
        new = old.copy()
        for path, item, pointer in members(old, child(ROOT, "paths")):
            if isinstance(item, dict) and not path.startswith("x-"):
                new[path] = self._item(item, pointer)
        return new

    def _item(self, old: JsonObject, pointer: Pointer) -> JsonObject:
        """A path item; what of its parameters is a body goes to its operations."""
        new = self.conversion.referring(old) if "$ref" in old else old.copy()
        inherited: list[Payload] = []
        if isinstance(old.get("parameters"), list):
            place = child(pointer, "parameters")
            new["parameters"], inherited = self._parameters(old["parameters"], place)
            if not new["parameters"]:
                del new["parameters"]
        for method, operation, place in members(old, pointer):
            if method in _METHODS and isinstance(operation, dict):
                new[method] = self._operation(operation, place, inherited)
        return new

    def _operation(
        self, old: JsonObject, pointer: Pointer, inherited: list[Payload]
    ) -> JsonObject:
        consumes, produces = self.conversion.consumes, self.conversion.produces
        if "consumes" in old:
            consumes = media_types(old["consumes"])
        if "produces" in old:
            produces = media_types(old["produces"])
        new: JsonObject = {}
        payloads = inherited
        for name, value in old.items():
            if name == "parameters" and isinstance(value, list):
                new[name], own = self._parameters(value, child(pointer, name))
                payloads = overridden(inherited, own)
            elif name == "responses":
                place = child(pointer, name)
                new[name] = Responses(self.conversion, produces).all(
                    value, place, place
                )
            elif name == "schemes":
                new["servers"] = urls_of({**self.conversion.root, name: value})
            elif name not in {"consumes", "produces"}:
                new[name] = value
        place = child(pointer, "requestBody")
        body = Bodies(self.conversion, consumes, pointer, place).of(payloads)
        if body is not None:
            new.setdefault("requestBody", body)
        return new

    def _parameters(
        self, old: list[Json], pointer: Pointer
    ) -> tuple[list[Json], list[Payload]]:
        """The parameters outside of the body, and those that make it."""
        new: list[Json] = []
        payloads: list[Payload] = []
        for index, value in enumerate(old):
            place = child(pointer, index)
            now = child(pointer, len(new))
            target = self.conversion.behind(value, place)
            if target is not None and target.value.get("in") in IN_BODY:
                payloads.append(Payload(target, value))
                continue
            new.append(self._parameter(value, place, now))
        return new, payloads

    def _parameter(self, old: Json, pointer: Pointer, now: Pointer) -> Json:
        if not isinstance(old, dict):
            return old
        if "$ref" not in old:
            return parameter_of(self.conversion, old, pointer, now)
        self.conversion.moves.record(pointer, now)
        return self.conversion.referring(old)


def overridden(inherited: list[Payload], own: list[Payload]) -> list[Payload]:
    """Own body or fields instead of those of the path item.

    Fields are told apart by name, and a body takes the place of any other.
    """
    names = [payload.parameter.value.get("name") for payload in own]
    fields = all(payload.parameter.value["in"] == "formData" for payload in own)
    remaining = [
        payload
        for payload in inherited
        if fields
        and payload.parameter.value["in"] == "formData"
        and payload.parameter.value.get("name") not in names
    ]
    return [*remaining, *own] if own else inherited
