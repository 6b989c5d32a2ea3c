"""One generated package, as those who call it and serve it see it."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.sweeping.described import DescribedOperation, DescribedParameter


@dataclass(frozen=True, slots=True)
class Names:
    """Where the package has an operation: `module:Class.method`, twice."""

    client: str
    handler: str

    @property
    def resource(self) -> str:
        """The attribute of a client, and the argument of `create_app`."""
        return self.client.partition(":")[0].rpartition(".")[2]

    @property
    def method(self) -> str:
        """What is called on the resource."""
        return self.client.rpartition(".")[2]


class Package:
    """Modules and types of one package; nothing of apiloom is imported."""

    def __init__(self, name: str, manifest: Mapping[str, Any]) -> None:
        self._name = name
        self.operations = {
            key: Names(each["client"], each["handler"])
            for key, each in manifest["operations"].items()
        }

    def module(self, name: str) -> Any:
        """A module of the package."""
        return importlib.import_module(f"{self._name}.{name}")

    def runtime(self, name: str) -> Any:
        """A module of its runtime."""
        return self.module(f"_runtime.{name}")

    def route(self, names: Names) -> Any:
        """How the server has an operation: arguments, request class, descriptor."""
        module, _, handler = names.handler.partition(":")
        method = handler.partition(".")[2]
        for name, value in vars(self.module(module)).items():
            if name.endswith("_ROUTES"):
                return next(each for each in value if each.handler == method)
        raise LookupError(names.handler)

    def codec(self, type_: Any) -> Any:
        """What judges and writes values of a type."""
        return self.runtime("codec").codec_of(type_)

    def is_encoded(self, type_: Any) -> bool:
        """Whether values of a type are bytes that are text on the wire."""
        encoded: bool = self.runtime("encoded_types").is_encoded(type_)
        return encoded

    def python(self, type_: Any, example: Any) -> Any:
        """The Python value of a JSON example, as callers write it."""
        if isinstance(example, bytes):
            return example
        return self.codec(type_).read_json(json.dumps(example))

    def json(self, type_: Any, value: Any) -> Any:
        """The JSON value of a Python value, which has to be of the type; bytes stay
        what they are, unless they are encoded."""
        if isinstance(value, bytes) and not self.is_encoded(type_):
            return value
        return json.loads(self.codec(type_).write_json(value))


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter of the document, and how the package has it."""

    described: DescribedParameter
    name: str
    type: Any


def arguments_of(
    route: Any, described: DescribedOperation
) -> tuple[list[Argument], list[DescribedParameter]]:
    """The arguments of an operation, and the parameters that are no argument."""
    pairs = zip(route.arguments, route.operation.parameters, strict=True)
    known = {
        (
            each.location,
            each.name.lower() if each.location == "header" else each.name,
        ): (
            name,
            each.type,
        )
        for name, each in pairs
    }
    found = [
        Argument(each, *known[each.key])
        for each in described.parameters
        if each.key in known
    ]
    return found, [each for each in described.parameters if each.key not in known]
