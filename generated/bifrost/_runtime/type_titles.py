"""What a type is called in a message: `list[Pet] | None`, without what judges it."""

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

_LONGEST = 80


def title_of(type_: Any) -> str:
    """The type as an annotation spells it, cut where it is long.

    Of an alias that Python does not know by its name, it is what the alias stands for.
    """
    title = _spelled(type_)
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}..."


def _spelled(type_: Any) -> str:
    """Types nest no deeper than an annotation does, so this may call itself."""
    origin, parts = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _spelled(parts[0])
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(map(_spelled, parts)))
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, parts))}]"
    if type_ is None or type_ is type(None):
        return "None"
    name = getattr(origin or type_, "__name__", None) or "value"
    return f"{name}[{', '.join(map(_spelled, parts))}]" if parts else str(name)
