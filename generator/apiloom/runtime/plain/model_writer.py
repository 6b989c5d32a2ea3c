"""How the instances of a model become JSON objects."""

from collections.abc import Callable
from itertools import compress
from operator import attrgetter
from typing import Any, NamedTuple

from ..missing import MISSING
from ..narrowing import is_object
from .fields import Slot, direct_type, extra_of, is_closed, slots_of
from .given import GivenObject
from .marks import Write
from .methods import NOTHING_KEPT, AnyModel, Kept
from .model import EXTRA
from .refusals import Flaw, RefusedError, each_member, refuse

_NOTHING: Any = object()
"""What no field is."""


_MOST_PLANS = 64
"""For so many combinations of the types of values it is known what has to be done."""


class _Row(NamedTuple):
    """How a field is written. Its key is left out where it is `absent`."""

    name: str
    key: str
    direct: type[Any] | None
    write: Write
    absent: Any
    has_default: bool

    def is_left_out(self, kind: type[Any]) -> bool:
        """Whether every value of a class says that there is none."""
        alone = self.absent is None or self.absent is MISSING
        return alone and kind is type(self.absent)


class _Plan(NamedTuple):
    """What is to be done for values of certain classes."""

    keys: list[str]
    """Of the fields that are there."""
    there: list[bool] | None
    """Whether each field is, unless all are."""
    written: list[tuple[int, str, Write]]
    """Those of them that are not taken as they are."""
    defaulted: list[tuple[int, str, Any]]
    """Those that are left out where they have their default."""

    def absent(self, members: list[Any]) -> list[str]:
        """The keys of the latter."""
        return [
            key
            for at, key, default in self.defaulted
            if members[at] is default or _equal(members[at], default)
        ]


class ModelWriter:
    """Writes the instances of one model, and dictionaries that stand for some."""

    __slots__ = (
        "_closed",
        "_extra",
        "_keys",
        "_model",
        "_plans",
        "_raw",
        "_rows",
        "_spelled",
        "_values_of",
        "_writer_of",
    )

    def __init__(
        self, model: type[AnyModel], raw: bool, writer_of: Callable[..., Write]
    ) -> None:
        self._model = model
        self._raw = raw
        self._writer_of = writer_of
        self._rows: list[_Row] | None = None
        self._plans: dict[tuple[type[Any], ...], _Plan] = {}

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
        self._values_of = _getter([*slots, *([] if self._closed else [EXTRA])])
        self._rows = [*rows.values()]
        return self._rows

    def _plan(self, rows: list[_Row], kinds: tuple[type[Any], ...]) -> _Plan:
        pairs = [*zip(rows, kinds, strict=False)]  # further properties come last
        there = [not row.is_left_out(kind) for row, kind in pairs]
        given = [*compress(pairs, there)]
        plan = _Plan(
            [row.key for row, _ in given],
            None if all(there) else there,
            [
                (at, row.key, row.write)
                for at, (row, kind) in enumerate(given)
                if kind is not row.direct
            ],
            [
                (at, row.key, row.absent)
                for at, (row, _) in enumerate(given)
                if row.has_default
            ],
        )
        if len(self._plans) < _MOST_PLANS:
            self._plans[kinds] = plan
        return plan

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
            kept = getattr(value, "_kept", NOTHING_KEPT)
            written = (
                self._of_fields(self._values_of(value), rows)
                if kept is NOTHING_KEPT
                else self._of_kept(value, rows, kept)
            )
            return GivenObject(written, value) if self._raw else written
        if isinstance(value, self._model):
            return self._writer_of(type(value), raw=self._raw)(value)
        if is_object(value) and self._raw:
            return self._of_keys(value)
        return refuse("model_type", f"Input should be a {self._model.__name__}", value)

    def _of_fields(self, values: tuple[Any, ...], rows: list[_Row]) -> dict[str, Any]:
        kinds = tuple(map(type, values))
        plan = self._plans.get(kinds) or self._plan(rows, kinds)
        members = [*values] if plan.there is None else [*compress(values, plan.there)]
        absent = plan.absent(members) if plan.defaulted else ()
        if plan.written:
            flaws: list[Flaw] = []
            for at, key, write in plan.written:
                try:
                    members[at] = members[at] if key in absent else write(members[at])
                except RefusedError as error:
                    flaws += error.below(key)
            if flaws:
                raise RefusedError(flaws)
        written = dict(zip(plan.keys, members, strict=False))
        for key in absent:
            del written[key]
        if values and values[-1] and not self._closed:
            written |= self._further(values[-1])
        return written

    def _of_kept(self, value: Any, rows: list[_Row], kept: Kept) -> dict[str, Any]:
        """The same of an instance of which the fields do not say all."""
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


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets the values of all fields at once."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are the same in JSON too: 1 is not `true`."""
    return type(one) is type(other) and bool(one == other)
