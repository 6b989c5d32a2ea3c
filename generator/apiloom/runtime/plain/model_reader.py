"""How JSON objects become instances of a model."""

from collections.abc import Callable
from typing import Any, TypeAlias

from ..codec_contract import MOST_REFUSALS
from ..missing import MISSING
from ..narrowing import is_object
from .fields import direct_type, extra_of, is_closed, slots_of
from .given import GivenObject
from .marks import Read
from .methods import AnyModel, Kept
from .model import EXTRA, keep
from .native import converter_of
from .readings import Reading
from .refusals import Flaw, RefusedError, refuse

_Known: TypeAlias = tuple[str, type[Any] | None, Read]
"""The name of a field, the class of values that need no reading, what reads others."""


def _no_extra(data: Any) -> Any:
    refuse("extra_forbidden", "No such property is allowed", data)


class ModelReader:
    """Reads the instances of one model."""

    __slots__ = (
        "_by_key",
        "_closed",
        "_convert",
        "_defaulted",
        "_extra",
        "_model",
        "_reader_of",
        "_reading",
        "_required",
    )

    def __init__(
        self, model: type[AnyModel], reading: Reading, reader_of: Callable[..., Read]
    ) -> None:
        self._model = model
        self._reading = reading
        self._reader_of = reader_of
        self._by_key: dict[str, _Known] | None = None

    def _build(self) -> dict[str, _Known]:
        """What is needed of the fields, whose types may lead back to the model."""
        slots = slots_of(self._model).values()
        reading, reader_of = self._reading, self._reader_of
        self._closed = is_closed(self._model)
        self._extra = (
            _no_extra
            if self._closed
            else reader_of(extra_of(self._model), reading=reading)
        )
        self._required = [s.key for s in slots if s.is_required]
        self._defaulted = [
            (s.name, s.key, s.absent)
            for s in slots
            if not (s.is_required or s.absent is None or s.absent is MISSING)
        ]
        self._convert = converter_of(self._model, reader_of) if reading.native else None
        self._by_key = {
            s.key: (
                s.name,
                direct_type(s.type, asserted=reading.asserted),
                reader_of(s.type, reading=reading),
            )
            for s in slots
        }
        return self._by_key

    def read(self, data: Any) -> Any:
        """An instance; one that is there already is taken as it is."""
        if not is_object(data):
            refuse("model_type", "Input should be an object", data)
        if isinstance(data, GivenObject) and isinstance(data.instance, self._model):
            return data.instance
        asserts = self._model.model_config.asserts
        if asserts is not None and self._reading.asserted:
            asserts.check(data)
        by_key = self._build() if self._by_key is None else self._by_key
        if self._convert is not None and data.keys() <= by_key.keys():
            try:
                return self._convert(data)
            except RefusedError:
                if self._reading.alone:
                    raise
        return self._of_members(data, by_key)

    def _of_members(self, data: dict[str, Any], by_key: dict[str, _Known]) -> Any:
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        flaws: list[Flaw] = []
        for key, member in data.items():
            known = by_key.get(key)
            try:
                if known is not None:
                    name, direct, read = known
                    values[name] = member if type(member) is direct else read(member)
                else:
                    extra[key] = self._extra(member)
            except RefusedError as error:
                flaws += error.below(key)
                if len(flaws) >= MOST_REFUSALS:
                    raise RefusedError(flaws) from None
        if len(values) < len(by_key):
            flaws += [
                Flaw((key,), "missing", "Field required", data)
                for key in self._required
                if key not in data
            ]
        if flaws:
            raise RefusedError(flaws)
        if not self._closed:
            values[EXTRA] = extra
        return self._instance(values, data)

    def _instance(self, values: dict[str, Any], data: dict[str, Any]) -> Any:
        instance = self._model(**values)
        given = [
            name
            for name, key, default in self._defaulted
            if key in data and values[name] == default
        ]
        if given:
            keep(instance, Kept(frozenset(given)))
        return instance
