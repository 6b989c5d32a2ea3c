"""How the instances of a model become JSON objects."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..missing import MISSING
from ..narrowing import is_object
from .fields import Slot, direct_type, extra_of, is_closed, slots_of
from .given import GivenObject
from .marks import Write
from .methods import NOTHING_KEPT, AnyModel
from .model import EXTRA
from .refusals import Flaw, RefusedError, each_member, refuse

_NOTHING: Any = object()
"""What no field is."""


class _Row(NamedTuple):
    """How a field is written. Its key is left out where it is `absent`."""

    name: str
    key: str
    direct: type[Any] | None
    write: Write
    absent: Any
    has_default: bool


class ModelWriter:
    """Writes the instances of one model, and dictionaries that stand for some."""

    __slots__ = (
        "_closed",
        "_extra",
        "_keys",
        "_model",
        "_raw",
        "_rows",
        "_spelled",
        "_writer_of",
    )

    def __init__(
        self, model: type[AnyModel], raw: bool, writer_of: Callable[..., Write]
    ) -> None:
        self._model = model
        self._raw = raw
        self._writer_of = writer_of
        self._rows: list[_Row] | None = None

    def _build(self) -> list[_Row]:
        """What is needed of the fields, whose types may lead back to the model."""
        slots = slots_of(self._model)
        self._closed = is_closed(self._model)
        self._extra = self._writer_of(extra_of(self._model), raw=self._raw)
        rows = {name: self._row(slot) for name, slot in slots.items()}
        by_key = {row.key: row for row in rows.values()}
        self._keys = by_key.keys()
        # A field may be called like the key of another.
        self._spelled = {**rows, **by_key}
        self._rows = [*rows.values()]
        return self._rows

    def _row(self, slot: Slot) -> _Row:
        # A field that has to be there is written whatever it is.
        absent = _NOTHING if slot.is_required else slot.absent
        has_default = absent is not None and absent is not MISSING
        return _Row(
            slot.name,
            slot.key,
            direct_type(slot.type, asserted=False),
            self._writer_of(slot.type, raw=self._raw),
            absent,
            has_default and not slot.is_required,
        )

    def write(self, value: Any) -> Any:
        """The object that an instance is."""
        rows = self._build() if self._rows is None else self._rows
        if type(value) is self._model:
            written = self._of_fields(value, rows)
            return GivenObject(written, value) if self._raw else written
        if isinstance(value, self._model):
            return self._writer_of(type(value), raw=self._raw)(value)
        if is_object(value) and self._raw:
            return self._of_keys(value)
        return refuse("model_type", f"Input should be a {self._model.__name__}", value)

    def _of_fields(self, value: Any, rows: list[_Row]) -> dict[str, Any]:
        kept = getattr(value, "_kept", NOTHING_KEPT)
        written: dict[str, Any] = {}
        flaws: list[Flaw] = []
        for name, key, direct, write, absent, has_default in rows:
            member = getattr(value, name)
            if type(member) is direct and not has_default:
                written[key] = member
                continue
            if member is absent or (has_default and _equal(member, absent)):
                if name not in kept.given:
                    continue
            elif name in kept.unwritten and member is kept.unwritten[name]:
                written |= {key: kept.raw[key]} if key in kept.raw else {}
                continue
            try:
                written[key] = write(member)
            except RefusedError as error:
                flaws += error.below(key)
        if flaws:
            raise RefusedError(flaws)
        if not self._closed and (extra := getattr(value, EXTRA)):
            written |= self._further(extra)
        for key in kept.raw.keys() - self._keys:
            written[key] = kept.raw[key]
        return written

    def _further(self, extra: dict[str, Any]) -> dict[str, Any]:
        for key in extra.keys() & self._keys:
            refuse("declared_property", f"{key!r} has a field of its own", extra)
        return each_member(extra, self._extra)

    def _of_keys(self, given: dict[str, Any]) -> dict[str, Any]:
        """The object of a dictionary, its members by keys or names of fields."""
        written: dict[str, Any] = {}
        flaws: list[Flaw] = []
        for spelling, member in given.items():
            row = self._spelled.get(spelling)
            is_absent = row is not None and member is None and row.absent is None
            if member is MISSING or is_absent:
                continue
            key = spelling if row is None else row.key
            try:
                write = self._extra if row is None else row.write
                written[key] = write(member)
            except RefusedError as error:
                flaws += error.below(key)
        if flaws:
            raise RefusedError(flaws)
        return written


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are the same in JSON too: 1 is not `true`."""
    return type(one) is type(other) and bool(one == other)
