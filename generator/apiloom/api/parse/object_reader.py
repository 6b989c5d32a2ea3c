"""Reading members of an object that may hold anything, with complaints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from apiloom.core.diagnostics import Report
from apiloom.core.location import Location, Pointer, child
from apiloom.core.record import record
from apiloom.core.text import Text, shown
from apiloom.document.source.references import FALLBACK, Unresolved, is_local, resolve
from apiloom.document.source.tree import spelled

T = TypeVar("T")


@record
class Reader:
    """A value of the document, where it stands, and where to complain.

    The readers of members return `None`, or nothing, for what is absent; a member of
    the wrong type is reported as `wrong-type` and treated as absent.
    """

    root: Mapping[str, Any]
    document: str
    report: Report
    value: object
    pointer: Pointer

    def at(self, *tokens: str | int) -> Reader:
        """The value below, by reference tokens that are known to exist."""
        value: Any = self.value
        for token in tokens:
            value = value[token]
        pointer = child(self.pointer, *tokens)
        return Reader(self.root, self.document, self.report, value, pointer)

    def member(self, name: str) -> Reader | None:
        """The member `name`, or `None` when there is none."""
        if isinstance(self.value, dict) and name in self.value:
            return self.at(name)
        return None

    def object_member(self, name: str) -> Reader | None:
        """The member `name` when it is an object."""
        return self._member_of_type(name, dict, "an object")

    def members(self) -> Iterator[tuple[str, Reader]]:
        """Every member of an object, in document order; extensions left out."""
        if isinstance(self.value, dict):
            for name in self.value:
                if not name.startswith("x-"):
                    yield name, self.at(name)

    def entries(self, shape: type[object] = dict) -> Iterator[tuple[str, Reader]]:
        """Every member of a map whose names are free, in document order.

        What is called `x-...` is one of them if it has the `shape` of the others, and
        an extension otherwise.
        """
        if isinstance(self.value, dict):
            for name, value in self.value.items():
                if isinstance(value, shape) or not name.startswith("x-"):
                    yield name, self.at(name)

    def items(self, name: str) -> Iterator[Reader]:
        """The items of the array that is the member `name`."""
        array = self._member_of_type(name, list, "an array")
        if array is not None:
            for index in range(len(cast("list[object]", array.value))):
                yield array.at(index)

    def text(self, name: str) -> Text | None:
        """The member `name` when it is a string."""
        string = self._value_of_type(name, str, "a string")
        return None if string is None else Text(string)

    def written(self, name: str) -> Text | None:
        """The member `name` when it is a string, or a number as it was written."""
        member = self.member(name)
        if member is not None and isinstance(member.value, int | float):
            return Text(spelled(member.value))
        return self.text(name)

    def flag(self, name: str) -> bool:
        """The member `name` when it is a boolean, else `False`."""
        return self._value_of_type(name, bool, "a boolean") is True

    def optional_flag(self, name: str) -> bool | None:
        """The member `name` when it is a boolean, else `None`."""
        return self._value_of_type(name, bool, "a boolean")

    def follow(self) -> Reader | None:
        """Where a reference object leads (OpenAPI 3.1, section 4.8.23).

        A value that is no reference is its own answer. A reference that leads nowhere,
        or round in a circle, is an error, and the answer is `None`.
        """
        seen: list[Pointer] = []
        reader = self
        while isinstance(reader.value, dict) and "$ref" in reader.value:
            reference = reader.value["$ref"]
            if reader.pointer in seen:
                self.circular((*seen, reader.pointer))
                return None
            seen.append(reader.pointer)
            target = reader.resolve(reference)
            if target is None:
                return None
            reader = target
        return reader

    def resolve(self, reference: object) -> Reader | None:
        """The value that a reference names, one step only."""
        if not isinstance(reference, str):
            self.complain("wrong-type", "`$ref` must be a string")
            return None
        if not is_local(reference):
            # Whatever could be found is local by now, and the rest has been reported.
            return None
        target = resolve(self.root, reference)
        if isinstance(target, Unresolved):
            self.report.recoverable(
                "unresolved-reference",
                f"{shown(reference)} leads nowhere: {target.message}",
                Location(self.document, child(self.pointer, "$ref")),
                FALLBACK,
                target.hint,
            )
            return None
        pointer, value = target
        return Reader(self.root, self.document, self.report, value, pointer)

    def circular(self, path: tuple[Pointer, ...]) -> None:
        """Report a circle of references that never reaches a definition."""
        circle = " -> ".join(f"#{pointer}" for pointer in path)
        self.report.recoverable(
            "circular-reference",
            f"the references go round in a circle and name nothing: {circle}",
            Location(self.document, path[0]),
            FALLBACK,
            "let one of them hold the definition itself",
        )

    def complain(
        self, code: str, message: str, hint: str = "", members: tuple[str, ...] = ()
    ) -> None:
        """Warn about this value, or those of its members that are at fault."""
        self.report.warning(code, message, self.document, self.pointer, hint, members)

    def location(self) -> Location:
        """Where this value stands."""
        return Location(self.document, self.pointer)

    def _member_of_type(
        self, name: str, type_: type[object], expected: str
    ) -> Reader | None:
        value = self._value_of_type(name, type_, expected)
        return None if value is None else self.at(name)

    def _value_of_type(self, name: str, type_: type[T], expected: str) -> T | None:
        """The bare value; most members are absent, and a reader costs something."""
        if not isinstance(self.value, dict) or name not in self.value:
            return None
        value = self.value[name]
        if isinstance(value, type_):
            return value
        self.at(name).complain(
            "wrong-type",
            f"`{name}` must be {expected}, not {type(value).__name__}",
            "it is treated as absent",
        )
        return None
