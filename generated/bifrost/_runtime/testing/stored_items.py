"""Collections that remember: what is put comes back.

    POST   /pets        makes an item
    GET    /pets        lists them
    GET    /pets/{id}   gives one, as it was put
    PUT    /pets/{id}   puts one in its place, PATCH changes some of it
    DELETE /pets/{id}   takes it away

Items are JSON objects. What a client has not said of one is that of the example.
"""

import re
import uuid
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple, TypeAlias, cast
from urllib.parse import unquote

_ITEM = re.compile(r"(.*)/\{([^{}/]+)\}")
_UUID_LENGTH = 36

Item: TypeAlias = dict[str, Any]


class Remembered(NamedTuple):
    """What a collection has to say of a request.

    `is_lost` says that there is no such item; where nothing `is_known`, the request is
    none of its business.
    """

    body: Any = None
    is_known: bool = False
    is_lost: bool = False


_NOTHING = Remembered()
_LOST = Remembered(is_lost=True)


class Place(NamedTuple):
    """What a path is of a collection: all of it, or the item that `parameter` names."""

    collection: str
    parameter: str | None


class Collections:
    """The items of all collections of an API; `seed` decides ids that are made up."""

    def __init__(
        self, operations: Mapping[str, Mapping[str, Any]], seed: int | None = None
    ) -> None:
        self._random = Random(seed)
        self._items: dict[tuple[object, ...], dict[str, Item]] = {}
        self._last: dict[tuple[object, ...], int] = {}
        methods: dict[str, set[str]] = {}
        for handlers in operations.values():
            for each in handlers.values():
                methods.setdefault(each["path"], set()).add(each["method"])
        self._places = {
            path: place
            for path in methods
            if (place := _place(path, methods)) is not None
        }

    def answer(
        self,
        method: str,
        path: str,
        values: Mapping[str, str],
        body: object,
        example: object,
    ) -> Remembered:
        """What the JSON body of the answer to a request is.

        `path` is the template, `values` what stands for its names, `example` what the
        answer would be otherwise.
        """
        place = self._places.get(path)
        if place is None:
            return _NOTHING
        collection, parameter = place
        above = [value for name, value in values.items() if name != parameter]
        key = (collection, *above)
        items = self._items.setdefault(key, {})
        if parameter is None:
            return self._of_all(method, key, items, body, example)
        named = (parameter, unquote(values[parameter]))
        return _of_one(method, items, named, body, example)

    def _of_all(
        self,
        method: str,
        key: tuple[object, ...],
        items: dict[str, Item],
        body: object,
        example: object,
    ) -> Remembered:
        if method == "GET":
            return _listed(example, [*items.values()])
        if method != "POST" or not isinstance(example, dict):
            return _NOTHING
        name = id_of(cast("Item", example), self._parameter(str(key[0])))
        if name is None:
            return _NOTHING
        given = cast("Item", body) if isinstance(body, dict) else {}
        item: Item = {**cast("Item", example), **given}
        if name not in given:
            item[name] = self._new_id(key, item[name])
        items[str(item[name])] = item
        return Remembered(item, is_known=True)

    def _parameter(self, collection: str) -> str:
        """What items of a collection are named by in a path."""
        places = self._places.values()
        return next(
            place.parameter
            for place in places
            if place.collection == collection and place.parameter is not None
        )

    def _new_id(self, key: tuple[object, ...], like: object) -> object:
        """An id that no item has, of the kind of one in an example."""
        if isinstance(like, str) and len(like) == _UUID_LENGTH:
            return str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        number = self._last[key] = self._last.get(key, 0) + 1
        return str(number) if isinstance(like, str) else number


def id_of(item: Item, parameter: str) -> str | None:
    """Which member of an item is its id: called like the parameter, or `id`."""
    plain = {name.replace("_", "").lower(): name for name in item}
    wanted = parameter.replace("_", "").replace("-", "").lower()
    names = (parameter, "id", plain.get(wanted), plain.get("id"))
    known = (name for name in names if name in item)
    return next(known, None)


def _of_one(
    method: str,
    items: dict[str, Item],
    named: tuple[str, str],
    body: object,
    example: object,
) -> Remembered:
    parameter, item_id = named
    stored = items.get(item_id)
    given = cast("Item", body) if isinstance(body, dict) else {}
    if method == "PUT":
        stored = cast("Item", example) if isinstance(example, dict) else {}
        stored = _called(stored, parameter, item_id)
    if stored is None:
        return _LOST
    if method == "DELETE":
        del items[item_id]
        return _NOTHING
    if method in ("PUT", "PATCH"):
        items[item_id] = stored = {**stored, **given}
    return Remembered(stored, is_known=True) if isinstance(example, dict) else _NOTHING


def _called(item: Item, parameter: str, item_id: str) -> Item:
    """An item with the id that the path has for it."""
    name = id_of(item, parameter)
    if name is None:
        return item
    is_number = isinstance(item[name], int) and item_id.isdecimal()
    return {**item, name: int(item_id) if is_number else item_id}


def _listed(example: object, items: list[Item]) -> Remembered:
    """A list of items, as the example has it: alone, or as one of its members."""
    if isinstance(example, list):
        return Remembered(items, is_known=True)
    if not isinstance(example, dict):
        return _NOTHING
    members = cast("Item", example)
    lists = [name for name, value in members.items() if isinstance(value, list)]
    if len(lists) != 1:
        return _NOTHING
    return Remembered({**members, lists[0]: items}, is_known=True)


def _place(path: str, methods: Mapping[str, set[str]]) -> Place | None:
    match = _ITEM.fullmatch(path)
    if match is not None and _is_collection(match[1], path, methods):
        return Place(match[1], match[2])
    for item in methods:
        match = _ITEM.fullmatch(item)
        if match is not None and match[1] == path:
            return Place(path, None) if _is_collection(path, item, methods) else None
    return None


def _is_collection(path: str, item: str, methods: Mapping[str, set[str]]) -> bool:
    """Whether items can be put somewhere, and looked at."""
    is_filled = "POST" in methods.get(path, ()) or "PUT" in methods[item]
    return is_filled and "GET" in methods[item]
