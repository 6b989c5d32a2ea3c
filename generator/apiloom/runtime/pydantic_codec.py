"""Models as pydantic has them: see `codec_contract` for what is asked of it."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Final, TypeAlias, get_args, get_origin

import pydantic_core
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    TypeAdapter,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_core import (
    CoreSchema,
    InitErrorDetails,
    PydanticSerializationError,
    SchemaValidator,
    to_json,
)

from .bounded_reading import bounded_validator, is_partial
from .building import with_room
from .codec_contract import DeclaredField, Refusal, Text, TypeCodec
from .constants import constants_of, with_constants
from .dumps import LOUD, QUIET, own_build, wire_serializer
from .form_files import with_texts
from .infinities import TOO_LARGE, has_infinity, infinities, may_overflow
from .model import (
    UNASSERTED,
    WIRE,
    Model,
    is_asserted,
    is_clash,
    is_model,
    wire_names,
)
from .tag_messages import explain_tags, message_of
from .type_titles import title_of

__all__ = [
    "AnyModel",
    "Invalid",
    "Unwritable",
    "codec_of",
    "construct",
    "declared_fields",
    "discriminator_of",
    "extra_type",
    "field_type",
    "from_json",
    "is_asserted",
    "is_clash",
    "is_model",
    "is_partial",
    "present_values",
    "refusal_count",
    "refusals",
    "to_json",
    "unreadable",
    "with_constants",
]

AnyModel: TypeAlias = BaseModel
"""What instances of all models are."""
Invalid: TypeAlias = ValidationError
"""What is raised for a value that is not of the type."""
Unwritable: TypeAlias = PydanticSerializationError
"""What is raised for a value that cannot be written."""


_LONG: Final = 128 * 1024
"""A text that is shorter has few faults at worst."""


class PydanticCodec:
    """One `TypeAdapter`, and what is asked of it.

    Its own methods are not called: their many defaults cost a fifth of the time.
    """

    __slots__ = (
        "_adapter",
        "_bounded",
        "_to_json",
        "_to_python",
        "_type",
        "_validate",
        "_validate_json",
    )

    def __init__(self, type_: Any) -> None:
        self._type = type_
        self._bounded: SchemaValidator | None = None
        self._adapter = adapter = _adapter(type_)
        self._validate = adapter.validator.validate_python
        self._validate_json = adapter.validator.validate_json
        self._to_json = adapter.serializer.to_json
        self._to_python = adapter.serializer.to_python

    def read_json(self, text: Text, /) -> Any:
        """The value of a JSON text."""
        judge = self._validate_json if len(text) < _LONG else self._bounded_judge()
        value = judge(text, by_alias=True, by_name=False)
        if may_overflow(text) and has_infinity(value):
            raise self._infinite(text)
        return value

    def read_by_type_alone(self, text: Text, /) -> Any:
        """The same; `Asserts` stays out of it."""
        judge = self._validate_json if len(text) < _LONG else self._bounded_judge()
        return judge(text, by_alias=True, by_name=False, context=UNASSERTED)

    def _bounded_judge(self) -> Any:
        """What judges long texts, and does not keep all that is wrong with them."""
        if self._bounded is None:
            title = self._adapter.validator.title
            self._bounded = bounded_validator(self._adapter.core_schema, title)
        return self._bounded.validate_json

    def _infinite(self, text: Text) -> Invalid:
        """The error where values of no type were too large for a float."""
        lines = [
            InitErrorDetails(type="finite_number", loc=steps, input=None)
            for steps in infinities(pydantic_core.from_json(text))
        ]
        title = self._adapter.validator.title
        return ValidationError.from_exception_data(title, lines)

    def read_form(self, value: object, /) -> Any:
        """The value of a form, judged as JSON in which a text stands for each file.

        JSON has no bytes, so files need a second look, which is a lax one: it alone
        would take `"1_000"` for a number.
        """
        written = with_texts(value)
        judged = self.read_json(to_json(written))
        if written is value:
            return judged
        return self._validate(value, strict=False, by_alias=True, by_name=False)

    def judge(self, value: object, /) -> Any:
        """The value that a caller gives; models by keys and by names."""
        return self._validate(value)

    def write_json(self, value: object, /, *, ensure_ascii: bool = False) -> bytes:
        """The JSON text of what was set."""
        return self._to_json(
            value,
            ensure_ascii=ensure_ascii,
            by_alias=True,
            exclude_unset=True,
            warnings="error",
            context=LOUD,
        )

    def write(self, value: object, /) -> Any:
        """The same as JSON data."""
        return self._to_python(
            value,
            mode="json",
            by_alias=True,
            exclude_unset=True,
            warnings="error",
            context=LOUD,
        )

    def write_plain(self, value: object, /) -> Any:
        """The same; pydantic warns of values of another type."""
        return self._to_python(value, mode="json")

    def write_quietly(self, value: object, /) -> Any:
        """The same without a warning."""
        return self._to_python(
            value,
            mode="json",
            by_alias=True,
            exclude_unset=True,
            warnings="none",
            context=QUIET,
        )

    def read_data(self, data: object, /) -> Any:
        """Judged as the text that it was parsed from."""
        from .json_text import json_text

        return self.read_json(json_text(data, str(self._type)))

    def admits_null(self) -> bool:
        """Whether null is one of the values."""
        try:
            self.read_json(b"null")
        except ValidationError:
            return False
        return True

    def json_schema(self) -> Mapping[str, Any]:
        """As pydantic writes it."""
        return self._adapter.json_schema(mode="serialization")


@cache
def codec_of(type_: Any) -> TypeCodec:
    """What reads, judges and writes values of a type, built once.

    Models bring their own configuration, also where they are annotated; any other type
    is judged by the same one.
    """
    return PydanticCodec(type_)


class _Telling:
    """Lets a union that a tag decides say which tags there are."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        explain_tags(schema)
        return schema


