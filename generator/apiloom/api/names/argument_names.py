"""Arguments of methods: one for each parameter, and those for the members of a body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import MediaType, Operation, Parameter, ParameterLocation
from apiloom.api.media_type_kinds import is_typed
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.api.resolved_api import member_key, parameter_key
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Schema, SchemaId
from apiloom.core.identifiers import (
    Identifier,
    digest_of,
    python_name,
    snake_name,
)
from apiloom.core.sign_words import spelled
from apiloom.core.text import Text, reveal

_MEMBER: Final = member_key(Text(""))
RESERVED_ARGUMENTS = frozenset(
    {"self", "body", "options", "principal", "request", "http"}
)


@dataclass(frozen=True, slots=True)
class ArgumentNamer:
    """Names the arguments of methods.

    `fields` are those of each class.
    """

    shapes: Mapping[SchemaId, Schema]
    fields: Mapping[SchemaId, Mapping[Text, Identifier]]
    book: NameBook

    def arguments(
        self, operation: Operation, shipped: Mapping[str, str]
    ) -> tuple[Identifier, ...]:
        """One name for each parameter, in their order.

        `shipped` has the arguments of an earlier run by `location name`; what was the
        keyword of a member of the body is no name of a new parameter.
        """
        given = self._given(operation)
        members = frozenset(
            name for key, name in shipped.items() if key.startswith(_MEMBER)
        )
        names = dict(given)
        keys = [parameter_key(parameter) for parameter in operation.parameters]
        for key in keys:
            name = shipped.get(key, "")
            usable = name and name not in RESERVED_ARGUMENTS
            if key not in names and usable and name not in names.values():
                names[key] = Identifier(name)
        by_rule = _by_rule(operation, given)
        for key in sorted(names.keys() - given.keys()):
            self.book.kept.add("arguments", names[key], by_rule[key])
        if shipped:
            by_rule = _by_rule(operation, names, members)
        return tuple(by_rule[key] for key in keys)

    def _given(self, operation: Operation) -> dict[str, Identifier]:
        """The user's names for parameters."""
        given: dict[str, Identifier] = {}
        for parameter in operation.parameters:
            pointer = parameter.where.pointer
            name = self.book.overrides.at(pointer)
            if name is None:
                continue
            if name in RESERVED_ARGUMENTS:
                why = "methods have an argument of that name"
                self.book.overrides.refuse_at(pointer, why)
            elif name in given.values():
                self.book.overrides.refuse_at(pointer, "another parameter is called so")
            else:
                given[parameter_key(parameter)] = name
        return given

    def properties(
        self, operation: Operation, arguments: tuple[Identifier, ...]
    ) -> Mapping[Text, Identifier] | None:
        """The keyword arguments for the members of an object body, by wire name.

        A member that is called as another argument is left out, and a note says so.
        `None` where the body can only be passed whole, as bytes or text can.
        """
        media_type = body_media_type(operation)
        if media_type is None or media_type.schema is None or media_type.streamed:
            return None
        if not is_typed(media_type, self.shapes):
            return None
        end = end_of(media_type.schema, self.shapes)
        schema_id, schema, _ = end
        is_named = schema_id in self.fields and not end.takes_null
        if not isinstance(schema, Object) or not is_named:
            return None
        names = self.fields[schema_id]
        clashing = RESERVED_ARGUMENTS.union(arguments).intersection(names.values())
        if not clashing:
            return names
        required = any(
            property_.required and names[property_.wire_name] in clashing
            for property_ in schema.properties
        )
        self._note_clash(operation, sorted(clashing), required=required)
        if required:
            return None
        others = {
            wire_name: name for wire_name, name in names.items() if name not in clashing
        }
        return others or None

    def _note_clash(
        self, operation: Operation, clashing: Sequence[str], *, required: bool
    ) -> None:
        where = operation.where
        listed = ", ".join(clashing)
        problem = f"properties of the body share a name with an argument ({listed}), so"
        if required:
            self.book.report.note(
                "body-only-whole",
                f"{problem} the body is passed as `body`",
                where.document,
                where.pointer,
            )
        else:
            self.book.report.note(
                "body-keyword-taken",
                f"{problem} they are given in `body` alone",
                where.document,
                where.pointer,
            )


def _by_rule(
    operation: Operation,
    taken: Mapping[str, Identifier],
    members: Collection[str] = (),
) -> dict[str, Identifier]:
    """The names of all parameters by `location name`; some are `taken` already.

    None is called as one of the `members` of the body that are arguments too.
    """
    nobodys = RESERVED_ARGUMENTS.union(taken.values(), members)
    alike: dict[Identifier, list[Parameter]] = {}
    for parameter in operation.parameters:
        plain = python_name(parameter.wire_name, "parameter")
        alike.setdefault(plain, []).append(parameter)
    candidates: dict[str, tuple[Identifier, ...]] = {}
    for plain, parameters in alike.items():
        alone = len(parameters) == 1 and plain not in nobodys
        locations = Counter(parameter.location for parameter in parameters)
        for parameter in parameters:
            key = parameter_key(parameter)
            further = () if alone else _further(plain, parameter, locations)
            if key not in taken:
                candidates[key] = (plain, *further)
    written = {
        parameter_key(parameter): reveal(parameter.wire_name)
        for parameter in operation.parameters
    }
    return {**taken, **choose(candidates, nobodys, key=str, written=written)}


def _further(
    plain: Identifier, parameter: Parameter, locations: Counter[ParameterLocation]
) -> tuple[Identifier, ...]:
    """What tells a parameter from others of the same name: its location if that does,
    else its signs in words; a digest last."""
    wire_name = reveal(parameter.wire_name)
    located = Identifier(f"{plain}_{parameter.location}")
    in_words = snake_name(spelled(wire_name), "parameter")
    digested = Identifier(f"{located}_{digest_of(wire_name)}")
    if locations[parameter.location] > 1:
        return in_words, located, digested
    return located, in_words, digested


def body_media_type(operation: Operation) -> MediaType | None:
    """The media type that the client sends, which stands first (`sent_media_types`)."""
    if operation.body is None or not operation.body.content:
        return None
    return operation.body.content[0]
