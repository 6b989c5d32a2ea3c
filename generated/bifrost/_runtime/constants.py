"""Properties that have one value only: constructors fill them in, reading needs them.

    class Cat(Model):
        pet_type: Literal["cat"] = "cat"
        name: str

`Cat(name="Tom")` has its tag, and writes it. JSON without the tag is no cat.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar, cast

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema

T = TypeVar("T")
LISTED: Final = "apiloom_listed"
"""The key, in the metadata of a core schema, of all values that it has."""
_OMITTABLE: Final = "apiloom_omittable"
_CONSTANTS: Final = "__constants__"
_NONE: Final[Mapping[str, tuple[str, Any]]] = {}


class MayBeOmitted:
    """Marks a constant that need not be there: then it is not sent either."""

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        metadata = {**schema.get("metadata", {}), _OMITTABLE: True}
        return cast("CoreSchema", {**schema, "metadata": metadata})


Omittable: TypeAlias = Annotated[T, MayBeOmitted()]
"""A constant that reads as its default where it is absent."""


def settle_constants(model: type[BaseModel], schema: Any) -> None:
    """Make those fields of a model required that have one value, and default to it.

    `schema` is of the type `model-fields`, and is changed in place.
    """
    constants: dict[str, tuple[str, Any]] = {}
    for name, field in schema["fields"].items():
        with_default = field["schema"]
        if with_default["type"] != "default" or "default" not in with_default:
            continue
        value, inner = with_default["default"], with_default["schema"]
        if _is_only_value(value, inner):
            key = field.get("validation_alias", name)
            constants[name] = (key if isinstance(key, str) else name, value)
            field["schema"] = inner
    if constants or _CONSTANTS not in vars(model):  # else it was settled before
        setattr(model, _CONSTANTS, constants)


def constants_of(model: type[BaseModel]) -> Mapping[str, tuple[str, Any]]:
    """The constants of a model by field, each with its key in JSON."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    return cast("Mapping[str, tuple[str, Any]]", getattr(model, _CONSTANTS, _NONE))


def with_constants(
    model: type[BaseModel], values: dict[str, Any], *, by_name: bool
) -> dict[str, Any]:
    """What a constructor of the model was given, and its constants.

    `values` are changed. They are called by keys, or, with `by_name`, by fields too.
    """
    for name, (key, value) in constants_of(model).items():
        if not (key in values or (by_name and name in values)):
            values[key] = value
    return values


def _is_only_value(value: Any, schema: Any) -> bool:
    """Whether a schema, whatever judges beside it, has this value and no other."""
    while True:
        metadata = schema.get("metadata", {})
        if _OMITTABLE in metadata:
            return False
        listed = metadata.get(LISTED) or schema.get("expected")
        if listed is not None:
            return len(listed) == 1 and listed[0] == value
        if schema["type"] == "none":
            return value is None
        if not schema["type"].startswith("function-") or "schema" not in schema:
            return False
        schema = schema["schema"]
