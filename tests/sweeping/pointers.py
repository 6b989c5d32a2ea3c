"""Where the schemas of an operation stand in a document of the 3.2 shape."""

from __future__ import annotations

from typing import Any

from tests.sweeping.examples import Examples


class Pointers:
    """Finds pointers in one document; references are followed."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples

    def operation(self, method: str, path: str) -> str | None:
        """The operation object, if it stands in this document."""
        item = self._followed(f"/paths/{escaped(path)}")
        for where in (
            f"{item}/{method.lower()}",
            f"{item}/additionalOperations/{method}",
        ):
            if self._exists(where):
                return where
        return None

    def parameters(self, operation: str) -> dict[tuple[str, str], str]:
        """The schema of each parameter by place and name, path item included."""
        found: dict[tuple[str, str], str] = {}
        item = operation.rpartition("/")[0]
        for owner in (item, operation):
            listed = self._get(f"{owner}/parameters") or []
            for index in range(len(listed)):
                where = self._followed(f"{owner}/parameters/{index}")
                value = self._get(where) or {}
                schema = self._schema_of(where)
                if schema is not None:
                    found[value.get("in", ""), value.get("name", "")] = schema
        return found

    def body(self, operation: str, media_type: str) -> str | None:
        """The schema of a request body."""
        where = self._followed(f"{operation}/requestBody")
        return self._if_there(f"{where}/content/{escaped(media_type)}/schema")

    def response(self, operation: str, key: str, media_type: str) -> str | None:
        """The schema of a response body; `key` as apiloom spells it."""
        for written in (key, key.lower()):
            where = self._followed(f"{operation}/responses/{written}")
            found = self._if_there(f"{where}/content/{escaped(media_type)}/schema")
            if found is not None:
                return found
        return None

    def _schema_of(self, parameter: str) -> str | None:
        content = self._get(f"{parameter}/content")
        if isinstance(content, dict) and content:
            name = escaped(next(iter(content)))
            return self._if_there(f"{parameter}/content/{name}/schema")
        return self._if_there(f"{parameter}/schema")

    def _followed(self, pointer: str) -> str:
        for _ in range(20):
            value = self._get(pointer)
            reference = value.get("$ref") if isinstance(value, dict) else None
            if not isinstance(reference, str) or not reference.startswith("#"):
                break
            pointer = reference[1:]
        return pointer

    def _if_there(self, pointer: str) -> str | None:
        return pointer if self._exists(pointer) else None

    def _exists(self, pointer: str) -> bool:
        return self._get(pointer) is not None

    def _get(self, pointer: str) -> Any:
        try:
            return self._examples.at(pointer)
        except (LookupError, TypeError, ValueError):
            return None


def escaped(token: str) -> str:
    """A reference token (RFC 6901, section 3)."""
    return token.replace("~", "~0").replace("/", "~1")
