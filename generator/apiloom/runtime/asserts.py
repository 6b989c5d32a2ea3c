"""What judges values by keywords of JSON Schema that no Python type expresses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import (
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticSerializationError,
    core_schema,
)

from .evaluator import Evaluator, TooDeepError
from .model import Model

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


class Asserts:
    """Judges a value as it came, or as it would be sent, by a schema.

    A `$ref` in the schema is a key of `definitions`.
    """

    __slots__ = ("_definitions", "_schema")

    def __init__(
        self,
        schema: Mapping[str, Any],
        definitions: Mapping[str, Any] | None = None,
    ) -> None:
        self._schema = schema
        self._definitions = definitions or {}

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(
            self.validate, handler(source)
        )

    def validate(
        self, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        """What the type makes of a value that satisfies the schema too."""
        if info.mode == "json":
            self.check(value)
            return handler(value)
        found = handler(value)
        self.check_python(found)
        return found

    def check_python(self, value: Any) -> None:
        """Judge the JSON that a Python value is written as."""
        try:
            wire = _ANYTHING.dump_python(
                value, mode="json", by_alias=True, exclude_unset=True, warnings=False
            )
        except PydanticSerializationError:
            return  # the bytes of a file in a form are in no JSON
        self.check(wire)

    def check(self, value: Any) -> None:
        """Judge a JSON value; `PydanticCustomError` names the keyword it breaks."""
        judge = Evaluator(self._definitions)
        try:
            if judge.accepts(self._schema, value):
                return
        except (TooDeepError, RecursionError):
            raise PydanticCustomError("too_deep", "Is nested too deep") from None
        raise PydanticCustomError(
            "json_schema", "Does not satisfy `{keyword}`", {"keyword": judge.refused_by}
        )


class AssertedModel(Model):
    """A JSON object that has to satisfy `asserts` too."""

    __asserts: ClassVar[Asserts]

    def __init_subclass__(cls, asserts: Asserts, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        cls.__asserts = asserts

    @model_validator(mode="wrap")
    @classmethod
    def _assert(
        cls, value: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo
    ) -> Any:
        if not isinstance(value, Model):
            return cls.__asserts.validate(value, handler, info)
        # An assignment changes the instance itself.
        before, given = vars(value).copy(), value.model_fields_set.copy()
        found = handler(value)
        try:
            cls.__asserts.check_python(found)
        except PydanticCustomError:
            vars(value).update(before)
            value.model_fields_set.intersection_update(given)
            raise
        return found
