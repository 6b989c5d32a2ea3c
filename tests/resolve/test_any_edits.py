"""Any list of edits that add something renames nothing that shipped.

And no old name comes to mean something else: neither in the package that is made again
nor, where what is added has names of its own, in one that is made afresh.
"""

from __future__ import annotations

import random
import re

import pytest

from apiloom.api.resolve import ResolvedApi
from apiloom.api.schema.derivation import OWN
from apiloom.core.text import reveal
from tests.resolve.edited_documents import Editor, Json, Writer
from tests.resolve.resolving import Resolved, resolved

SEEDS = range(120)
_POSITION = re.compile(r"Option\d")
_JSON_TYPE = re.compile(r"List|Object|Text|Integer|Enum|Empty")
"""What only one member of a union can be called after: with another it is gone."""


def of_document(document: Json, before: Resolved | None = None) -> Resolved:
    return resolved(
        document["components"]["schemas"],
        paths=document["paths"],
        shipped=None if before is None else before.shipped,
    )


def public_names(api: ResolvedApi) -> dict[str, str]:
    """What each name means: the mark of a schema, the key of an operation and so on.

    A name is written as it is reached, and what it means so that it is the same
    wherever it stands in the document.
    """
    names: dict[str, str] = {}
    for named in api.types.values():
        notes = api.shapes[named.id].notes
        mark = "" if notes.description is None else reveal(notes.description)
        # A base is the union of all that extend it, and what it says itself.
        mark += "".join(f" {step.kind}" for step in named.id.steps if step != OWN)
        if named.id.derived(OWN) in api.types:
            mark += " and all that extend it"
        names[f"models.{named.name}"] = mark
        if named.input_name is not None:
            names[f"models.{named.input_name}"] = f"dictionary of {mark}"
        for wire_name, field in api.field_names.get(named.id, {}).items():
            names[f"models.{named.name}.{field}"] = f"{mark}: {reveal(wire_name)}"
    for resource in api.resources:
        for operation in resource.operations:
            key = reveal(operation.operation.path)
            method = f"client.{resource.module}.{operation.method}"
            names[method] = key
            body = operation.operation.body
            if body is not None:
                names[f"what {method} sends"] = reveal(body.content[0].name)
            for wire, argument in operation.arguments_by_key():
                names[f"{method}({argument})"] = f"{key}: {wire}"
    return names


def gone_keywords(before: dict[str, str], today: dict[str, str]) -> set[str]:
    """The arguments for properties of bodies that are taken as a whole alone today.

    They are several things since, and a keyword would be of one of them.
    """
    keywords = {name for name, meaning in before.items() if ": body " in meaning}
    methods = {
        name.partition("(")[0]
        for name, meaning in today.items()
        if ": body " in meaning
    }
    return {name for name in keywords if name.partition("(")[0] not in methods}


@pytest.mark.parametrize("seed", SEEDS)
def test_in_place_nothing_is_renamed(seed: int) -> None:
    writer = Writer(random.Random(seed))
    document = writer.document()
    editor = Editor(writer)
    before = of_document(document)
    names = public_names(before.api)
    for _ in range(2):
        document = editor.edited(document, 4)
        after = of_document(document, before)
        today = public_names(after.api)
        for name in gone_keywords(names, today):
            del names[name]
        assert {name: today.get(name) for name in names} == names, editor.edits
        before, names = after, today


@pytest.mark.parametrize("seed", SEEDS)
def test_afresh_no_name_is_of_something_else(seed: int) -> None:
    writer = Writer(random.Random(seed))
    document = writer.document()
    names = public_names(of_document(document).api)
    writer.afresh = True
    edited = Editor(writer).edited(document, 5)
    today = public_names(of_document(edited).api)
    positions = {name for name in names if _POSITION.search(name)}
    kept = {name: meaning for name, meaning in names.items() if name not in positions}
    for name, meaning in kept.items():
        gone = name not in today and _JSON_TYPE.search(name)
        assert gone or today.get(name) == meaning, name
