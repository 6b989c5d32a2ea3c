"""Documents by chance: component schemas of every keyword, from a seed.

OpenAPI 3.1 has JSON Schema 2020-12 (core, sections 10 and 11; validation, section 6),
OpenAPI 3.0 the part that it names (4.7.24). Schemas in the same place (`allOf`, `not`,
`if`, ...) refer to components before them alone, so that judging ends (core, 9.4.1);
those below `properties`, `items` and their like refer to any, so types recurse.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from tests.conformance.second_judge import ENCODINGS
from tests.random_scalars import FORMATS, LISTED, scalar_schema
from tests.shapes import Schema, by_tag, obj, ref

COUNT: Final = 30
"""Components of one document."""
NAMES: Final = ("a", "b", "c", "class", "x-a", "x-b", "two words", "1")
NAME_PATTERNS: Final = ("^x-", "^[abc]$", "a", "^.{1,2}$", "s$")
TAGS: Final = ("cat", "dog", "eel")
JSON_VALUES: Final[tuple[Any, ...]] = (
    *LISTED,
    *([], [1], [1.0, "a"], ["a", 1], [[1], {"a": None}], [None, True]),
    *({}, {"a": 1}, {"a": 1.0, "b": "x"}, {"b": "x", "a": 1}, {"a": {"b": [0]}}),
    *(10**23, False, {"x-a": "a"}),
)
_PART: Final = 0.3
"""How often a keyword that fits is there."""


class SchemaMaker:
    """Makes the schemas of one document of a version of OpenAPI.

    Where types are implied (not `exact`), they are left out alone where nothing else
    stands in the same place, and not below keywords that are judged by the letter.
    """

    def __init__(self, random: Random, version: str, *, exact: bool) -> None:
        self._random = random
        self._modern = version != "3.0.3"
        self._exact = exact
        self._before: list[str] = []
        self._implying: set[str] = set()
        self._implies = False
        self._by_letter = 0
        self._all = [f"S{number}" for number in range(COUNT)]

    def components(self) -> Schema:
        """All components, by name."""
        schemas: Schema = {}
        for name in self._all:
            self._implies = False
            if name == self._all[-1]:
                schemas |= self._tagged(name)
            else:
                schemas[name] = self.schema(self._random.choice((1, 2, 2, 3)))
            self._before.append(name)
            if self._implies:
                self._implying.add(name)
        return schemas

    def schema(self, depth: int, *, deferred: bool = False) -> Any:
        """Any schema; `deferred` ones stand below properties or items."""
        kinds: list[Callable[[int], Any]] = [self._scalar, self._listed]
        if depth > 0:
            kinds += [self._array, self._object, self._object, self._combined]
            kinds += [self._combined] + [self._several] * self._modern
        names = self._names_for(deferred)
        if names:
            kinds.append(lambda _: self._reference(names))
        if deferred and self._random.random() < 0.08:
            return {} if not self._modern else self._random.choice((True, False, {}))
        kind = self._random.choice(kinds)
        made = kind(depth)
        may_imply = deferred and not self._by_letter
        is_plain = may_imply and kind in (self._array, self._object)
        if (self._exact or is_plain) and self._random.random() < 0.1:
            made.pop("type", None)
            self._implies = True
        return made

    def below(self, depth: int) -> Any:
        """A schema of another place in the value."""
        return self.schema(depth - 1, deferred=True)

    def judged(self, depth: int, *, deferred: bool = False) -> Any:
        """A schema below a keyword that no type expresses."""
        self._by_letter += 1
        made = self.schema(depth, deferred=deferred)
        self._by_letter -= 1
        return made

    def _names_for(self, deferred: bool) -> list[str]:
        """What may be referred to."""
        if self._exact or not self._by_letter:
            return self._all[:-1] if deferred else self._before
        return [name for name in self._before if name not in self._implying]

    def _reference(self, names: list[str]) -> Schema:
        name = self._random.choice(names)
        if name in self._implying or name not in self._before:
            self._implies = True
        return ref(name)

    def _scalar(self, _: int) -> Schema:
        made = scalar_schema(self._random)
        if self._modern:
            if self._random.random() < 0.08:
                encoding = self._random.choice([*ENCODINGS])
                return {"type": "string", "contentEncoding": encoding}
            return made
        return self._older(made)

    def _older(self, schema: Schema) -> Schema:
        """The same in OpenAPI 3.0, as near as that can be."""
        kinds = schema.pop("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        named = [kind for kind in kinds if kind != "null"]
        schema["type"] = named[0] if named else "string"
        if len(kinds) > len(named):
            schema["nullable"] = True
        for keyword, bound in (
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ):
            if keyword in schema:
                schema[bound] = schema[keyword]
                schema[keyword] = True
        return schema

    def _listed(self, _: int) -> Schema:
        if self._modern and self._random.random() < 0.4:
            return {"const": self._random.choice(JSON_VALUES)}
        values = self._random.sample(JSON_VALUES, self._random.choice((1, 2, 4)))
        return {"enum": values}

    def _some(self, keywords: dict[str, Callable[[], Any]]) -> Schema:
        return {
            keyword: make()
            for keyword, make in keywords.items()
            if self._random.random() < _PART
        }

    def _array(self, depth: int) -> Schema:
        random = self._random
        keywords: dict[str, Callable[[], Any]] = {
            "items": lambda: self.below(depth),
            "minItems": lambda: random.randrange(3),
            "maxItems": lambda: random.randrange(4),
            "uniqueItems": lambda: random.random() < 0.8,
        }
        if self._modern:
            keywords |= {
                "prefixItems": lambda: [
                    self.judged(depth - 1, deferred=True)
                    for _ in range(random.randrange(1, 4))
                ],
                "contains": lambda: self.judged(depth - 1, deferred=True),
                "minContains": lambda: random.randrange(3),
                "maxContains": lambda: random.randrange(1, 3),
                "unevaluatedItems": lambda: self.below(depth),
            }
        made = {"type": "array", **self._some(keywords)}
        if not self._modern:
            made.setdefault("items", {})
        return self._or_null(made)

    def _object(self, depth: int) -> Schema:
        random = self._random
        names = random.sample(NAMES, random.randrange(4))
        keywords: dict[str, Callable[[], Any]] = {
            "required": lambda: random.sample(NAMES, random.choice((1, 1, 2))),
            "additionalProperties": lambda: random.choice(
                (False, True, self.below(depth))
            ),
            "minProperties": lambda: random.randrange(3),
            "maxProperties": lambda: random.randrange(1, 5),
        }
        if self._modern:
            keywords |= {
                "patternProperties": lambda: {
                    pattern: self.judged(depth - 1, deferred=True)
                    for pattern in random.sample(NAME_PATTERNS, random.choice((1, 2)))
                },
                "propertyNames": self._names,
                "dependentRequired": lambda: {
                    random.choice(NAMES): random.sample(NAMES, random.randrange(3))
                },
                "dependentSchemas": lambda: {
                    random.choice(NAMES): self.judged(depth - 1)
                },
                "unevaluatedProperties": lambda: random.choice(
                    (False, False, self.below(depth))
                ),
            }
        properties = {name: self.below(depth) for name in names}
        made = {"type": "object", **self._some(keywords)}
        return self._or_null(made | ({"properties": properties} if names else {}))

    def _names(self) -> Schema:
        return self._random.choice(
            (
                {"pattern": self._random.choice(NAME_PATTERNS)},
                {"maxLength": self._random.randrange(1, 6)},
                {"enum": self._random.sample(NAMES, 4)},
                {"not": {"const": self._random.choice(NAMES)}},
                {"type": "string", "format": self._random.choice(FORMATS)},
            )
        )

    def _or_null(self, schema: Schema) -> Schema:
        if self._random.random() > 0.15:
            return schema
        if self._modern:
            return schema | {"type": [schema["type"], "null"]}
        return schema | {"nullable": True}

    def _several(self, depth: int) -> Schema:
        """Several types, and keywords of each (or none at all)."""
        made = self._array(depth) | self._object(depth) | scalar_schema(self._random)
        kinds = ["array", "object", "string", "integer", "number", "null", "boolean"]
        if self._exact and self._random.random() < 0.4:
            made.pop("type")
            made.pop("format", None)
        else:
            made["type"] = self._random.sample(kinds, self._random.choice((2, 3)))
        return made

    def _combined(self, depth: int) -> Schema:
        """What applies schemas in place, alone or beside other keywords."""
        random = self._random
        beside = random.choice((self._scalar, self._object, self._array))
        made = beside(depth - 1) if random.random() < 0.3 else {}
        kinds = ["allOf", "anyOf", "oneOf", "not"] + ["if"] * self._modern
        for keyword in random.sample(kinds, random.choice((1, 1, 1, 2))):
            made |= self._applying(keyword, depth - 1)
        return made

    def _applying(self, keyword: str, depth: int) -> Schema:
        if keyword == "not":
            return {"not": self.judged(depth)}
        if keyword == "if":
            return {"if": self.judged(depth)} | {
                name: self.judged(depth)
                for name in ("then", "else")
                if self._random.random() < 0.7
            }
        make = self.judged if keyword == "oneOf" else self.schema
        count = self._random.choice((1, 2, 2, 3))
        return {keyword: [make(depth) for _ in range(count)]}

    def _tagged(self, name: str) -> Schema:
        """A union that a tag decides, and its members."""
        mapping: dict[str, str] = {}
        members: Schema = {}
        for tag in TAGS:
            member = f"{name}{tag.title()}"
            constant = {"enum": [tag]} if not self._modern else {"const": tag}
            extra = {each: self.below(1) for each in self._random.sample(NAMES, 2)}
            members[member] = obj("kind", kind={"type": "string", **constant}, **extra)
            mapping[tag] = ref(member)["$ref"]
        keyword = self._random.choice(("oneOf", "anyOf"))
        tagged: Schema = {keyword: [ref(member) for member in members]}
        if self._random.random() < 0.8:
            tagged["discriminator"] = by_tag("kind", mapping)
        return {name: tagged, **members}
