"""Collections remember what is put into them."""

from __future__ import annotations

from typing import Any, Final

import pytest

from apiloom.runtime.testing.preferences import Preference, preference_of
from apiloom.runtime.testing.stored_items import Collections

PET: Final = {"id": 7, "name": "Rex", "tags": ["a"]}


INDEX: Final = {
    "pets": {
        "list": {"method": "GET", "path": "/owners/{owner}/pets"},
        "create": {"method": "POST", "path": "/owners/{owner}/pets"},
        "get": {"method": "GET", "path": "/owners/{owner}/pets/{pet_id}"},
        "put": {"method": "PUT", "path": "/owners/{owner}/pets/{pet_id}"},
        "change": {"method": "PATCH", "path": "/owners/{owner}/pets/{pet_id}"},
        "delete": {"method": "DELETE", "path": "/owners/{owner}/pets/{pet_id}"},
        "search": {"method": "POST", "path": "/search"},
        "name": {"method": "GET", "path": "/names/{name}"},
    }
}
ALL: Final = "/owners/{owner}/pets"
ONE: Final = "/owners/{owner}/pets/{pet_id}"


def asked(
    pets: Collections,
    method: str,
    path: str,
    body: object = None,
    example: object = PET,
    **values: str,
) -> Any:
    values = {"owner": "ann", **values}
    return pets.answer(method, path, values, body, example)


def test_what_is_put_comes_back_until_it_is_taken_away() -> None:
    pets = Collections(INDEX)
    made = asked(pets, "POST", ALL, {"name": "Tom"})
    assert made.body == {"id": 1, "name": "Tom", "tags": ["a"]}
    assert asked(pets, "GET", ONE, pet_id="1").body == made.body
    changed = asked(pets, "PATCH", ONE, {"tags": []}, pet_id="1")
    assert changed.body == {"id": 1, "name": "Tom", "tags": []}
    put = asked(pets, "PUT", ONE, {"name": "Max"}, pet_id="1")
    assert put.body == {"id": 1, "name": "Max", "tags": ["a"]}
    assert asked(pets, "GET", ONE, pet_id="1").body == put.body
    assert not asked(pets, "DELETE", ONE, pet_id="1").is_lost
    for method in ("GET", "PATCH", "DELETE"):
        assert asked(pets, method, ONE, pet_id="1").is_lost


def test_a_list_is_an_array_or_the_only_array_of_an_object() -> None:
    pets = Collections(INDEX)
    made = asked(pets, "POST", ALL, {"name": "Tom"}).body
    assert asked(pets, "GET", ALL, example=[PET]).body == [made]
    page = {"data": [PET], "next": None}
    assert asked(pets, "GET", ALL, example=page).body == {**page, "data": [made]}
    two = {"data": [PET], "errors": []}
    assert not asked(pets, "GET", ALL, example=two).is_known


def test_collections_below_others_are_apart() -> None:
    pets = Collections(INDEX)
    asked(pets, "POST", ALL, {"name": "Tom"})
    assert asked(pets, "GET", ONE, owner="bob", pet_id="1").is_lost
    assert asked(pets, "GET", ALL, example=[], owner="bob").body == []


def test_an_item_may_be_put_where_there_is_none() -> None:
    pets = Collections(INDEX)
    put = asked(pets, "PUT", ONE, {"name": "Max"}, pet_id="55")
    assert put.body["id"] == 55
    assert asked(pets, "GET", ONE, pet_id="55").body == put.body


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        ({"id": "x"}, str),
        ({"petId": 3}, int),
        ({"id": "123e4567-e89b-42d3-a456-426614174000"}, str),
    ],
)
def test_ids_are_of_the_kind_of_those_in_examples(example: Any, kind: type) -> None:
    made = [Collections(INDEX, seed=5) for _ in range(2)]
    first, again = (
        [asked(each, "POST", ALL, {}, example).body for _ in range(2)] for each in made
    )
    assert first == again
    (name,) = example
    ids = [item[name] for item in first]
    assert [type(each) for each in ids] == [kind, kind]
    assert ids[0] != ids[1]


def test_other_paths_are_none_of_their_business() -> None:
    pets = Collections(INDEX)
    for method, path in (("POST", "/search"), ("GET", "/names/{name}")):
        assert asked(pets, method, path, {"a": 1}, name="b").is_known is False
    assert not asked(pets, "POST", ALL, {"name": "a"}, example={"ok": True}).is_known
    assert not asked(pets, "POST", ALL, {"name": "a"}, example="text").is_known


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ([], Preference()),
        (["code=404"], Preference(404)),
        (['code=200; example="a b"'], Preference(200, "a b")),
        (["respond-async, Code=404", "code=500"], Preference(404)),
        (["code=4o4"], Preference()),
        (["example=x"], Preference(None, "x")),
    ],
)
def test_preferences(fields: list[str], wanted: Preference) -> None:
    assert preference_of(fields) == wanted
