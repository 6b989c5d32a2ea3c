"""Properties of an object that the document does not name, by their keys."""

from collections.abc import Iterator, MutableMapping
from typing import Any, LiteralString, NoReturn, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

T = TypeVar("T")


class HasExtra(Protocol[T]):
    """A model, by what its further properties are."""

    __pydantic_extra__: dict[str, T]


class ExtraProperties(MutableMapping[str, T]):
    """The properties of a model that have no field, each under its key.

    What is set is judged as it would be in JSON, and written as it is set. A view: it
    holds nothing itself. Raises `ValidationError`, and `KeyError` for what is absent.
    """

    __slots__ = ("_model",)

    def __init__(self, model: BaseModel) -> None:
        self._model = model

    def __getitem__(self, key: str) -> T:
        if self._is_declared(key):
            raise KeyError(key)
        value: T = self._extra[key]
        return value

    def __setitem__(self, key: str, value: T) -> None:
        model = self._model
        if self._is_declared(key) or key in type(model).model_fields:
            self._refuse("declared_property", "Has a field of its own", key, value)
        if model.model_config.get("extra") != "allow":
            self._refuse("extra_forbidden", "No such property is allowed", key, value)
        self._check_frozen(key, value)
        model.__pydantic_validator__.validate_assignment(model, key, value)

    def __delitem__(self, key: str) -> None:
        model = self._model
        if self._is_declared(key) or key not in self._extra:
            raise KeyError(key)
        self._check_frozen(key, self._extra[key])
        extra, given = model.__pydantic_extra__, model.model_fields_set.copy()
        rest = {name: member for name, member in self._extra.items() if name != key}
        object.__setattr__(model, "__pydantic_extra__", rest)
        model.__pydantic_fields_set__.discard(key)
        try:
            # Its fields are as they were: this asks what no type of theirs says.
            model.__pydantic_validator__.validate_python(model)
        except ValidationError:
            object.__setattr__(model, "__pydantic_extra__", extra)
            model.__pydantic_fields_set__.update(given)
            raise

    def __iter__(self) -> Iterator[str]:
        keys = _keys(self._model)
        return iter([key for key in self._extra if key not in keys])

    def __len__(self) -> int:
        keys = _keys(self._model)
        return sum(key not in keys for key in self._extra)

    def __repr__(self) -> str:
        return repr(dict(self))

    @property
    def _extra(self) -> dict[str, Any]:
        return self._model.__pydantic_extra__ or {}

    def _is_declared(self, key: str) -> bool:
        """Whether a field has the key: what is wrong with its value may be kept under
        it (`lenient`)."""
        return key in _keys(self._model)

    def _check_frozen(self, key: str, value: object) -> None:
        if self._model.model_config.get("frozen"):
            self._refuse("frozen_instance", "Instance is frozen", key, value)

    def _refuse(
        self, type_: LiteralString, message: LiteralString, key: str, value: object
    ) -> NoReturn:
        error = PydanticCustomError(type_, message)
        detail = InitErrorDetails(type=error, loc=(key,), input=value)
        raise ValidationError.from_exception_data(type(self._model).__name__, [detail])


def _keys(model: BaseModel) -> set[str]:
    """The keys that stand in JSON for the fields of a model."""
    fields = type(model).model_fields
    return {
        name if field.alias is None else field.alias for name, field in fields.items()
    }
