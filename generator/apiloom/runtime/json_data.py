"""Values of any type from JSON and to JSON, judged as strictly as models are.

`decode` and `encode` take and give what `json.loads` does, `decode_json` and
`encode_json` the text. A type is a model, or what a schema that is no object is called:
an alias, a list, a union, `datetime` as the package has it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar, overload

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from .adapters import adapter_of
from .dumps import LOUD

T = TypeVar("T")

UNTYPED: Final = object()
"""The type of a value that is written as what it is."""
