"""Examples made from schemas (JSON Schema 2020-12), each judged by jsonschema-rs.

Nothing here knows apiloom: an example that the schema has by the letter must be read
by the generated model. Where no example is found the schema is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import jsonschema_rs

from tests.sweeping.hostile import EXTRA_NAMES, Room, hostile_texts
from tests.sweeping.merging import kinds_of, merge
from tests.sweeping.values import NoExampleError, number_of, string_of

Json = dict[str, Any]

_URI: Final = "urn:document"
_DEEP: Final = 4
"""Below this depth only what is required is made."""
_DEEPEST: Final = 24
_BUDGET: Final = 150
"""How many values an example has before only what is required is made."""
_TAGGED: Final = "~tagged"
"""Beside merged keywords: which base with a discriminator they come from."""


class Examples:
    """Makes examples of schemas in one document."""

    def __init__(self, root: Json) -> None:
        self._root = root
        resource = jsonschema_rs.Registry([(_URI, root)])
        self._registry = resource
        self._judges: dict[str, jsonschema_rs.Draft202012Validator | None] = {}

    def of(self, pointer: str) -> Iterator[Any]:
        """A small and a large example of the schema at `pointer`, if there are any."""
        judge = self._judge(pointer)
        made: list[Any] = []
        for full in (False, True):
            try:
                whole = {"$ref": f"#{_escaped(pointer)}"}
                value = _Maker(self._root, _Way(full=full)).make(whole, 0)
            except NoExampleError:
                continue
            if value not in made and judge is not None and judge.is_valid(value):
                made.append(value)
                yield value

    def chosen(self, pointer: str, turn: int, room: Room) -> Any:
        """An example as hostile as schema and place let it be; another each turn.

        First with unknown properties and two items in arrays, then without the former,
        then with plain texts, and at last as small as can be. Raises `NoExampleError`.
        """
        judge = self._judge(pointer)
        whole = {"$ref": f"#{_escaped(pointer)}"}
        quiet = replace(room, plain=True)
        ways = [
            _Way(turn=turn, room=room, extra=True),
            _Way(turn=turn, room=room),
            _Way(turn=turn, room=quiet),
            _Way(turn=0, room=quiet),
            _Way(full=False, room=quiet),
        ]
        for way in ways if judge is not None else ():
            try:
                value = _Maker(self._root, way).make(whole, 0)
            except NoExampleError:
                continue
            if judge is not None and judge.is_valid(value):
                return value
        raise NoExampleError

    def declared(self, pointer: str) -> frozenset[str]:
        """The properties that a schema describes, less those of one direction."""
        maker = _Maker(self._root, _Way())
        try:
            properties = maker.flat({"$ref": f"#{_escaped(pointer)}"})["properties"]
            members = {name: maker.flat(each) for name, each in properties.items()}
        except (NoExampleError, KeyError, AttributeError):
            return frozenset()
        one_way = ("readOnly", "writeOnly")
        return frozenset(
            name for name, each in members.items() if not any(map(each.get, one_way))
        )

    def is_binary(self, pointer: str, name: str) -> bool:
        """Whether a property of the schema, or an item of it, is bytes.

        `format: binary` (OpenAPI 3.0), a media type without an encoding (3.1).
        """
        maker = _Maker(self._root, _Way())
        try:
            owner = maker.flat({"$ref": f"#{_escaped(pointer)}"})
            member = maker.flat({"allOf": [owner.get("properties", {}).get(name)]})
            if "array" in kinds_of(member):
                member = maker.flat({"allOf": [member.get("items")]})
        except NoExampleError:
            return False
        is_media = "contentMediaType" in member and "contentEncoding" not in member
        return member.get("format") == "binary" or is_media

    def at(self, pointer: str) -> Any:
        """What stands at a JSON pointer (RFC 6901)."""
        return at(self._root, pointer)

    def _judge(self, pointer: str) -> jsonschema_rs.Draft202012Validator | None:
        if pointer not in self._judges:
            self._judges[pointer] = self._new_judge(pointer)
        return self._judges[pointer]

    def _new_judge(self, pointer: str) -> jsonschema_rs.Draft202012Validator | None:
        try:
            return jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_URI}#{_escaped(pointer)}"},
                registry=self._registry,
                validate_formats=True,
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            return None


def at(root: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; raises LookupError."""
    value = root
    for token in pointer.split("/")[1:]:
        step = token.replace("~1", "/").replace("~0", "~")
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _escaped(pointer: str) -> str:
    return "".join(
        c if re.match(r"[\w/~.-]", c, re.ASCII) else _percent(c) for c in pointer
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Way:
    """How an example is made; without `room` it has plain texts, and one item."""

    full: bool = True
    turn: int = 0
    room: Room | None = None
    extra: bool = False


class _Maker:
    """Makes one example."""

    def __init__(self, root: Json, way: _Way) -> None:
        self._root = root
        self._way = way
        self._full = way.full
        self._left = _BUDGET
        self._turn = way.turn

    def make(self, schema: Any, depth: int) -> Any:
        self._left -= 1
        if depth > _DEEPEST or schema is False:
            raise NoExampleError
        if not isinstance(schema, dict):
            return self._text({})
        start = schema.get("$ref", "")
        schema = self.flat(schema)
        if _TAGGED in schema and not (schema.get("oneOf") or schema.get("anyOf")):
            return self._below_base(schema, start, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._listed(schema)
        for keyword in ("oneOf", "anyOf"):
            if schema.get(keyword):
                return self._alternative(schema, keyword, depth)
        return self._typed(schema, depth)

    def _below_base(self, schema: Json, start: str, depth: int) -> Any:
        """An object with the tag of what it is: of a base, one that extends it."""
        base, tag = schema.pop(_TAGGED)
        if start == base:
            mapping = schema["discriminator"].get("mapping") or {}
            extending = [self._reference(each) for each in mapping.values()]
            start = next(iter([*extending, *self._extending(base)]), base)
            if start != base:
                return self.make({"$ref": start}, depth + 1)
        if "/components/schemas/" not in start:
            raise NoExampleError
        value = self._typed(schema, depth)
        value[tag] = self._tag_of(schema["discriminator"], start)
        return value

    def _extending(self, base: str) -> Iterator[str]:
        """The components that have the base among their `allOf`."""
        for name, member in at(self._root, "/components/schemas").items():
            parts = member.get("allOf", []) if isinstance(member, dict) else []
            if any(isinstance(p, dict) and p.get("$ref") == base for p in parts):
                yield f"#/components/schemas/{name}"

    def _tag_of(self, discriminator: Json, reference: str) -> str:
        name = reference.rpartition("/")[2]
        for key, target in (discriminator.get("mapping") or {}).items():
            if target in (reference, name):
                return str(key)
        return name

    def _reference(self, target: str) -> str:
        return target if "/" in target else f"#/components/schemas/{target}"

    def _listed(self, schema: Json) -> Any:
        values = schema["enum"]
        if not values:
            raise NoExampleError
        others = [value for value in values if value is not None]
        return others[self._next() % len(others)] if others else None

    def _typed(self, schema: Json, depth: int) -> Any:
        match self._kind(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, depth)
            case "string":
                return self._text(schema)
            case "integer" | "number" as kind:
                return number_of(schema, kind, self._next())
            case "boolean":
                return self._next() % 2 == 0
            case "null":
                return None
            case _:
                return self._text({})

    def _text(self, schema: Json) -> str:
        room, turn = self._way.room, self._next()
        hostile = hostile_texts(schema, room, turn) if room is not None else ()
        return string_of(schema, hostile, turn)

    def _next(self) -> int:
        """Another number for each value, so that two items are not the same."""
        if self._way.room is not None:
            self._turn += 1
        return self._turn

    def _kind(self, schema: Json) -> str:
        kinds = kinds_of(schema)
        named = [kind for kind in kinds if kind != "null"] or kinds
        if named:
            return str(named[0])
        if "properties" in schema or "required" in schema:
            return "object"
        if "items" in schema:
            return "array"
        return "number" if "minimum" in schema else ""

    def flat(self, schema: Json) -> Json:
        """The schema with what it refers to and the members of `allOf` merged in."""
        flat: Json = {}
        pending: list[Any] = [schema]
        seen = 0
        while pending:
            current = pending.pop()
            seen += 1
            if seen > _DEEPEST * 4:
                raise NoExampleError
            if current is False:
                raise NoExampleError
            if not isinstance(current, dict):
                continue
            if isinstance(current.get("$ref"), str):
                target = self._target(current["$ref"])
                pending.append(target)
                tag = target.get("discriminator") if isinstance(target, dict) else None
                if isinstance(tag, dict) and "propertyName" in tag:
                    flat.setdefault(_TAGGED, (current["$ref"], tag["propertyName"]))
            pending.extend(reversed(current.get("allOf", [])))
            merge(flat, current)
        return flat

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#"):
            raise NoExampleError
        plain = re.sub(
            r"((?:%[0-9A-Fa-f]{2})+)",
            lambda m: bytes.fromhex(m[1].replace("%", "")).decode("utf-8", "replace"),
            reference[1:],
        )
        try:
            return at(self._root, plain)
        except (LookupError, TypeError, ValueError):
            raise NoExampleError from None

    def _alternative(self, schema: Json, keyword: str, depth: int) -> Any:
        rest = {key: value for key, value in schema.items() if key != keyword}
        for member in schema[keyword]:
            if self._is_null(member):
                continue
            merged = {**rest, "allOf": [member]}
            try:
                value = self.make(merged, depth + 1)
            except NoExampleError:
                continue
            return self._tagged(schema, member, value)
        if any(map(self._is_null, schema[keyword])):
            return None
        raise NoExampleError

    def _is_null(self, member: Any) -> bool:
        return isinstance(member, dict) and member.get("type") == "null"

    def _tagged(self, schema: Json, member: Any, value: Any) -> Any:
        """The value with the discriminator that leads to `member`."""
        tag = schema.get("discriminator")
        if not isinstance(tag, dict) or not isinstance(value, dict):
            return value
        reference = member.get("$ref", "") if isinstance(member, dict) else ""
        if isinstance(tag.get("propertyName"), str):
            value[tag["propertyName"]] = self._tag_of(tag, reference)
        return value

    def _object(self, schema: Json, depth: int) -> Json:
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        made: Json = {}
        for name in required:
            made[name] = self.make(self._property(schema, name), depth + 1)
        for name in properties if self._full and depth < _DEEP else ():
            if name not in made and self._left > 0:
                try:
                    made[name] = self.make(properties[name], depth + 1)
                except NoExampleError:
                    continue
        room = self._way.room
        if self._way.extra and depth < 2 and room is not None and not room.known_only:
            self._add_unknown(schema, made, depth)
        fewest = schema.get("minProperties", 0)
        if self._full and not properties and depth < _DEEP:
            fewest = max(fewest, 1)
        self._fill(schema, made, fewest, depth)
        return made

    def _add_unknown(self, schema: Json, made: Json, depth: int) -> None:
        """Properties that no schema names, where it takes them."""
        others = schema.get("additionalProperties", True)
        if others is False or "patternProperties" in schema:
            return
        for name in EXTRA_NAMES:
            try:
                made.setdefault(name, self.make(others, depth + 1))
            except NoExampleError:
                return

    def _fill(self, schema: Json, made: Json, fewest: int, depth: int) -> None:
        closed = schema.get("additionalProperties", True) is False
        known = [name for name in schema.get("properties", {}) if name not in made]
        if fewest > 100:
            raise NoExampleError
        while len(made) < fewest:
            if known:
                name = known.pop(0)
            elif closed:
                return
            else:
                name = f"key{len(made)}"
            made[name] = self.make(self._property(schema, name), depth + 1)

    def _property(self, schema: Json, name: str) -> Any:
        properties = schema.get("properties", {})
        if name in properties:
            return properties[name]
        return schema.get("additionalProperties", True)

    def _array(self, schema: Json, depth: int) -> list[Any]:
        fixed = schema.get("prefixItems", [])
        length = schema.get("minItems", 0)
        if self._full and self._left > 0 and depth < _DEEP:
            length = max(length, len(fixed), 2 if self._way.room else 1)
        most = schema.get("maxItems")
        if isinstance(most, int):
            length = min(length, most)
        if length > 50:
            raise NoExampleError
        items = [*fixed[:length], *[schema.get("items", True)] * (length - len(fixed))]
        return [self.make(each, depth + 1) for each in items]
