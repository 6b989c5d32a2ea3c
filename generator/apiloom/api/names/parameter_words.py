"""What a parameter adds to the name of its inline schema: its own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from apiloom.api.ir import ApiSpec, Parameter
from apiloom.api.names.name_choice import Claims, choose
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.identifiers import Identifier, class_name, digest_of
from apiloom.core.location import Pointer
from apiloom.core.sign_words import spelled
from apiloom.core.text import reveal


@dataclass(slots=True)
class ParameterWords:
    """The words of the parameters of one API, by where they stand."""

    spec: ApiSpec
    _words: Mapping[Pointer, Identifier] = field(init=False)

    def __post_init__(self) -> None:
        words: dict[Pointer, Identifier] = {}
        for operation in self.spec.operations:
            chosen = choose(
                {
                    parameter.where.pointer: _claims(parameter)
                    for parameter in operation.parameters
                },
                key=str,
            )
            for pointer, word in chosen.items():
                words.setdefault(pointer, word)
        self._words = words

    def word(self, entry: SchemaId) -> Identifier:
        """The word of the parameter that stands at `entry`."""
        pointer = entry.pointer
        return self._words.get(pointer) or Identifier(
            f"Parameter{int(entry.tokens[-1]) + 1}"
        )


def _claims(parameter: Parameter) -> Claims:
    """What a parameter can be called beside the others of its operation."""
    name = class_name(reveal(parameter.wire_name))
    return Claims(name, lambda: _further(name, parameter))


def _further(name: Identifier, parameter: Parameter) -> Iterator[Identifier]:
    """What a parameter can be called that others would call `name` too."""
    wire_name, location = reveal(parameter.wire_name), parameter.location.title()
    yield Identifier(f"{name}{location}")
    in_words = class_name(spelled(wire_name))
    yield from (in_words, Identifier(f"{in_words}{location}"))
    yield Identifier(f"{name}{location}_{digest_of(wire_name)}")
