"""What the configuration has all models derive from, and what is asked of it."""

from .fields import slots_of
from .frozen import FrozenModel
from .methods import AnyModel
from .model import Model


def check_base(base: object, *, frozen: bool) -> None:
    """Raises TypeError, which says why this can be no base of models.

    A base brings methods that the document says nothing of.
    """
    wanted: type[AnyModel] = FrozenModel if frozen else Model
    name = getattr(base, "__qualname__", repr(base))
    if not isinstance(base, type) or not issubclass(base, wanted):
        raise TypeError(
            f"{name}, the base of all models, has to derive from {wanted.__module__}."
            f"{wanted.__qualname__}, as in `class {name}({wanted.__name__})`"
        )
    if slots_of(base):
        fields = ", ".join(map(repr, slots_of(base)))
        raise TypeError(
            f"{name}, the base of all models, has the fields {fields}: every JSON "
            "object would have to have them; use properties, methods or ClassVar"
        )
