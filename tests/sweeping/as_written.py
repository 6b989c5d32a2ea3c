"""The document as it was written, held against the one shape that the witness reads.

Of a document in OpenAPI 3.x that is one file, the witness's facts of parameters, bodies
and responses are read once more, here without anything that apiloom has touched. So a
mistake in bringing documents into their one shape is found too. Swagger 2.0, and what
is spread over files, has to be converted first: there the one shape is taken on trust.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

Json = dict[str, Any]

_FACTS: Final = ("style", "explode", "allowReserved", "required")
_METHODS: Final = (
    *("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"),
)


def differences(document: Path, normal: Json) -> Iterator[str]:
    """What the one shape says otherwise than the document, operation by operation."""
    written = _tree(document.read_bytes())
    if not str(written.get("openapi", "")).startswith("3.") or _is_spread(written):
        return
    for path, item in _members(written.get("paths")):
        if not path.startswith("x-"):
            yield from _of_path(written, item, normal, path)


def _of_path(written: Json, item: Any, normal: Json, path: str) -> Iterator[str]:
    item = _followed(written, item)
    twin = _followed(normal, normal["paths"].get(path, {}))
    for method in _METHODS:
        operation = item.get(method) if isinstance(item, dict) else None
        if not isinstance(operation, dict):
            continue
        there = twin.get(method)
        if not isinstance(there, dict):
            yield f"{method.upper()} {path} is not there"
            continue
        found = facts(normal, twin, there)
        for name, told in facts(written, item, operation).items():
            if found.get(name) != told:
                yield f"{method.upper()} {path}: {name}: {found.get(name)} for {told}"


def facts(root: Json, item: Json, operation: Json) -> dict[Any, Any]:
    """What the witness goes by: of parameters, of the body, of responses."""
    found: dict[Any, Any] = {}
    for owner in (item, operation):
        for each in _listed(owner.get("parameters")):
            parameter = _followed(root, each)
            if not isinstance(parameter, dict) or "name" not in parameter:
                continue
            key = str(parameter.get("in")), str(parameter["name"])
            # Left over from Swagger 2.0: read as meant there, which OpenAPI 3 does not.
            if key[0] == "body" or not {"schema", "content"} & parameter.keys():
                continue
            found[key] = tuple(_plain(parameter.get(fact)) for fact in _FACTS)
    body = _followed(root, operation.get("requestBody"))
    if isinstance(body, dict) and body:
        found["body"] = sorted(name for name, _ in _members(body.get("content")))
    for status, each in _members(operation.get("responses")):
        response = _followed(root, each)
        is_old = isinstance(response, dict) and "schema" in response
        if isinstance(response, dict) and not is_old and not status.startswith("x-"):
            content = [name for name, _ in _members(response.get("content"))]
            headers = [name for name, _ in _members(response.get("headers"))]
            found[status] = sorted(content), sorted(headers)
    return found


class _Texts(yaml.CSafeLoader):
    """YAML whose scalars are all strings; merge keys are merged."""


_Texts.yaml_implicit_resolvers = {
    "<": [("tag:yaml.org,2002:merge", re.compile("^<<$"))]
}


def _tree(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return yaml.load(content, Loader=_Texts)


def _plain(value: Any) -> str:
    """A flag or a name as text: YAML is read without its types here."""
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _is_spread(root: Any) -> bool:
    """Whether a reference leads out of the document."""
    pending = [root]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str) and not reference.startswith("#"):
                return True
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return False


def _followed(root: Json, value: Any) -> Any:
    for _ in range(20):
        reference = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return value if value is not None else {}
        value = root
        for token in reference.split("/")[1:]:
            step = token.replace("~1", "/").replace("~0", "~")
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _members(value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, dict):
        return []
    return [(str(key), member) for key, member in value.items()]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
