"""Objects that others give to models as what `json.loads` has returned.

FastAPI parses the body of a request before pydantic sees it, and so do programs that
validate a model of theirs with one of ours inside. In that, a date is a string, which a
strict model refuses as a value of Python. What JSON can be parsed to is judged as JSON.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from .json_text import json_text
from .narrowing import is_object

_SHOWN: Final = ("__doc__", "__module__", "__qualname__", "model_config")
"""What pydantic looks for in a class that it describes."""


def reads_parsed_json(model: type[BaseModel], schema: Any) -> CoreSchema:
    """The schema of a model that was built, for a build that is none of ours.

    pydantic takes the validator of a class that was built, so another class stands in
    whose validator tells JSON from parsed JSON. To pydantic it is a model as any other:
    a variant that a discriminator decides, say. JSON and instances are read as ever.
    """
    parts: list[Any] = [schema]
    if schema["type"] == "definitions":
        parts = [schema["schema"], *schema["definitions"]]
    first, *others = [_standing_in(model, part, parts) for part in parts]
    return core_schema.definitions_schema(first, others)


def _standing_in(model: type[BaseModel], schema: Any, parts: list[Any]) -> CoreSchema:
    """The schema of `model` as that of its stand-in; one of another model as it is."""
    inner: Any = schema
    while inner["type"] != "model" and "schema" in inner:
        inner = inner["schema"]
    if inner.get("cls") is not model:
        return cast("CoreSchema", schema)
    kept = {key: schema[key] for key in ("ref", "serialization") if key in schema}
    return cast("CoreSchema", {**inner, **kept, "cls": _stand_in(model, schema, parts)})


def _stand_in(model: type[BaseModel], schema: Any, parts: list[Any]) -> type[Any]:
    """A class that reads instances of the model, and is described as that."""
    reference = schema.get("ref", model.__name__)
    whole = core_schema.definition_reference_schema(reference)
    reader = core_schema.with_info_wrap_validator_function(_reader(model), whole)
    named: Any = {**schema, "ref": reference}
    others = [part for part in parts if "ref" in part and part is not schema]
    judge = core_schema.definitions_schema(
        core_schema.json_or_python_schema(whole, reader),
        [named, *others],
    )
    members = {name: vars(model)[name] for name in _SHOWN if name in vars(model)}
    members["__pydantic_complete__"] = True
    members["__pydantic_validator__"] = SchemaValidator(judge)
    return type(model.__name__, (), members)


def _reader(model: type[BaseModel]) -> Callable[[Any, Any, Any], Any]:
    """What reads an instance from anything."""

    def read(value: Any, handler: Any, info: Any) -> Any:
        if info.mode == "json" or not is_object(value):
            return handler(value)
        try:
            text = json_text(value, model.__name__)
        except ValidationError:
            return handler(value)
        try:
            instance = model.__pydantic_validator__.validate_json(
                text, context=info.context, by_alias=True, by_name=False
            )
        except ValidationError:
            with suppress(ValidationError):
                return handler(value)  # its keys may be the names of fields
            raise
        # Unions of others compare how many fields were set, which is counted there.
        return handler(_values(instance))

    return read


def _values(instance: BaseModel) -> dict[str, Any]:
    """What was read, as values of Python by the keys of the document."""
    fields, values_by_name = type(instance).model_fields, instance.__dict__
    # An attribute that is deprecated would warn.
    values = {
        fields[name].alias or name: values_by_name[name]
        for name in instance.model_fields_set
        if name in fields
    }
    return values | (instance.__pydantic_extra__ or {})
