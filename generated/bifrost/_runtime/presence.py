"""Absent properties as Python sees them: None, where the document has no null."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema


class NotNull:
    """Marks an optional property that must not be null when it is present."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        if schema["type"] != "nullable":
            return schema
        inner: CoreSchema = schema["schema"]
        return inner


@cache
def maybe_fields(model: type[BaseModel]) -> Mapping[str, str]:
    """The fields that are marked as `NotNull`, by each name that a caller may use.

    That is the name of the field and its key, unless the key is another field's name.
    """
    model.model_rebuild()  # resolves annotations that name later classes
    return {
        spelling: name
        for spelling, name in spellings(model).items()
        if any(isinstance(mark, NotNull) for mark in model.model_fields[name].metadata)
    }


def spellings(model: type[BaseModel]) -> dict[str, str]:
    """Each field by its key and its name, which comes first where they are at odds."""
    fields = model.model_fields
    keys = {field.alias: name for name, field in fields.items() if field.alias}
    return keys | {name: name for name in fields}


def by_name(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by the names of fields; what belongs to none of them keeps its key."""
    names = spellings(model)
    return {names.get(key, key): value for key, value in values.items()}


def present(model: type[BaseModel], values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a constructor without those that only say "absent"."""
    for value in values.values():
        if value is None:
            maybe = maybe_fields(model)
            return {
                name: value
                for name, value in values.items()
                if value is not None or name not in maybe
            }
    return values


def absent(model: type[BaseModel], values: Mapping[str, Any]) -> frozenset[str]:
    """The fields of which these values say that they are absent."""
    if all(value is not None for value in values.values()):
        return frozenset()
    maybe = maybe_fields(model)
    return frozenset(
        maybe[name] for name, value in values.items() if value is None and name in maybe
    )


def make_absent(instance: BaseModel, names: Iterable[str]) -> None:
    """Take properties away from an instance: they read as None, and are not written."""
    for name in names:
        vars(instance)[name] = None
        instance.__pydantic_fields_set__.discard(name)
        forget_unfit(instance, name)


def take_away(instance: BaseModel, name: str) -> None:
    """The same for one, as an assignment: what judges the whole has its say.

    Raises `ValidationError`, and the instance is as it was before.
    """
    if not type(instance).__pydantic_decorators__.model_validators:
        make_absent(instance, [name])
        return
    before, given = vars(instance).copy(), instance.__pydantic_fields_set__.copy()
    extra = copy(instance.__pydantic_extra__)
    make_absent(instance, [name])
    try:
        instance.__pydantic_validator__.validate_python(instance)
    except ValidationError:
        vars(instance).update(before)
        instance.__pydantic_fields_set__.update(given)
        object.__setattr__(instance, "__pydantic_extra__", extra)
        raise


def is_frozen(instance: BaseModel, name: str) -> bool:
    """Whether a field cannot be assigned to, which pydantic says better."""
    whole = instance.model_config.get("frozen", False)
    return whole or bool(type(instance).model_fields[name].frozen)


def forget_unfit(instance: BaseModel, name: str) -> None:
    """Forget what `lenient` has kept of a property that broke the document."""
    field = type(instance).model_fields.get(name)
    if field is not None and instance.__pydantic_extra__:
        instance.__pydantic_extra__.pop(field.alias or name, None)
