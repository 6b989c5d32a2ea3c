"""What a parameter adds to the name of its inline schema: its own name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.identifiers import Identifier, class_name
from apiloom.core.location import Pointer
from apiloom.core.text import reveal


@dataclass(slots=True)
class ParameterWords:
    """The words of the parameters of one API, by where they stand."""

    spec: ApiSpec
    _words: Mapping[Pointer, Identifier] = field(init=False)

    def __post_init__(self) -> None:
        words: dict[Pointer, Identifier] = {}
        for operation in self.spec.operations:
            plain = [
                class_name(reveal(parameter.wire_name))
                for parameter in operation.parameters
            ]
            counts = Counter(plain)
            for parameter, word in zip(operation.parameters, plain, strict=True):
                place = parameter.location.title() if counts[word] > 1 else ""
                words.setdefault(parameter.where.pointer, Identifier(word + place))
        self._words = words

    def word(self, entry: SchemaId) -> Identifier:
        """The word of the parameter that stands at `entry`."""
        pointer = entry.pointer
        return self._words.get(pointer) or Identifier(
            f"Parameter{int(entry.tokens[-1]) + 1}"
        )
