"""What reads long JSON texts without a list of all that may be wrong with them.

Pydantic keeps what it finds wrong until it has read the whole text, at some hundreds of
bytes for each, and the text may have a fault every other byte. So what reads a long
text stops in each array at the first fault, and in each object at the hundredth.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticKnownError, SchemaValidator, core_schema

from .building import with_room
from .codec_contract import MOST_REFUSALS
from .narrowing import is_array, is_object, is_tuple

_STOPPED: Final = " (reading stopped early: there may be more)"
_LISTS: Final = frozenset({"list", "set", "frozenset", "tuple"})
_OBJECTS: Final = frozenset({"dict", "model-fields"})
_OF_MEMBERS: Final = frozenset({"keys_schema", "values_schema", "extras_schema"})
_INNER: Final = (
    "definitions",
    "schema",
    "items_schema",
    "keys_schema",
    "values_schema",
    "extras_schema",
    "json_schema",
    "python_schema",
    "lax_schema",
    "strict_schema",
    "fields",
    "choices",
    "steps",
)
_LEFT: ContextVar[list[int]] = ContextVar("_LEFT")
"""How many faults more are kept of the object that is being read."""


def bounded_validator(schema: Any, title: str) -> SchemaValidator:
    """What judges as a core schema says, and keeps few of the faults."""
    bounded = _Bounding().copy(schema)

    def build() -> SchemaValidator:
        # What classes have built for themselves has no bounds.
        config = core_schema.CoreConfig(title=title + _STOPPED)
        return SchemaValidator(bounded, config, _use_prebuilt=False)

    try:
        return build()
    except RecursionError:
        return with_room(build)


def is_partial(error: ValidationError) -> bool:
    """Whether more may be wrong than the error has."""
    return error.title.endswith(_STOPPED)


class _Bounding:
    """Copies a core schema, with bounds; whatever it shares stays shared."""

    def __init__(self) -> None:
        self._copies: dict[int, tuple[Any, Any]] = {}
        self._open: list[tuple[Any, Any]] = []

    def copy(self, schema: Any) -> Any:
        """The schema with bounds; depth costs no stack."""
        copied = self._shell(schema)
        while self._open:
            node, shell = self._open.pop()
            if is_object(node):
                for key in _INNER if "type" in node else node:
                    if key in node:
                        shell[key] = self._member(key, self._shell(node[key]))
            else:
                shell += [self._shell(part) for part in node]
        return copied

    def _shell(self, node: Any) -> Any:
        """A copy whose inner schemas are still to be put in."""
        if is_tuple(node):  # a choice and its label
            return (self._shell(node[0]), *node[1:])
        if not is_object(node) and not is_array(node):
            return node
        known = self._copies.get(id(node))
        if known is not None:
            return known[1]
        original, node = node, _with_extras_refused(node)
        shell: Any = {**node} if is_object(node) else []
        self._open.append((node, shell))
        kind = node.get("type") if is_object(node) else None
        if kind in _LISTS:
            shell["fail_fast"] = True
        elif kind in _OBJECTS and not _OF_MEMBERS.isdisjoint(node):
            ref = shell.pop("ref", None)
            shell = _wrapped(_with_budget, shell)
            if ref is not None:
                shell["ref"] = ref
        self._copies[id(original)] = original, shell
        return shell

    def _member(self, key: str, schema: Any) -> Any:
        return _wrapped(_within_budget, schema) if key in _OF_MEMBERS else schema


def _with_extras_refused(model: Any) -> Any:
    """A closed model as one whose further properties are refused one by one."""
    config: Any = model.get("config", {}) if is_object(model) else {}
    if config.get("extra_fields_behavior") != "forbid":
        return model
    fields: dict[str, Any] = {
        **model["schema"],
        "extras_schema": core_schema.no_info_plain_validator_function(_refused),
    }
    opened = {**config, "extra_fields_behavior": "allow"}
    return {**model, "config": opened, "schema": fields}


def _refused(_value: Any) -> Any:
    raise PydanticKnownError("extra_forbidden")


def _wrapped(judge: Callable[[Any, Any], Any], schema: Any) -> Any:
    return {
        "type": "function-wrap",
        "function": {"type": "no-info", "function": judge},
        "schema": schema,
    }


def _with_budget(value: Any, judge: Any) -> Any:
    """Judges an object, of which a hundred faults are kept."""
    token = _LEFT.set([MOST_REFUSALS])
    try:
        return judge(value)
    finally:
        _LEFT.reset(token)


def _within_budget(value: Any, judge: Any) -> Any:
    """Judges a member; past the hundredth fault the object is refused anyway."""
    left = _LEFT.get()
    if not left[0]:
        return None
    try:
        return judge(value)
    except ValidationError:
        left[0] -= 1
        raise
