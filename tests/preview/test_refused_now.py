"""What the package itself refuses now: told of, and seen when the code runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from apiloom import Job
from apiloom.diff.surface.field_demands import demands_of
from tests.preview.documents import (
    PETS,
    Document,
    Edit,
    edited,
    operation,
    schema,
    surface,
)
from tests.weaving import weave

KEY: Final = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
SERVED: Final = PETS | {"servers": [{"url": "https://pets.example"}]}
CLIENT: Final = Job(Path("-"), Path("api"), targets=("models", "client"))


def close_body(document: Document) -> None:
    schema(document, "NewPet")["additionalProperties"] = False


def limit_body(document: Document) -> None:
    schema(document, "NewPet")["properties"]["name"]["maxLength"] = 3


def widen_limit(document: Document) -> None:
    schema(document, "NewPet")["properties"]["name"]["maxLength"] = 9


def drop_servers(document: Document) -> None:
    del document["servers"]


def demand_key(document: Document) -> None:
    document["components"]["securitySchemes"] = KEY
    operation(document, "put")["security"] = [{"key": []}]


def offer_key(document: Document) -> None:
    document["components"]["securitySchemes"] = KEY
    operation(document, "put")["security"] = [{"key": []}, {}]


def told(folder: Path, *edits: Edit, base: Document = SERVED) -> list[str]:
    """The sentences about what breaks code."""
    changes = surface(folder, *edits, base=base, job=CLIENT)
    return [
        f"{each.name}: {each.sentence}" for each in changes if each.breaks == "code"
    ]


@pytest.mark.parametrize(
    ("edit", "given", "sentence"),
    [
        (
            close_body,
            {"name": "Rex", "colour": "red"},
            "models.NewPet: NewPet takes no further properties now; that breaks "
            "callers that give it",
        ),
        (
            limit_body,
            {"name": "Bello"},
            "models.NewPet.name: values of name are judged otherwise, and some are "
            "refused; that breaks callers that give it",
        ),
    ],
)
def test_a_body_is_refused(
    edit: Edit, given: Mapping[str, Any], sentence: str, tmp_path: Path
) -> None:
    assert told(tmp_path, edit) == [sentence]
    with weave(SERVED) as before, weave(edited(edit, base=SERVED)) as after:
        before.module("models").NewPet(**given)
        with pytest.raises(ValueError, match="NewPet"):
            after.module("models").NewPet(**given)


def test_a_limit_that_is_widened_refuses_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, widen_limit, base=edited(limit_body, base=SERVED)) == []


def test_without_a_server_a_call_raises(tmp_path: Path) -> None:
    sentence = "Client: it knows no server now: base_url has to be given"
    assert sentence in told(tmp_path, drop_servers)
    with weave(SERVED) as before, weave(edited(drop_servers, base=SERVED)) as after:
        before.package.Client().close()
        with pytest.raises(ValueError, match="base_url"):
            after.package.Client()


def test_an_operation_that_demands_credentials_is_named(tmp_path: Path) -> None:
    expected = ["Client: calls need credentials now: PUT /pets/{id}"]
    assert told(tmp_path, demand_key) == expected
    assert told(tmp_path, offer_key) == []


@pytest.mark.parametrize(
    ("old", "new", "is_refused"),
    [
        ("a: str", "a: Annotated[str, Field(max_length=3)]", True),
        ("a: Annotated[str, Field(max_length=3)]", "a: str", False),
        ("a: int = Field(ge=1)", "a: int = Field(ge=2)", True),
        ("a: int = Field(ge=2)", "a: int = Field(ge=1)", False),
        ("a: int = Field(ge=1, le=5)", "a: int = Field(ge=0, le=4)", True),
        ('a: str = Field(alias="A")', 'a: str = Field(alias="B")', False),
        ('a: str = Field(pattern="^a")', 'a: str = Field(pattern="^b")', True),
        ("a: Annotated[str, _A]", "a: Annotated[str, _A, _B]", True),
        ("a: Annotated[str, _A, _B] | None", "a: Annotated[str, _B] | None", False),
        ("a: list[str]", "a: list[Annotated[str, Field(min_length=1)]]", True),
    ],
)
def test_demands_of_declarations(old: str, new: str, is_refused: bool) -> None:
    assert demands_of(new).refuse_more_than(demands_of(old)) is is_refused