_TELLING: Final = _Telling()


def _adapter(type_: Any) -> TypeAdapter[Any]:
    with own_build():
        plain = get_args(type_)[0] if get_origin(type_) is Annotated else type_
        if is_model(plain):
            plain.model_rebuild()
            adapter: TypeAdapter[Any] = TypeAdapter(type_)
        else:
            told: Any = Annotated[type_, _TELLING]
            # Else an error would be titled by what pydantic makes of the type.
            config: ConfigDict = {**WIRE, "title": title_of(type_)}
            adapter = TypeAdapter(told, config=config)
        try:
            adapter.rebuild(raise_errors=False)
        except RecursionError:
            with_room(lambda: adapter.rebuild(raise_errors=False, _types_namespace={}))
        if is_model(type_) and issubclass(type_, Model):
            # After it is built, which takes what others are to write the class with.
            adapter.serializer = wire_serializer(type_)
        return adapter


@cache
def declared_fields(model: type[BaseModel]) -> Mapping[str, DeclaredField]:
    """The fields of a model by their names."""
    model.model_rebuild()  # resolves annotations that name later classes
    constants = constants_of(model)
    declared: dict[str, DeclaredField] = {}
    for name, key in wire_names(model).items():
        is_argument = model.model_fields[name].is_required()
        is_required = is_argument or name in constants
        declared[name] = DeclaredField(name, key, is_required, is_argument)
    return declared


@cache
def field_type(model: type[BaseModel], name: str) -> Any:
    """The type of a field with its constraints."""
    field = model.model_fields[name]
    metadata: list[Any] = list(field.metadata)
    if field.discriminator is not None:
        metadata.append(Field(discriminator=field.discriminator))
    type_: Any = field.annotation
    for constraint in metadata:
        type_ = Annotated[type_, constraint]
    return type_


@cache
def extra_type(model: type[BaseModel]) -> Any:
    """The type of values under keys that the model does not name."""
    for base in model.__mro__:
        declared = vars(base).get("__annotations__", {}).get("__pydantic_extra__")
        if get_origin(declared) is dict:
            return get_args(declared)[1]
    return Any


def discriminator_of(mark: object) -> str | None:
    """The name of the field that decides a union, where an annotation says so."""
    name = mark.discriminator if isinstance(mark, FieldInfo) else None
    return name if isinstance(name, str) else None


def present_values(instance: BaseModel) -> dict[str, Any]:
    """What was set, by the names of fields, and what goes beyond these by its key."""
    # An attribute that is deprecated would warn.
    values = {**instance.__dict__, **(instance.__pydantic_extra__ or {})}
    return {name: values[name] for name in instance.model_fields_set}


def construct(
    model: type[BaseModel],
    fields: Mapping[str, Any],
    extra: Mapping[str, Any],
    given: Iterable[str],
) -> BaseModel:
    """An instance that nobody judges, with these values of fields and further keys.

    A field that was `given`, and has no value here, reads as what its key has among
    the further ones. Any other reads as its default, or as None.
    """
    instance = model.model_construct(set())
    instance.__pydantic_fields_set__.update(given)
    absent = vars(instance).copy()
    values = {
        name: fields[name] if name in fields else absent[name]
        for name in model.model_fields
        if name in fields
        or (name in absent and name not in instance.__pydantic_fields_set__)
    }
    vars(instance).clear()
    vars(instance).update(values)
    object.__setattr__(instance, "__pydantic_extra__", dict(extra))
    return instance


def refusal_count(error: ValidationError) -> int:
    """How many places are wrong; to list very many takes long."""
    return error.error_count()


def refusals(error: ValidationError) -> list[Refusal]:
    """What is wrong, without the values, which can be secret."""
    details = error.errors(
        include_url=False, include_context=False, include_input=False
    )
    return [Refusal(detail["loc"], message_of(detail)) for detail in details]


def from_json(text: Text, *, allow_inf_nan: bool = True) -> Any:
    """The data of a JSON text. Raises ValueError for any other text.

    Without `allow_inf_nan`, also for a number that no float has room for.
    """
    data = pydantic_core.from_json(text, allow_inf_nan=allow_inf_nan)
    if not allow_inf_nan and may_overflow(text) and has_infinity(data):
        raise ValueError(TOO_LARGE)
    return data


def unreadable(error: ValueError) -> str:
    """Why `from_json` cannot read a text: "is not JSON: ...", or it is too deep.

    RFC 8259 (section 9) lets a parser limit the depth; that of pydantic is 200.
    """
    deep = "recursion limit" in str(error)
    return f"is {'nested too deep' if deep else 'not JSON'}: {error}"
