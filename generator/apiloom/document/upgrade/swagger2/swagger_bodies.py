"""Bodies of Swagger 2.0, which were parameters, and responses.

"Parameter Object" (in: body, in: formData), "Response Object", and `consumes` and
`produces` of the "Operation Object".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from apiloom.core.location import Pointer, child
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import reference_to
from apiloom.document.upgrade.swagger2.conversion import (
    FORM,
    JSON,
    MULTIPART,
    OCTETS,
    Conversion,
    Placed,
    members,
    own_copy,
)
from apiloom.document.upgrade.swagger2.swagger_parameters import headers_of, property_of

_FORMS = frozenset({FORM, MULTIPART})


class Payload(NamedTuple):
    """A parameter that is the body or a field of it.

    `written` is what the operation has: the same, or a reference to it.
    """

    parameter: Placed
    written: JsonObject


@dataclass(frozen=True, slots=True)
class Bodies:
    """The request body of one operation (or one of the components).

    `pointer` is where the operation stands, `now` where the request body will.
    """

    conversion: Conversion
    consumes: tuple[str, ...]
    pointer: Pointer
    now: Pointer

    def of(self, payloads: list[Payload]) -> JsonObject | None:
        """The request body that body and form parameters make together."""
        bodies = [
            payload for payload in payloads if payload.parameter.value["in"] == "body"
        ]
        forms = [
            payload for payload in payloads if payload.parameter.value["in"] != "body"
        ]
        for extra in [*bodies[1:], *(forms if bodies else ())]:
            self.conversion.warn(
                "body-twice",
                "an operation has one body, and this is another",
                extra.parameter.pointer,
                "it is left out; the first body parameter is the body",
            )
        if bodies:
            return self._shared(bodies[0]) or self.body(bodies[0].parameter)
        return self._form([payload.parameter for payload in forms]) if forms else None

    def body(self, parameter: Placed) -> JsonObject:
        """The request body for a body parameter."""
        old, pointer = parameter
        self.conversion.moves.record(pointer, self.now)
        new: JsonObject = {}
        for name, value in old.items():
            if name in {"description", "required"} or name.startswith("x-"):
                new[name] = own_copy(value)
        new["content"] = {}
        schema = old.get("schema", {})
        for media_type in self.consumes or (JSON,):
            place = child(self.now, "content", media_type, "schema")
            placed = self.conversion.place(schema, child(pointer, "schema"), place)
            new["content"][media_type] = {"schema": placed}
        return new

    def _shared(self, payload: Payload) -> JsonObject | None:
        """A reference to a request body among the components, if it is the same."""
        shared = "$ref" in payload.written and self.consumes == self.conversion.consumes
        return self.conversion.referring(payload.written) if shared else None

    def _form(self, fields: list[Placed]) -> JsonObject:
        """The request body whose properties are form parameters."""
        first, *others = self._form_types(fields)
        place = child(self.now, "content", first, "schema")
        self.conversion.moves.record_origin(child(self.pointer, "parameters"), self.now)
        properties: JsonObject = {}
        encodings: JsonObject = {}
        required: list[str] = []
        for old, pointer in fields:
            name = str(old.get("name", ""))
            properties[name], encoding = property_of(self.conversion, old, pointer)
            self.conversion.moves.record_origin(
                pointer, child(place, "properties", name)
            )
            if encoding:
                encodings[name] = encoding
            if old.get("required") is True:
                required.append(name)
        schema: JsonObject = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        content: JsonObject = {first: {"schema": schema}}
        for media_type in others:
            content[media_type] = {"schema": {"$ref": reference_to(place)}}
        for media_type_object in content.values() if encodings else ():
            media_type_object["encoding"] = own_copy(encodings)
        return {"content": content, **({"required": True} if required else {})}

    def _form_types(self, fields: list[Placed]) -> tuple[str, ...]:
        """What a form is sent as: a file only goes into parts."""
        if any(old.get("type") == "file" for old, _ in fields):
            return (MULTIPART,)
        declared = tuple(
            media_type
            for media_type in self.consumes
            if media_type.partition(";")[0].strip() in _FORMS
        )
        return declared or (FORM,)


@dataclass(frozen=True, slots=True)
class Responses:
    """The responses of one operation (or those of the components)."""

    conversion: Conversion
    produces: tuple[str, ...]

    def all(self, old: Json, pointer: Pointer, now: Pointer) -> Json:
        """Every response of an object that holds them by status, or by name.

        Only where they stand by status is `x-...` no response.
        """
        if not isinstance(old, dict):
            return old
        new = old.copy()
        for name, response, place in members(old, pointer):
            extension = name.startswith("x-") and pointer == now
            if isinstance(response, dict) and not extension:
                new[name] = self._response(response, place, child(now, name))
        return new

    def _response(self, old: JsonObject, pointer: Pointer, now: Pointer) -> JsonObject:
        if "$ref" not in old:
            return self.written(Placed(old, pointer), now)
        response = self.conversion.behind(old, pointer)
        same = self.produces == self.conversion.produces
        if response is None or same or "schema" not in response.value:
            return self.conversion.referring(old)
        # The component has the media types of the document; this operation has others.
        return self.written(response, now)

    def written(self, response: Placed, now: Pointer) -> JsonObject:
        """One response in the words of 3.x, for the place `now`."""
        old, pointer = response
        self.conversion.moves.record_origin(pointer, now)
        new: JsonObject = {}
        for name, value in old.items():
            if name == "headers":
                place = child(pointer, name)
                new[name] = headers_of(self.conversion, value, place, child(now, name))
            elif name == "schema":
                new["content"] = self._content(response, now)
            elif name != "examples":
                new[name] = own_copy(value)
        return new

    def _content(self, response: Placed, now: Pointer) -> JsonObject:
        old, pointer = response
        schema = old["schema"]
        is_file = isinstance(schema, dict) and schema.get("type") == "file"
        examples = old.get("examples")
        content: JsonObject = {}
        for media_type in self._types(is_file=is_file):
            place = child(now, "content", media_type, "schema")
            placed = self.conversion.place(schema, child(pointer, "schema"), place)
            content[media_type] = {"schema": placed}
            if isinstance(examples, dict) and media_type in examples:
                content[media_type]["example"] = own_copy(examples[media_type])
        return content

    def _types(self, *, is_file: bool) -> tuple[str, ...]:
        """What a response can be; the bytes of a file are no JSON text."""
        if not is_file:
            return self.produces or (JSON,)
        return tuple(
            media_type for media_type in self.produces if media_type != JSON
        ) or (OCTETS,)
