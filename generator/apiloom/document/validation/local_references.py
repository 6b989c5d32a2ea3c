"""Taking out of a tree what would lead a validator out of it."""

from __future__ import annotations

from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import is_local
from apiloom.document.upgrade.schema_walk import schemas_of


def drop_foreign_references(root: JsonObject) -> int:
    """Remove, in place, every reference that leaves the document; returns how many.

    openapi-spec-validator fetches `http:` references and reads `file:` ones. In place
    of a schema the schema that allows everything is left, so that a property does not
    go missing; in other places there is no such neutral object.
    """
    schemas = {id(node.schema) for node in schemas_of(root, beside_refs=True)}
    dropped = 0
    work: list[Json] = [root]
    while work:
        container = work.pop()
        foreign = [key for key, value in _entries(container) if _is_foreign(value)]
        for key in reversed(foreign):
            dropped += 1
            if id(container[key]) in schemas:
                container[key].clear()
            else:
                del container[key]
        work += [
            value for _, value in _entries(container) if isinstance(value, dict | list)
        ]
    return dropped


def _entries(container: Json) -> list[tuple[Json, Json]]:
    if isinstance(container, dict):
        return list(container.items())
    return list(enumerate(container))


def _is_foreign(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    return any(
        isinstance(reference := value.get(keyword), str) and not is_local(reference)
        for keyword in ("$ref", "$dynamicRef", "$recursiveRef")
    )
