"""What a parameter adds to the name of its inline schema: its own name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from apiloom.api.ir import ApiSpec
from apiloom.core.identifiers import Identifier, class_name
from apiloom.core.location import Pointer, child
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

    def word(self, parameters: Pointer, index: int) -> Identifier:
        """The word of the parameter at `index` of the list at `parameters`."""
        pointer = child(parameters, index)
        return self._words.get(pointer) or Identifier(f"Parameter{index + 1}")
