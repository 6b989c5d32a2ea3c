"""Models with the defaults of the document written too, down to the models inside."""

from typing import Any, Final, cast

from pydantic import BaseModel

from .narrowing import is_array, is_object, is_tuple

_DEEPEST: Final = 255
"""How deep pydantic writes values that stand in each other."""


def with_defaults(instance: BaseModel) -> BaseModel:
    """A copy in which defaults count as set, down to the models inside.

    What stands inside is copied after what holds it was seen, from the last to the
    first, so nothing here goes deeper than the values themselves are counted.
    """
    seen: list[_Seen] = [_Seen(instance, None, 0)]
    for entry in seen:  # grows on the way
        if entry.depth > _DEEPEST:
            raise ValueError("Circular reference detected (depth exceeded)")
        seen += [_Seen(part, entry, entry.depth + 1) for part in _parts(entry.value)]
    for entry in reversed(seen):
        entry.parts.reverse()
        copied = _copied(entry.value, entry.parts)
        if entry.holder is not None:
            entry.holder.parts.append(copied)
        entry.value = copied
    return cast("BaseModel", seen[0].value)


class _Seen:
    """A value on the way down, and copies of its parts on the way up."""

    __slots__ = ("depth", "holder", "parts", "value")

    def __init__(self, value: Any, holder: "_Seen | None", depth: int) -> None:
        self.value = value
        self.holder = holder
        self.depth = depth
        self.parts: list[Any] = []


def _parts(value: Any) -> list[Any]:
    if isinstance(value, BaseModel):
        return [*vars(value).values(), *(value.__pydantic_extra__ or {}).values()]
    if is_object(value):
        return list(value.values())
    return [*value] if is_array(value) or is_tuple(value) else []


def _copied(value: Any, parts: list[Any]) -> Any:
    if isinstance(value, BaseModel):
        return _copied_model(value, parts)
    if is_object(value):
        return dict(zip(value, parts, strict=True))
    if is_tuple(value):
        return tuple(parts)
    return parts if is_array(value) else value


def _copied_model(instance: BaseModel, parts: list[Any]) -> BaseModel:
    model = type(instance)
    fields = dict(zip(vars(instance), parts, strict=False))
    copied = model.__new__(model)
    given = {
        name
        for name, value in fields.items()
        if name in model.model_fields and value is not None
    }
    extra = instance.__pydantic_extra__
    if extra is not None:
        extra = dict(zip(extra, parts[len(fields) :], strict=True))
    set_ = object.__setattr__
    set_(copied, "__dict__", fields)
    set_(copied, "__pydantic_extra__", extra)
    set_(copied, "__pydantic_fields_set__", instance.model_fields_set | given)
    set_(copied, "__pydantic_private__", instance.__pydantic_private__)
    return copied
