"""What judges values by keywords of JSON Schema that no Python type expresses."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, LiteralString

from pydantic import (
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import (
    CoreSchema,
    InitErrorDetails,
    PydanticCustomError,
    PydanticSerializationError,
    core_schema,
)

from .dumps import QUIET
from .evaluator import Evaluator, TooDeepError
from .linear_patterns import judge_linearly
from .misses import Miss, misses
from .model import ASSERTED, UNASSERTED, Model, ModelMetaclass, fields_of
from .parsed_values import read_parsed
from .wire_schemas import (
    WrittenAs,
    has_own_spelling,
    is_read_from_json,
    written_as,
)

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)

judge_linearly()


class Asserts:
    """Judges a value as it came, or as it would be sent, by a schema.

    A `$ref` in the schema is a key of `definitions`. A large schema comes as JSON text,
    which is read when it is first used. With `or_null`, null is let past.
    """

    __slots__ = ("_definitions", "_or_null", "_schema", "_written")

    def __init__(
        self,
        schema: Mapping[str, Any] | str,
        definitions: Mapping[str, Any] | str = "{}",
        *,
        or_null: bool = False,
    ) -> None:
        self._or_null = or_null
        self._schema = schema
        self._definitions = definitions
        self._written: WrittenAs | None = None

    def keywords(self) -> Mapping[str, Any]:
        """The schema."""
        self._schema = schema = _read(self._schema)
        return schema

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        inner = handler(source)
        if is_read_from_json(inner):
            self._written = written_as(inner)
            return core_schema.with_info_after_validator_function(
                self.validate_written, inner
            )
        self._written = written_as(inner) if has_own_spelling(inner) else None
        return core_schema.with_info_wrap_validator_function(self.validate, inner)

    def validate(
        self, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        """What the type makes of a value that satisfies the schema too."""
        if info.context is UNASSERTED or (value is None and self._or_null):
            return handler(value)
        if info.mode == "json":
            self.check(value)
            return handler(value)
        found = handler(value)
        self.check_python(found)
        return found

    def validate_written(self, value: Any, info: ValidationInfo) -> Any:
        """The value, which satisfies the schema as it is written."""
        if info.context is not UNASSERTED:
            self.check_python(value)
        return value

    def check_python(self, value: Any) -> None:
        """Judge the JSON that a Python value is written as."""
        try:
            wire = (self._written or _ANYTHING.serializer).to_python(
                value,
                mode="json",
                by_alias=True,
                exclude_unset=True,
                warnings=False,
                context=QUIET,
            )
        except (PydanticSerializationError, UnicodeDecodeError):
            return  # the bytes of a file in a form are in no JSON
        self.check(wire)

    def check(self, value: Any) -> None:
        """Judge a JSON value; the error names the keywords that it breaks.

        That is a `PydanticCustomError`, or where what is wrong stands inside of the
        value, a `ValidationError` with the places.
        """
        self._schema = schema = _read(self._schema)
        self._definitions = definitions = _read(self._definitions)
        judge = Evaluator(definitions)
        try:
            if judge.accepts(schema, value):
                return
        except (TooDeepError, RecursionError):
            raise PydanticCustomError(ASSERTED, "Is nested too deep") from None
        wrong = misses(definitions, schema, value)
        if [miss.path for miss in wrong] == [()]:
            raise _error(wrong[0])
        lines: list[InitErrorDetails] = [
            {"type": _error(miss), "loc": miss.path, "input": miss.value}
            for miss in wrong
        ]
        raise ValidationError.from_exception_data(ASSERTED, lines)


def _error(miss: Miss) -> PydanticCustomError:
    context = {"keyword": miss.keyword}
    if not miss.reason:
        return PydanticCustomError(ASSERTED, "Does not satisfy `{keyword}`", context)
    message: LiteralString = "Does not satisfy `{keyword}`: {reason}"
    return PydanticCustomError(ASSERTED, message, {**context, "reason": miss.reason})


def _read(schema: Mapping[str, Any] | str) -> Mapping[str, Any]:
    if not isinstance(schema, str):
        return schema
    read: dict[str, Any] = json.loads(schema)
    return read


class AssertedModel(Model, metaclass=ModelMetaclass):
    """A JSON object that has to satisfy `asserts` too."""

    __asserts: ClassVar[Asserts]

    def __init_subclass__(cls, asserts: Asserts, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        cls.__asserts = asserts

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        """Types of others are told that they get parsed JSON."""
        schema = super().__get_pydantic_core_schema__(source, handler)
        if cls.__pydantic_complete__:
            return schema  # what was built has been told
        fields = fields_of(handler.resolve_ref_schema(schema))
        read_parsed(fields.get("fields", {}))
        return schema

    @model_validator(mode="wrap")
    @classmethod
    def _assert(
        cls, value: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo
    ) -> Any:
        if not isinstance(value, Model):
            return cls.__asserts.validate(value, handler, info)
        # An assignment changes the instance itself.
        before, given = vars(value).copy(), value.model_fields_set.copy()
        extra = value.__pydantic_extra__
        found = handler(value)
        try:
            cls.__asserts.check_python(found)
        except (PydanticCustomError, ValidationError):
            vars(value).update(before)
            value.model_fields_set.intersection_update(given)
            object.__setattr__(value, "__pydantic_extra__", extra)
            raise
        return found
