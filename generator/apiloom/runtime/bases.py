"""What the configuration has all models derive from, and what is asked of it."""

from .model import Model

_KEPT = (
    "extra",
    "strict",
    "validate_by_alias",
    "validate_by_name",
    "serialize_by_alias",
    "validate_assignment",
    "allow_inf_nan",
)
"""Settings that decide what is accepted and written."""


def check_base(base: object, *, frozen: bool) -> None:
    """Raises TypeError, which says why this can be no base of models.

    A base brings methods, validators and settings that the document says nothing of.
    """
    name = getattr(base, "__qualname__", repr(base))
    if not isinstance(base, type) or not issubclass(base, Model):
        raise TypeError(
            f"{name}, the base of all models, has to derive from {Model.__module__}."
            f"{Model.__qualname__}, as in `class {name}(Model)`"
        )
    if base.model_fields:
        fields = ", ".join(map(repr, base.model_fields))
        raise TypeError(
            f"{name}, the base of all models, has the fields {fields}: every JSON "
            "object would have to have them; use properties, methods or ClassVar"
        )
    for key in _KEPT:
        if base.model_config.get(key) != Model.model_config.get(key):
            raise TypeError(
                f"{name}, the base of all models, sets {key!r}, which the document "
                "decides: leave it out of `model_config`"
            )
    if bool(base.model_config.get("frozen")) is not frozen:
        wanted = "(Model, frozen=True)" if frozen else "(Model)"
        raise TypeError(
            f"{name}, the base of all models, has to be declared as "
            f"`class {name}{wanted}`, since `frozen` of the configuration is "
            f"{str(frozen).lower()}"
        )
