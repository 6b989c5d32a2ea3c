"""Types of others in a JSON object that is parsed before it is judged.

Where something is asserted of a whole object, pydantic gets the object parsed: then it
takes no text for a date or a decimal any more, as it does in JSON. Types of this
package do; those that the user has chosen are taught to.
"""

from typing import Any

from pydantic_core import SchemaValidator, core_schema, to_json

from .narrowing import is_array, is_object
from .wire_schemas import is_own, kind_of_schema

_SCALARS = frozenset({"bytes", "date", "datetime", "decimal", "time", "timedelta"})


def read_parsed(fields: dict[str, Any]) -> None:
    """Change the schemas of fields so that they take parsed JSON for JSON."""
    waiting: list[Any] = [fields]
    while waiting:
        part = waiting.pop()
        pairs: Any = part.items() if is_object(part) else enumerate(part)
        for key, below in pairs:
            if is_own(below):
                continue
            if is_object(below) and kind_of_schema(below) in _SCALARS:
                part[key] = _either(below)
            elif is_object(below) or is_array(below):
                waiting.append(below)


def _either(scalar: Any) -> Any:
    judge = SchemaValidator(scalar, {"strict": True})

    def read(value: Any) -> Any:
        return judge.validate_json(to_json(value))

    again = core_schema.no_info_plain_validator_function(read)
    either = core_schema.union_schema([scalar, again], mode="left_to_right")
    return core_schema.json_or_python_schema(either, scalar)
