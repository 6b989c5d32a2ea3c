"""Where the operations of a document of the 3.2 shape stand."""

from __future__ import annotations

from typing import Any

from tests.sweeping.examples import Examples


class Pointers:
    """Finds pointers in one document; references are followed."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples

    def operation(self, method: str, path: str) -> str | None:
        """The operation object, if it stands in this document."""
        item = self.followed(f"/paths/{escaped(path)}")
        for where in (
            f"{item}/{method.lower()}",
            f"{item}/additionalOperations/{method}",
        ):
            if isinstance(self.get(where), dict):
                return where
        return None

    def followed(self, pointer: str) -> str:
        """Where a reference at the pointer leads; the pointer itself where none is."""
        for _ in range(20):
            value = self.get(pointer)
            reference = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(reference, str) or not reference.startswith("#"):
                break
            pointer = reference[1:]
        return pointer

    def get(self, pointer: str) -> Any:
        """What stands at a pointer; None where nothing does."""
        try:
            return self._examples.at(pointer)
        except (LookupError, TypeError, ValueError):
            return None


def escaped(token: str) -> str:
    """A reference token (RFC 6901, section 3)."""
    return token.replace("~", "~0").replace("/", "~1")
