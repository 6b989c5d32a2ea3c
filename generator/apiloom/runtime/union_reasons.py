"""Why a value is none of a union, or too many at once, in a few words.

What is said names members, properties and keywords of the document, never a value.
"""

from collections.abc import Mapping
from typing import Any, Final

from .evaluator import Evaluator
from .narrowing import is_array, is_object
from .tag_messages import joined, short

_MOST_MEMBERS: Final = 5
_DEEPEST: Final = 12


def reason(definitions: Mapping[str, Any], members: list[Any], value: Any) -> str:
    """Which members of a `oneOf` or `anyOf` a value satisfies, or what each misses.

    A `$ref` in them is a key of `definitions`.
    """
    names = [_name(member, index) for index, member in enumerate(members, start=1)]
    fitting = [
        name
        for name, member in zip(names, members, strict=True)
        if Evaluator(definitions).accepts(member, value)
    ]
    if fitting:
        return f"it satisfies {joined(fitting, ' and ')}, and may satisfy one only"
    said = [
        f"{name} {_miss(definitions, member, value)}"
        for name, member in zip(names[:_MOST_MEMBERS], members, strict=False)
    ]
    return "; ".join([*said, *_rest(len(members))])


def told(schema: dict[str, Any], value: Any, failed: str) -> str:
    """What a keyword asks of a value, if that can be said in a few words."""
    if failed == "required":
        return f"it misses {_absent(schema, value)}"
    wanted = _wanted(schema, failed)
    return f"it has to be {wanted}" if wanted else ""


def _rest(count: int) -> list[str]:
    return [f"{count - _MOST_MEMBERS} more"] if count > _MOST_MEMBERS else []


def _name(member: Any, number: int) -> str:
    """What a member is called, in the document or by its place."""
    reference = member.get("$ref") if is_object(member) else None
    if isinstance(reference, str):
        return short(reference.rpartition("/")[2])
    return f"member {number}"


def _miss(definitions: Mapping[str, Any], schema: Any, value: Any) -> str:
    """What a value misses of a schema: the innermost keyword that is plain."""
    path = ""
    for _ in range(_DEEPEST):
        if not is_object(schema):
            break
        failed = Evaluator(definitions).failed_keyword(schema, value)
        if failed is None:
            break
        step = _step(definitions, schema, value, failed)
        if step is None:
            return _said(schema, value, failed, path)
        schema, value, part = step
        path += part
    return f"refuses `{path}`" if path else "refuses it"


def _step(
    definitions: Mapping[str, Any], schema: dict[str, Any], value: Any, failed: str
) -> tuple[Any, Any, str] | None:
    """The schema further in that is to blame, what it judges, and where that is."""

    def refuses(member: Any, part: Any) -> bool:
        return not Evaluator(definitions).accepts(member, part)

    if failed == "$ref":
        return definitions[schema["$ref"]], value, ""
    if failed == "allOf":
        blamed = [member for member in schema["allOf"] if refuses(member, value)]
        return (blamed[0], value, "") if blamed else None
    if failed == "properties":
        for name, member in schema["properties"].items():
            if name in value and refuses(member, value[name]):
                return member, value[name], f"/{short(name)}"
    if failed == "items" and is_array(value):
        for index, item in enumerate(value):
            if refuses(schema["items"], item):
                return schema["items"], item, f"/{index}"
    return None


def _said(schema: dict[str, Any], value: Any, failed: str, path: str) -> str:
    where = f"`{path}`" if path else "it"
    if failed == "required":
        return f"misses {_absent(schema, value)}{f' at {where}' if path else ''}"
    if wanted := _wanted(schema, failed):
        return f"wants {where} to be {wanted}"
    if failed in ("additionalProperties", "unevaluatedProperties"):
        return f"allows no other properties{f' at {where}' if path else ''}"
    return f"wants {where} to satisfy `{failed}`"


def _absent(schema: dict[str, Any], value: Any) -> str:
    names = [f"`{short(name)}`" for name in schema["required"] if name not in value]
    return joined(names, " and ")


def _wanted(schema: dict[str, Any], failed: str) -> str:
    """The types, or the values, that a keyword allows."""
    if failed == "type":
        kinds = schema["type"] if is_array(schema["type"]) else [schema["type"]]
        return " or ".join(map(str, kinds))
    if failed == "const":
        return short(repr(schema["const"]))
    if failed == "enum":
        return joined([short(repr(each)) for each in schema["enum"]], " or ")
    return ""
