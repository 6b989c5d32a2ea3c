"""One pydantic `TypeAdapter` for each type that crosses the wire, built once."""

from functools import cache
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema

from .building import with_room
from .dumps import own_build, wire_serializer
from .model import WIRE, Model, is_model
from .tag_messages import explain_tags


def unreadable(error: ValueError) -> str:
    """Why `from_json` cannot read a text: "is not JSON: ...", or it is too deep.

    RFC 8259 (section 9) lets a parser limit the depth; that of pydantic is 200.
    """
    deep = "recursion limit" in str(error)
    return f"is {'nested too deep' if deep else 'not JSON'}: {error}"


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


@cache
def adapter_of(type_: Any) -> TypeAdapter[Any]:
    """The adapter that judges JSON values as `type_`.

    Models bring their own configuration, also where they are annotated; any other type
    is judged by the same one.
    """
    with own_build():
        plain = get_args(type_)[0] if get_origin(type_) is Annotated else type_
        if is_model(plain):
            plain.model_rebuild()
            adapter: TypeAdapter[Any] = TypeAdapter(type_)
            if plain is type_ and issubclass(plain, Model):
                adapter.serializer = wire_serializer(plain)
            return adapter
        told: Any = Annotated[type_, _TELLING]
        adapter = TypeAdapter(told, config=WIRE)
        try:
            adapter.rebuild(raise_errors=False)
        except RecursionError:
            with_room(lambda: adapter.rebuild(raise_errors=False, _types_namespace={}))
        return adapter


def admits_null(adapter: TypeAdapter[Any]) -> bool:
    """Whether null is one of the values."""
    try:
        adapter.validate_json(b"null")
    except ValidationError:
        return False
    return True
