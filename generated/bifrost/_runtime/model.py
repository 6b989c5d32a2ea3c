"""The base of every model, and the markers that say what JSON Schema says."""

# pyright: reportIncompatibleVariableOverride=false

from collections.abc import Callable, Mapping
from functools import partial
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Never,
    Self,
    TypeAlias,
    TypeGuard,
    TypeVar,
    cast,
)

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
)
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    SchemaSerializer,
    core_schema,
)

from .building import with_room
from .constants import constants_of, settle_constants, with_constants
from .dumps import (
    LOUD,
    is_own_build,
    own_build,
    settle,
    whole,
    wire_serializer,
    written_by_others,
    written_whole,
)
from .past_null import past_null
from .presence import (
    NotNull,
    absent,
    forget_unfit,
    is_frozen,
    make_absent,
    maybe_fields,
    present,
    take_away,
)
from .tag_messages import explain_tags

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _Metaclass

    from .extra_properties import ExtraProperties, HasExtra

    ModelMetaclass = _Metaclass
else:
    ModelMetaclass = type(BaseModel)
"""A class that says itself that it has this metaclass is neither frozen nor not: what
derives from it can be either (PEP 681, `dataclass_transform`)."""

READS_PARSED = "apiloom_reads_parsed"
"""In the metadata of a schema: it reads parsed JSON as it reads JSON."""

WIRE = ConfigDict(strict=True, allow_inf_nan=False, defer_build=True)
"""How values that stand outside a model are judged."""

T = TypeVar("T")


