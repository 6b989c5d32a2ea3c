"""The base of every model, and the markers that say what JSON Schema says."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Never, TypeAlias, TypeGuard, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .building import with_room

WIRE = ConfigDict(strict=True, allow_inf_nan=False, defer_build=True)
"""How values that stand outside a model are judged."""


class Model(BaseModel):
    """A JSON object.

    Absent and null are two things: `model_fields_set` tells which properties were
    present, and a dump writes just those. Keys that the document does not name are
    kept and written back. Values are judged as JSON, so `"5"` is not an integer.
    """

    model_config = ConfigDict(
        extra="allow",
        strict=True,
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        validate_assignment=True,
        defer_build=True,
        allow_inf_nan=False,
        protected_namespaces=(),
    )

    if TYPE_CHECKING:
        # Subclasses narrow this to the schema of `additionalProperties`.
        __pydantic_extra__: Any = Field(
            init=False
        )  # pyright: ignore[reportIncompatibleVariableOverride]
    else:

        def __getattr__(self, name: str) -> Any:
            """What `lenient` read of a property that breaks the document."""
            key = wire_names(type(self)).get(name)
            if key is None:
                return super().__getattr__(name)
            return (self.__pydantic_extra__ or {}).get(key)

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Builds what judges values, also where it takes long chains of classes."""
        depth, namespace = _parent_namespace_depth + 1, _types_namespace
        try:
            return super().model_rebuild(
                force=force,
                raise_errors=raise_errors,
                _parent_namespace_depth=depth,
                _types_namespace=namespace,
            )
        except RecursionError:
            rebuild = partial(super().model_rebuild, raise_errors=raise_errors)
            return with_room(lambda: rebuild(force=force, _types_namespace={}))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Refuses keys that `model_fields_set` could not tell from a property.

        The key `class_` is unknown beside a property `class` that Python calls
        `class_`, but pydantic would take the property for set. Only unknown keys are
        looked at. `lenient` reads what was refused for this reason alone.
        """
        schema = handler(source)
        names = wire_names(cls)
        clashing = frozenset(names).difference(names.values())
        found: Any = handler.resolve_ref_schema(schema)
        while found["type"] != "model-fields" and "schema" in found:
            found = found["schema"]
        is_open = cls.model_config.get("extra") == "allow"
        if clashing and is_open and found["type"] == "model-fields":
            found["extras_keys_schema"] = core_schema.no_info_after_validator_function(
                _refuser(clashing), core_schema.str_schema()
            )
        return schema


ASSERTED = "json_schema"
"""The type of error for a value of the right type that breaks another keyword."""

UNASSERTED = object()
"""As the context of a validation: judge values by their type alone."""

_CLASH = "clashing_key"


def is_model(type_: Any) -> TypeGuard[type[BaseModel]]:
    """Whether this type is a class for JSON objects with declared properties."""
    return (
        isinstance(type_, type)
        and issubclass(type_, BaseModel)
        and not type_.__pydantic_root_model__
    )


def wire_names(model: type[BaseModel]) -> dict[str, str]:
    """The key that stands in JSON for each field."""
    return {
        name: name if field.alias is None else field.alias
        for name, field in model.model_fields.items()
    }


def is_clash(error: ValidationError) -> bool:
    """Whether nothing is wrong but keys that are the names of fields."""
    details = error.errors(include_url=False, include_context=False)
    return all(detail["type"] == _CLASH for detail in details)


def is_asserted(error: ValidationError) -> bool:
    """Whether something has the right type and breaks another keyword."""
    details = error.errors(include_url=False, include_context=False)
    return any(detail["type"] == ASSERTED for detail in details)


def _refuser(clashing: frozenset[str]) -> Callable[[str], str]:
    def refuse(key: str) -> str:
        if key in clashing:
            raise PydanticCustomError(_CLASH, "Is the name of a field, not its key")
        return key

    return refuse


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
        has_one_error = "custom_error_type" in inner  # as a number, int or float
        if inner["type"] in ("union", "tagged-union") and not has_one_error:
            # A union must stay nullable to be written without a warning when absent.
            return core_schema.no_info_before_validator_function(_refuse_null, schema)
        return inner


T = TypeVar("T")

Maybe: TypeAlias = Annotated[T | None, NotNull()]
"""What may be absent, and is never null when it is present.

`name: Maybe[str] = None` reads as `str | None`, since an absent property reads as
None; a null on the wire is refused.
"""


def _refuse_null(value: object) -> object:
    if value is None:
        raise PydanticCustomError("not_null", "Input should not be null")
    return value


class _Refused:
    """Accepts no value: the schema `false`."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        anything = core_schema.any_schema()
        return core_schema.no_info_after_validator_function(_refuse, anything)


def _refuse(_value: object) -> Never:
    raise PydanticCustomError("nothing", "No value is allowed here")


Nothing = Annotated[Never, _Refused()]
"""The type of what the document forbids: no value has it."""


class CheckedText:
    """The base of annotations that refuse some strings, once their type is judged."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, text: str) -> str:
        """The text; raises `PydanticCustomError` for one that is refused."""
        raise NotImplementedError
