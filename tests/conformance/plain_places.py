"""Types of packages whose models are dataclasses or structs, as `differential` asks."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.conformance.choices import spelling_of
from tests.weaving import Woven


class PlainPlace:
    """A type that holds the values of a component, itself or in an object.

    Null is no value of a class, though it may be one wherever the class stands.
    """

    def __init__(self, woven: Woven, type_: Any, around: str = "%s") -> None:
        self._api: Any = woven.package
        self._type = type_
        self._around = around
        self._any_model: Any = woven.module("_runtime.codec").AnyModel
        self.is_class = isinstance(type_, type) and issubclass(type_, self._any_model)
        self._read = woven.module("_runtime.plain.readers").reader_of(type_)
        self._slots_of = woven.module("_runtime.plain.fields").slots_of

    def wrong(
        self, text: str, right: bool, used: Counter[str]
    ) -> Iterator[tuple[str, str]]:
        """What comes out otherwise than it should."""
        text = self._around % text
        try:
            value = self._api.decode_json(self._type, text)
        except self._api.ValidationError as refusal:
            if right:
                yield "refused", f"{refusal!s:.300}"
            return
        if not right:
            yield "accepted", f"{value!r:.100}"
            return
        data = json.loads(text)
        ways: dict[str, Callable[[], Any]] = {
            "the readers alone": lambda: self._read(data),
            "decode": lambda: self._api.decode(self._type, data),
        }
        for way, read in ways.items():
            if self._told(read()) != self._told(value):
                yield f"read otherwise by {way}", f"{value!r:.200}"
        yield from self._wrong_ways(value, json.loads(text), used)

    def _told(self, value: Any) -> Any:
        """All that there is to say of a value, for who compares it with another."""
        if isinstance(value, self._any_model):
            fields = {
                name: self._told(getattr(value, name))
                for name in (*self._slots_of(type(value)), "extra_properties")
                if hasattr(value, name)
            }
            return type(value), fields, getattr(value, "_kept", None)
        if isinstance(value, list | tuple):
            return type(value), [self._told(item) for item in value]
        if isinstance(value, dict):
            return [(key, self._told(member)) for key, member in value.items()]
        return type(value), value, repr(value)

    def _wrong_ways(
        self, value: Any, right: Any, used: Counter[str]
    ) -> Iterator[tuple[str, str]]:
        """The ways to write a value, or to copy it, that do not give the same again."""
        for way, write in self._ways(value).items():
            try:
                written = write()
            except Exception as problem:  # noqa: BLE001 - any reason is a difference
                yield f"not written by {way}", f"{problem!r:.300}"
                continue
            spelled = spelling_of(right, written)
            if spelled is None:
                yield f"written otherwise by {way}", json.dumps(written)
            else:
                used.update(spelled)
        try:
            same = pickle.loads(pickle.dumps(value)) == value
        except Exception as problem:  # noqa: BLE001 - any reason is a difference
            yield "not read back by pickle", f"{problem!r:.300}"
            return
        if not same:
            yield "read back otherwise by pickle", f"{value!r:.200}"

    def _ways(self, value: Any) -> dict[str, Callable[[], Any]]:
        api, type_ = self._api, self._type
        ways: dict[str, Callable[[], Any]] = {
            "encode_json": lambda: json.loads(api.encode_json(value, type_)),
            "encode": lambda: api.encode(value, type_),
        }
        if self.is_class:
            ways["to_json"] = lambda: json.loads(value.to_json())
            ways["to_dict"] = value.to_dict
        return ways