class Model(BaseModel, metaclass=ModelMetaclass):
    """A JSON object.

    Absent and null are two things: `model_fields_set` tells which properties were
    present, and a dump writes just those. Where a property may be absent and never
    null, None stands for absent in Python: in constructors and in assignments. Keys
    that the document does not name are kept and written back. Values are judged as
    JSON, so `"5"` is not an integer.
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

    __wire_serializer__: ClassVar[SchemaSerializer | None] = None

    if TYPE_CHECKING:
        # Subclasses narrow this to the schema of `additionalProperties`.
        __pydantic_extra__: Any = Field(init=False)
    else:

        def __init__(self, /, **fields: Any) -> None:
            fields = present(type(self), fields)
            with_constants(type(self), fields, by_name=True)
            self.__pydantic_validator__.validate_python(fields, self_instance=self)

        # Or else whatever is decoded would come here too, as arguments.
        __init__.__pydantic_base_init__ = True

        def __setattr__(self, name: str, value: Any) -> None:
            maybe = maybe_fields(type(self)) if value is None else {}
            if name in maybe and not is_frozen(self, maybe[name]):
                take_away(self, maybe[name])
                return
            super().__setattr__(name, value)
            forget_unfit(self, name)

        @classmethod
        def model_construct(
            cls, _fields_set: set[str] | None = None, **values: Any
        ) -> Self:
            gone = absent(cls, values)
            if _fields_set is not None:
                _fields_set = _fields_set - gone
            model = super().model_construct(_fields_set, **present(cls, values))
            if _fields_set is None:
                model.__pydantic_fields_set__.update(constants_of(cls))
            return model

        def model_copy(
            self, *, update: Mapping[str, Any] | None = None, deep: bool = False
        ) -> Self:
            names = {key: name for name, key in wire_names(type(self)).items()}
            names |= {name: name for name in type(self).model_fields}
            given = {
                names.get(key, key): value for key, value in (update or {}).items()
            }
            gone = absent(type(self), given)
            copied = super().model_copy(update=present(type(self), given), deep=deep)
            make_absent(copied, gone)
            return copied

        def model_dump(self, *, exclude_unset: bool = True, **options: Any) -> Any:
            value = self if exclude_unset else whole(self)
            writer = wire_serializer(type(self))
            return writer.to_python(value, exclude_unset=True, **options)

        def model_dump_json(self, *, exclude_unset: bool = True, **options: Any) -> str:
            value = self if exclude_unset else whole(self)
            writer = wire_serializer(type(self))
            return writer.to_json(value, exclude_unset=True, **options).decode()

        def __getattr__(self, name: str) -> Any:
            """What `lenient` read of a property that breaks the document."""
            key = wire_names(type(self)).get(name)
            if key is None:
                return super().__getattr__(name)
            return (self.__pydantic_extra__ or {}).get(key)

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if "__pydantic_extra__" in vars(cls):
            # It is there for checkers; it would hide the slot of the instances.
            del cls.__pydantic_extra__
        for base in filter(is_model, cls.__bases__):
            # The names in its annotations are known where it stands, not here.
            is_elsewhere = base.__module__ != cls.__module__
            if is_elsewhere and not base.__pydantic_fields_complete__:
                base.model_rebuild(raise_errors=False)

    @property
    def extra_properties(self: "HasExtra[T]") -> "ExtraProperties[T]":
        """The properties that the document does not name: a view of them.

        `pet.extra_properties["x-color"] = "red"` is judged as the document says, and
        written with the rest.
        """
        # Few programs need it.
        from .extra_properties import ExtraProperties

        return ExtraProperties(cast("BaseModel", self))

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Self:
        """An instance from parsed JSON, judged as JSON: dates are strings, say.

        Keys are those of the document. Raises `pydantic.ValidationError`.
        """
        # Few programs need it.
        from .json_text import json_text

        return cls.from_json(json_text(data, cls.__name__))

    @classmethod
    def from_json(cls, text: str | bytes | bytearray) -> Self:
        """An instance from JSON text. Raises `pydantic.ValidationError`."""
        read: Self = cls.__pydantic_validator__.validate_json(
            text, by_alias=True, by_name=False
        )
        return read

    def to_dict(self) -> dict[str, Any]:
        """What was set as JSON data, which `json.dumps` can write.

        Keys are those of the document. Raises `PydanticSerializationError` where
        something that no longer fits was put into a list or an object.
        """
        written: dict[str, Any] = wire_serializer(type(self)).to_python(
            self, mode="json", exclude_unset=True, warnings="error", context=LOUD
        )
        return written

    def to_json(self) -> str:
        """The same as JSON text (RFC 8259)."""
        text = wire_serializer(type(self)).to_json(
            self, exclude_unset=True, warnings="error", context=LOUD
        )
        return text.decode()

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
        if cls.__pydantic_complete__ and not force:
            return None
        depth, namespace = _parent_namespace_depth + 1, _types_namespace
        with own_build():
            try:
                built = super().model_rebuild(
                    force=force,
                    raise_errors=raise_errors,
                    _parent_namespace_depth=depth,
                    _types_namespace=namespace,
                )
            except RecursionError:
                rebuild = partial(super().model_rebuild, raise_errors=raise_errors)
                built = with_room(lambda: rebuild(force=force, _types_namespace={}))
        settle(cls, again=force)
        return built

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        """Where a class of the user's is built as soon as it is written."""
        settle(cls)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Refuses keys that `model_fields_set` could not tell from a property.

        The key `class_` is unknown beside a property `class` that Python calls
        `class_`, but pydantic would take the property for set. Only unknown keys are
        looked at. `lenient` reads what was refused for this reason alone.

        Builds of others get what writes the model as it should be written.
        """
        if not is_own_build():
            cls.model_rebuild(raise_errors=False)
        if cls.__pydantic_complete__:
            if is_own_build():
                return written_whole(cls.__pydantic_core_schema__)
            # Few programs need it.
            from .given_parsed import reads_parsed_json

            written = written_by_others(cls.__pydantic_core_schema__)
            return reads_parsed_json(cls, written)
        schema = handler(source)
        names = wire_names(cls)
        clashing = frozenset(names).difference(names.values())
        found = fields_of(handler.resolve_ref_schema(schema))
        if found["type"] == "model-fields":
            settle_constants(cls, found)
            for field in (*found["fields"].values(), found):
                explain_tags(field.get("schema") or field.get("extras_schema"))
        is_open = cls.model_config.get("extra") == "allow"
        if clashing and is_open and found["type"] == "model-fields":
            found["extras_keys_schema"] = core_schema.no_info_after_validator_function(
                _refuser(clashing), core_schema.str_schema()
            )
        return schema


def fields_of(schema: Any) -> Any:
    """The part of the schema of a model that has its fields."""
    while schema["type"] != "model-fields" and "schema" in schema:
        schema = schema["schema"]
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


Maybe: TypeAlias = Annotated[T | None, NotNull()]
"""What may be absent, and is never null when it is present.

`name: Maybe[str] = None` reads as `str | None`, since an absent property reads as
None; a null on the wire is refused.
"""


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
        judged = core_schema.no_info_after_validator_function
        return past_null(handler(source), lambda text: judged(self.check, text))

    def check(self, text: str) -> str:
        """The text; raises `PydanticCustomError` for one that is refused."""
        raise NotImplementedError
