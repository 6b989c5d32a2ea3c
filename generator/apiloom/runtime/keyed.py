"""Models one of whose fields is called like the key of another."""

from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict

from .constants import with_constants
from .model import Model, ModelMetaclass, wire_names
from .presence import present


class KeyedModel(Model, metaclass=ModelMetaclass):
    """A JSON object in which a field has the name that is the key of another.

    `Pet(a_b=1)` sets the field `a_b`, whatever its key is; in a dictionary, as in JSON,
    `a_b` is a key. Other models take either, which here could mean two things.
    """

    model_config = ConfigDict(validate_by_name=False)

    if not TYPE_CHECKING:

        def __init__(self, /, **fields: Any) -> None:
            keys = wire_names(type(self))
            given = present(type(self), fields)
            values = {keys.get(name, name): value for name, value in given.items()}
            with_constants(type(self), values, by_name=False)
            self.__pydantic_validator__.validate_python(values, self_instance=self)

        # Or else dictionaries would come here too, as arguments.
        __init__.__pydantic_base_init__ = True
