"""How models are written: what was set and nothing else, whoever writes them.

What this package writes itself goes through the serializer of a class in one piece, and
says `exclude_unset`. Others (a `TypeAdapter` of the user's, a model of theirs that has
one of ours for a field, FastAPI, `pydantic_core.to_json`) do not say it; for them a
function stands in the schema, which does.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from typing import Any, Final, Literal, cast

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import (
    CoreSchema,
    PydanticSerializationUnexpectedValue,
    SchemaSerializer,
    core_schema,
)

QUIET: Final = object()
"""As the context of a dump: no warnings about values of another type."""
LOUD: Final = object()
"""As the context of a dump: values of another type are errors."""

_WIRE: Final = "__wire_serializer__"
_OWN: ContextVar[bool] = ContextVar("_OWN", default=False)


@contextmanager
def own_build() -> Generator[None]:
    """What is built inside writes models in one piece, without a function for each."""
    token = _OWN.set(True)
    try:
        yield
    finally:
        _OWN.reset(token)


def is_own_build() -> bool:
    """Whether a schema is asked for by this package."""
    return _OWN.get()


def settle(model: type[BaseModel], *, again: bool = False) -> None:
    """Let others write what was set, and this package too, in its own way.

    Where it was built `again`, pydantic has taken nothing that was built before, and
    so not what stands in for models inside.
    """
    serializer = vars(model).get("__pydantic_serializer__")
    if again and model.__pydantic_complete__:
        model.__pydantic_complete__ = False  # or it would take its own serializer
        serializer = SchemaSerializer(model.__pydantic_core_schema__)
        model.__pydantic_complete__ = True
    if isinstance(serializer, SchemaSerializer) and serializer is not _BY_CLASS:
        setattr(model, _WIRE, serializer)
        model.__pydantic_serializer__ = _BY_CLASS


def wire_serializer(model: type[BaseModel]) -> SchemaSerializer:
    """What writes the instances of a model; it has to be told `exclude_unset`."""
    built: SchemaSerializer | None = model.__dict__.get(_WIRE)
    if built is not None:
        return built
    model.model_rebuild()
    serializer: SchemaSerializer = model.__dict__[_WIRE]
    return serializer


def written_by_others(schema: Mapping[str, Any]) -> CoreSchema:
    """The schema of a model that was built, for a build that is none of ours."""
    return _with_serializers(schema, _by_function)


def written_whole(schema: Mapping[str, Any]) -> CoreSchema:
    """The same for a build of ours, which takes serializers as they are.

    pydantic looks for them in classes, where others find what is meant for them, so
    another class stands in.
    """
    return _with_serializers(schema, _by_stand_in)


def _with_serializers(
    schema: Any, of_model: Callable[[type[BaseModel], Any], Any]
) -> CoreSchema:
    """The schema of a model in which all models are written as `of_model` says.

    Those inside too, since others may lead to them.
    """
    if schema["type"] != "definitions":
        return _marked(schema, of_model)
    return core_schema.definitions_schema(
        _marked(schema["schema"], of_model),
        [_marked(definition, of_model) for definition in schema["definitions"]],
    )


def _marked(schema: Any, of_model: Callable[[type[BaseModel], Any], Any]) -> CoreSchema:
    inner: Any = schema
    while inner["type"] != "model" and "schema" in inner:
        inner = inner["schema"]
    if "cls" not in inner or not hasattr(inner["cls"], _WIRE):
        # pydantic puts a definition in place of a reference to it, in this very object.
        return cast("CoreSchema", {**schema})
    marked = {**schema, "serialization": of_model(inner["cls"], schema)}
    return cast("CoreSchema", {k: v for k, v in marked.items() if v is not None})


def _by_function(model: type[BaseModel], _schema: Any) -> Any:
    return core_schema.wrap_serializer_function_ser_schema(
        partial(_write_as, model), info_arg=True
    )


def _by_stand_in(model: type[BaseModel], schema: Any) -> Any:
    known = schema.get("serialization")
    if known is not None and known["type"] != "model":
        return known  # a function of the user's
    if not model.__pydantic_complete__:
        return None
    plain = {k: v for k, v in schema.items() if k not in ("ref", "serialization")}

    def described(_: CoreSchema, describe: GetJsonSchemaHandler) -> JsonSchemaValue:
        return describe(cast("CoreSchema", plain))

    anything = core_schema.any_schema(metadata={"pydantic_js_functions": [described]})
    return core_schema.model_ser_schema(_stand_in(wire_serializer(model)), anything)


@cache
def _stand_in(serializer: SchemaSerializer) -> type:
    members = {"__pydantic_complete__": True, "__pydantic_serializer__": serializer}
    return type("StandIn", (), members)


def whole(instance: BaseModel) -> BaseModel:
    """What to write for an instance where defaults of the document count as set.

    Nothing that is absent becomes null by that.
    """
    # Few programs need it.
    from .default_dumps import with_defaults

    return with_defaults(instance)


def _write_as(model: type[BaseModel], value: Any, handler: Any, info: Any) -> Any:
    """An instance as one of the `model`: what a subclass adds is not written."""
    if not isinstance(value, model):
        raise PydanticSerializationUnexpectedValue(
            f"Expected `{model.__name__}` but got `{type(value).__name__}`"
        )
    if type(value) is not model:
        handler(value)  # refuses it where a later member of a union fits exactly
    return _write(wire_serializer(model), value, info)


def _write_by_class(value: BaseModel, _handler: Any, info: Any) -> Any:
    return _write(wire_serializer(type(value)), value, info)


def _warnings(context: object) -> Literal["none", "warn", "error"]:
    if context is QUIET:
        return "none"
    return "error" if context is LOUD else "warn"


def _write(serializer: SchemaSerializer, value: Any, info: Any) -> Any:
    return serializer.to_python(
        value,
        mode=info.mode,
        include=info.include,
        exclude=info.exclude,
        by_alias=info.by_alias,
        exclude_unset=True,
        exclude_defaults=info.exclude_defaults,
        exclude_none=info.exclude_none,
        exclude_computed_fields=info.exclude_computed_fields,
        round_trip=info.round_trip,
        serialize_as_any=info.serialize_as_any,
        context=info.context,
        warnings=_warnings(info.context),
    )


_BY_CLASS: Final = SchemaSerializer(
    core_schema.any_schema(
        serialization=core_schema.wrap_serializer_function_ser_schema(
            # Not a plain function: pydantic would use it for models inside of ours.
            _write_by_class,
            info_arg=True,
            schema=core_schema.any_schema(),
        )
    )
)
"""Writes instances of any model where pydantic has nothing but the value."""
