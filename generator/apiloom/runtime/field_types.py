"""The types of the fields of a model, as they were declared."""

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter

from .adapters import adapter_of


@cache
def field_type(model: type[BaseModel], name: str) -> tuple[Any, TypeAdapter[Any]]:
    """The type of a field with its constraints, and what judges it."""
    field = model.model_fields[name]
    metadata: list[Any] = list(field.metadata)
    if field.discriminator is not None:
        metadata.append(Field(discriminator=field.discriminator))
    type_: Any = field.annotation
    for constraint in metadata:
        type_ = Annotated[type_, constraint]
    return type_, adapter_of(type_)
