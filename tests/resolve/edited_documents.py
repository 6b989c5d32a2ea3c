"""Documents at random, and edits at random that only add to them.

Every schema, property, parameter and operation has a mark of its own in its
`description`: by it a part is the same part after any edit, wherever it stands.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

WORDS: Final = (
    "a", "b", "a_b", "a-b", "aB", "A", "type", "$type", "@type", "kind", "name", "Name",
    "item", "items", "value", "id", "ID", "+1", "-1", "class", "copy",
)  # fmt: skip
SCHEMAS: Final = (
    "Pet", "pet", "PetA", "PetDict", "PetName", "A", "a_b", "AB", "Option1", "PetItem",
    "ListPetsKind", "PostPetsBody", "PetText", "PetInputDict", "PetModel",
)  # fmt: skip
OPERATIONS: Final = (
    "listPets", "list_pets", "pets/list", "list", "getPet", "createPet",
)  # fmt: skip
BASE: Final = "what others extend"
TITLES: Final = ("Card", "Bank account", "Pet", "card", "Text", "A")


@dataclass(slots=True)
class Writer:
    """Writes parts of documents.

    With `afresh`, what is added has a name that nothing else has.
    """

    chance: random.Random
    afresh: bool = False
    _count: int = 0

    def mark(self) -> str:
        """A text that nothing else has."""
        self._count += 1
        return f"mark {self._count}"

    def word(self, words: tuple[str, ...], taken: Mapping[str, object]) -> str:
        """A name for something that stands beside others."""
        free = [word for word in words if word not in taken]
        if self.afresh or not free:
            self._count += 1
            return f"new{self._count}"
        return self.chance.choice(free)

    def schema(self, depth: int = 0) -> Json:
        """Any schema; deeper ones are simpler."""
        kinds = ["text", "enum", "ref"]
        if depth < 5:
            kinds += ["object", "object"]
        if depth < 3:
            kinds += ["array", "union", "nullable", "map", "allOf"]
        kind = self.chance.choice(kinds)
        schema: Json = getattr(self, f"_{kind}")(depth)
        if kind != "ref":
            schema["description"] = self.mark()
        return schema

    def _text(self, depth: int) -> Json:
        del depth
        return {"type": self.chance.choice(["string", "integer"])}

    def _enum(self, depth: int) -> Json:
        del depth
        values = [f"v{self.chance.randrange(9)}", f"w{self.chance.randrange(9)}"]
        return {"type": "string", "enum": values}

    def _ref(self, depth: int) -> Json:
        del depth
        return {"$ref": "#/components/schemas/Base"}

    def _object(self, depth: int) -> Json:
        schema: Json = {"type": "object", "properties": {}, "description": ""}
        for _ in range(self.chance.randrange(1, 4)):
            self.add_property(schema, depth + 1)
        if self.afresh or self.chance.random() < 0.3:
            schema["title"] = self.title()
        return schema

    def title(self) -> str:
        """A title, which only seldom nothing else has."""
        return self.word((), {}) if self.afresh else self.chance.choice(TITLES)

    def add_property(self, schema: Json, depth: int = 2) -> None:
        """One more property, first or last.

        What others extend has names of its own: where both have a property, it is
        another one from then on, which is what both say.
        """
        words = () if schema["description"].startswith(BASE) else WORDS
        name = self.word(words, schema["properties"])
        put(schema["properties"], name, self.schema(depth), self.chance)
        if not self.afresh and self.chance.random() < 0.3:
            schema.setdefault("required", []).append(name)

    def _array(self, depth: int) -> Json:
        return {"type": "array", "items": self.schema(depth + 1)}

    def _map(self, depth: int) -> Json:
        return {"type": "object", "additionalProperties": self.schema(depth + 1)}

    def _union(self, depth: int) -> Json:
        members = [self.member(depth) for _ in range(self.chance.randrange(2, 4))]
        return {self.chance.choice(["oneOf", "anyOf"]): members}

    def member(self, depth: int = 2) -> Json:
        """A member of a union: an object mostly, that has something of its own."""
        kinds = ["object", "object", "tagged", "enum"]
        if depth < 3:
            kinds += ["array", "map", "union"]
        kind = self.chance.choice(kinds)
        member: Json = getattr(self, f"_{kind}")(depth + 1)
        member["description"] = self.mark()
        return member

    def _tagged(self, depth: int) -> Json:
        """An object with a constant, as all alike but for that."""
        del depth
        tag = self.word((), {}) if self.afresh else f"t{self.chance.randrange(9)}"
        constant = {"const": tag, "description": self.mark()}
        return {
            "type": "object",
            "properties": {"tag": constant},
            "required": ["tag"],
        }

    def _nullable(self, depth: int) -> Json:
        return {"anyOf": [self.schema(depth + 1), {"type": "null"}]}

    def _allOf(self, depth: int) -> Json:  # noqa: N802 - the keyword
        inline = self._object(depth + 1)
        inline["description"] = self.mark()
        return {"allOf": [{"$ref": "#/components/schemas/Base"}, inline]}

    def parameter(self, others: list[Json]) -> Json:
        """A parameter of the query or a cookie."""
        location = self.chance.choice(["query", "cookie"])
        taken = {other["name"]: 0 for other in others if other["in"] == location}
        schema = self._enum(0) | {"description": self.mark()}
        return {"name": self.word(WORDS, taken), "in": location, "schema": schema}

    def operation(self) -> Json:
        """An operation with parameters, a body and an answer."""
        parameters: list[Json] = []
        for _ in range(self.chance.randrange(3)):
            parameters.append(self.parameter(parameters))
        operation: Json = {
            "parameters": parameters,
            "responses": {"200": {"description": "", "content": self.content()}},
        }
        if self.chance.random() < 0.5:
            operation["requestBody"] = {"content": self.content()}
        return operation

    def content(self) -> Json:
        """JSON of some schema."""
        return {"application/json": {"schema": self.schema(1)}}

    def named(self, document: Json) -> None:
        """One more operation with an id, a tag, or neither."""
        path = f"/{self.word(('pets', 'pet', 'kind'), {})}/{self._count}"
        self._count += 1
        operation = self.operation()
        ids = operation_ids(document)
        if self.chance.random() < 0.7:
            operation["operationId"] = self.word(OPERATIONS, ids)
        if self.chance.random() < 0.7:
            tags = ("pets", "Pets", "pet", "raw", "options")
            operation["tags"] = [self.word(tags, {})]
        put(document["paths"], path, {"post": operation}, self.chance)

    def document(self) -> Json:
        """A document of some schemas and operations."""
        document: Json = {
            "paths": {},
            "components": {"schemas": {"Base": self._base()}},
        }
        for _ in range(self.chance.randrange(1, 5)):
            self.add_component(document)
        if self.chance.random() < 0.5:
            self.add_tagged_base(document)
        for _ in range(self.chance.randrange(1, 4)):
            self.named(document)
        return document

    def _base(self) -> Json:
        base: Json = {"type": "object", "properties": {}, "description": BASE}
        self.add_property(base)
        return base

    def add_tagged_base(self, document: Json) -> None:
        """A component with a discriminator, which nothing extends yet."""
        base: Json = {
            "type": "object",
            "properties": {"kind": {"type": "string", "description": self.mark()}},
            "required": ["kind"],
            "discriminator": {"propertyName": "kind"},
            "description": f"{BASE} {self.mark()}",
        }
        self.add_property(base)
        schemas = document["components"]["schemas"]
        put(schemas, self.word(SCHEMAS, schemas), base, self.chance)

    def add_child(self, schemas: Json, base: str) -> None:
        """A component that extends the component `base`."""
        inline: Json = {"type": "object", "properties": {}, "description": BASE}
        self.add_property(inline)
        child: Json = {
            "allOf": [{"$ref": f"#/components/schemas/{base}"}, inline],
            "description": self.mark(),
        }
        put(schemas, self.word(SCHEMAS, schemas), child, self.chance)

    def wrapped(self, schema: Json) -> None:
        """Make a schema one of two: itself, and what is new."""
        old = dict(schema)
        schema.clear()
        members = [old]
        insert(members, self.member(), self.chance)
        schema[self.chance.choice(["oneOf", "anyOf"])] = members
        schema["description"] = self.mark()

    def add_component(self, document: Json) -> None:
        """One more component, first or last."""
        schemas = document["components"]["schemas"]
        put(schemas, self.word(SCHEMAS, schemas), self.schema(), self.chance)


@dataclass(slots=True)
class Editor:
    """Adds something somewhere."""

    writer: Writer
    edits: list[str] = field(default_factory=list)

    def edited(self, document: Json, count: int) -> Json:
        """A copy with `count` things more in it."""
        after = copy.deepcopy(document)
        for _ in range(count):
            self._edit(after)
        return after

    def _edit(self, document: Json) -> None:
        edits = {
            "property": self._add_property,
            "member": self._add_member,
            "parameter": self._add_parameter,
            "operation": self.writer.named,
            "schema": self.writer.add_component,
        }
        if not self.writer.afresh:
            # What a schema becomes another kind of thing by has another name afresh.
            edits |= {
                "child": self._add_children,
                "wrap": self._wrap,
                "media type": self._add_media_type,
            }
        edit = self.writer.chance.choice(list(edits))
        self.edits.append(edit)
        edits[edit](document)

    def _add_property(self, document: Json) -> None:
        objects = [part for part in parts(document) if "properties" in part]
        self.writer.add_property(self.writer.chance.choice(objects))

    def _add_member(self, document: Json) -> None:
        unions = [
            part[key]
            for part in parts(document)
            for key in ("oneOf", "anyOf")
            if isinstance(part.get(key), list)
            and not any(member == {"type": "null"} for member in part[key])
        ]
        if unions:
            union = self.writer.chance.choice(unions)
            insert(union, self.writer.member(), self.writer.chance)

    def _add_parameter(self, document: Json) -> None:
        operations = [item["post"] for item in document["paths"].values()]
        parameters = self.writer.chance.choice(operations)["parameters"]
        insert(parameters, self.writer.parameter(parameters), self.writer.chance)

    def _add_children(self, document: Json) -> None:
        schemas = document["components"]["schemas"]
        for base in [name for name in schemas if "discriminator" in schemas[name]]:
            self.writer.add_child(schemas, base)

    def _wrap(self, document: Json) -> None:
        objects = [*single_objects(document)]
        if objects:
            self.writer.wrapped(self.writer.chance.choice(objects))

    def _add_media_type(self, document: Json) -> None:
        """Another JSON, or none, before or behind what a body is sent in."""
        chance = self.writer.chance
        bodies = [
            item["post"]["requestBody"]["content"]
            for item in document["paths"].values()
            if "requestBody" in item["post"]
        ]
        names = ("application/a+json", "application/z+json", "text/plain")
        if bodies:
            content = chance.choice(bodies)
            free = [name for name in names if name not in content]
            if free:
                added = {"schema": self.writer.schema(1)}
                put(content, chance.choice(free), added, chance)


def single_objects(document: Json) -> Iterator[Json]:
    """The objects that are no entry of a list of schemas, and that nothing extends."""
    stack: list[object] = [document]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            for entry in part:
                stack.extend(entry.values() if isinstance(entry, dict) else ())
        elif isinstance(part, dict):
            mark = part.get("description")
            if "properties" in part and not str(mark).startswith(BASE):
                yield part
            stack.extend(part.values())


def operation_ids(document: Json) -> dict[str, object]:
    """The ids that operations have already."""
    operations = (item["post"] for item in document["paths"].values())
    return {operation.get("operationId", ""): operation for operation in operations}


def put(mapping: Json, key: str, value: object, chance: random.Random) -> None:
    """Add a member first or last."""
    others = dict(mapping)
    mapping.clear()
    if chance.random() < 0.5:
        mapping[key] = value
        mapping.update(others)
    else:
        mapping.update(others)
        mapping[key] = value


def insert(entries: list[Any], value: object, chance: random.Random) -> None:
    """Add an entry anywhere."""
    entries.insert(chance.randrange(len(entries) + 1), value)


def parts(tree: object) -> Iterator[Json]:
    """Every schema of a document: what has a mark, or stands where one does."""
    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack.extend(part)
        elif isinstance(part, dict):
            if isinstance(part.get("description"), str):
                yield part
            stack.extend(part.values())
