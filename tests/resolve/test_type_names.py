"""What types are called, by what they are; and what has shipped stays."""

from __future__ import annotations

from typing import Any

import pytest

from apiloom.core.shipped import Shipped
from tests.resolve.resolving import Resolved, resolved

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
CHOICE: Json = {"type": "string", "enum": ["a", "b"]}
NULL: Json = {"type": "null"}


def obj(*required: str, **properties: Json) -> Json:
    named = dict.fromkeys(required, TEXT) | properties
    schema: Json = {"type": "object", "properties": named}
    return schema | ({"required": [*required]} if required else {})


def titled(title: str, *required: str) -> Json:
    return obj(*required) | {"title": title}


def tagged(value: str, **properties: Json) -> Json:
    return obj("kind", **{"kind": {"const": value}, **properties})


def names_below(result: Resolved, owner: str) -> list[str]:
    """The names of all that stands below a component, in the order of places."""
    prefix = f"/components/schemas/{owner}/"
    return [
        name.rpartition(":")[2]
        for place, name in sorted(result.names.items())
        if place.startswith(prefix)
    ]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([titled("Card", "number"), titled("Bank account", "iban")],
         ["SourceCard", "SourceBankAccount"]),
        ([tagged("card"), tagged("bank-account")], ["SourceCard", "SourceBankAccount"]),
        # A title comes before a constant; where both have one title, the constant.
        ([tagged("card") | {"title": "T"}, tagged("bank") | {"title": "T"}],
         ["SourceCard", "SourceBank"]),
        ([CHOICE, {"type": "array", "items": obj("a")}],
         ["SourceText", "SourceListItem"]),
        ([obj("number", note=TEXT), obj("iban", note=TEXT)],
         ["SourceNumber", "SourceIban"]),
        # As authors write it who forget to require the constant.
        ([obj(type={"enum": ["card"]}), obj(type={"enum": ["bank"]})],
         ["SourceCard", "SourceBank"]),
        ([{"type": "array", "items": obj("a")}, {"type": "array", "items": CHOICE}],
         ["SourceObjectListItem", "SourceTextListItem"]),
        # Nothing tells these apart but where they stand.
        ([obj(a=TEXT), obj(a=TEXT)], ["SourceOption1", "SourceOption2"]),
        # What both say is said once.
        ([titled("Source card", "a"), titled("Card source", "b")],
         ["SourceCard", "SourceCardSource"]),
    ],
)  # fmt: skip
def test_members_of_a_union(members: list[Json], expected: list[str]) -> None:
    turned = {"oneOf": [*reversed(members)]}
    assert names_below(resolved({"Source": {"oneOf": members}}), "Source") == expected
    if "Option" not in expected[0]:
        names = names_below(resolved({"Source": turned}), "Source")
        assert sorted(names) == sorted(expected)


@pytest.mark.parametrize(
    "status",
    [
        {"anyOf": [CHOICE, NULL], "title": "Status"},
        {"oneOf": [NULL, CHOICE]},
        {"type": ["string", "null"], "enum": ["a", "b", None]},
        {"anyOf": [{"title": "Status", **CHOICE}, NULL]},
        {"anyOf": [CHOICE, {"type": "string", "enum": [""]}]},
    ],
)
def test_the_only_member_has_the_name_of_its_owner(status: Json) -> None:
    job = resolved({"Job": obj(status=status)})
    assert names_below(job, "Job") == ["JobStatus"]


def operation(*parameters: Json) -> Json:
    answer = {"200": {"description": ""}}
    return {
        "operationId": "listThings",
        "parameters": [*parameters],
        "responses": answer,
    }


def query(name: str, location: str = "query") -> Json:
    return {"name": name, "in": location, "schema": CHOICE}


def of_parameters(*parameters: Json, shipped: Shipped | None = None) -> Resolved:
    paths = {"/things": {"get": operation(*parameters)}}
    return resolved({}, paths=paths, shipped=shipped)


def test_schemas_of_parameters_are_called_after_them() -> None:
    both = of_parameters(query("sort"), query("page-size"))
    assert [name.rpartition(":")[2] for name in both.names.values()] == [
        "ListThingsSort",
        "ListThingsPageSize",
    ]
    alike = of_parameters(query("sort"), query("sort", "cookie"))
    assert [name.rpartition(":")[2] for name in alike.names.values()] == [
        "ListThingsSortQuery",
        "ListThingsSortCookie",
    ]


def test_a_parameter_in_front_takes_no_name() -> None:
    before = of_parameters(query("sort"), query("state"))
    for shipped in (None, before.shipped):
        after = of_parameters(
            query("kind"), query("sort"), query("state"), shipped=shipped
        )
        assert [name.rpartition(":")[2] for name in after.names.values()] == [
            "ListThingsKind",
            "ListThingsSort",
            "ListThingsState",
        ]


def test_a_kept_name_follows_a_member_that_moves() -> None:
    """Names that the rules would not give: only the manifest can know them."""
    first, second = obj("number", note=TEXT), obj("iban", note=TEXT)
    before = resolved({"Source": {"oneOf": [first, second]}}).shipped
    place = "/components/schemas/Source/oneOf/"
    kept = Shipped(
        types={
            **before.types,
            f"{place}0": "models.source:Old",
            f"{place}1": "models.source:Older",
        },
        twins={f"{place}0": "OldDict"},
        fields={f"{place}0": {"number": "digits", "note": "note"}},
        lists=before.lists,
    )
    # One is put in front, and the one that stood there has grown.
    grown = obj("number", "more", note=TEXT)
    members = [obj("code", note=TEXT), second, grown]
    after = resolved({"Source": {"oneOf": members}}, shipped=kept)
    assert after.names[f"{place}0"] == "models.source:SourceCode"
    assert after.names[f"{place}1"] == "models.source:Older"
    assert after.names[f"{place}2"] == "models.source:Old"
    assert after.shipped.fields[f"{place}2"] == {
        "number": "digits",
        "more": "more",
        "note": "note",
    }


def test_a_manifest_without_traits_counts_positions() -> None:
    """As those of earlier versions do: what they say has shipped is kept."""
    old = {"/paths/~1things/get/parameters/0/schema": "models.x:ListThingsOption1"}
    kept = of_parameters(query("sort"), shipped=Shipped(types=old))
    assert kept.names == {
        "/paths/~1things/get/parameters/0/schema": "models.x:ListThingsOption1"
    }
    note = next(item for item in kept.report if item.code == "name-kept")
    assert "ListThingsOption1" in note.message
    assert "ListThingsSort" in note.message


def twin_of(name: str, result: Resolved) -> str | None:
    return result.shipped.twins.get(f"/components/schemas/{name}")


def test_the_dictionary_of_a_model_is_a_shipped_name() -> None:
    body = {"content": {"application/json": {"schema": {
        "$ref": "#/components/schemas/Pet"}}}}  # fmt: skip
    post = {"requestBody": body, "responses": {"204": {"description": ""}}}
    paths = {"/pets": {"post": post}}
    before = resolved({"Pet": obj(name=TEXT)}, paths=paths)
    assert twin_of("Pet", before) == "PetDict"
    schemas = {"Pet": obj(name=TEXT), "PetDict": obj(n=TEXT)}
    after = resolved(schemas, paths=paths, shipped=before.shipped)
    assert twin_of("Pet", after) == "PetDict"
    assert after.names["/components/schemas/PetDict"].endswith(":PetDictModel")
    fresh = resolved(schemas, paths=paths)
    assert twin_of("Pet", fresh) == "PetInputDict"
    assert fresh.names["/components/schemas/PetDict"].endswith(":PetDict")


def field_names(*wire_names: str, shipped: Shipped | None = None) -> dict[str, str]:
    pet = obj(**dict.fromkeys(wire_names, TEXT))
    result = resolved({"Pet": pet}, shipped=shipped)
    return dict(result.shipped.fields["/components/schemas/Pet"])


@pytest.mark.parametrize(
    ("wire_names", "expected"),
    [
        (("$type", "type"), ("dollar_type", "type")),
        (("@id", "id", "$id"), ("at_id", "id", "dollar_id")),
        (("+1", "-1"), ("plus_1", "minus_1")),
        (("t", "T"), ("t", "upper_t")),
        (("a-b", "a_b"), ("a_minus_b", "a_b")),
        (("a-b", "a.b"), ("a_minus_b", "a_dot_b")),
        (("$type",), ("type",)),
        (("camelCase", "camel_case"), ("camel_upper_case", "camel_case")),
    ],
)
def test_where_fields_meet_signs_are_spelled(
    wire_names: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert field_names(*wire_names) == dict(zip(wire_names, expected, strict=True))
    turned = field_names(*reversed(wire_names))
    assert turned == dict(zip(wire_names, expected, strict=True))


def test_a_plainer_claim_takes_no_field() -> None:
    before = resolved({"Pet": obj(**{"a-b": TEXT})}).shipped
    names = field_names("a_b", "a-b", shipped=before)
    assert names == {"a-b": "a_b", "a_b": "a_underscore_b"}


def test_what_meets_a_component_is_told_by_what_it_is() -> None:
    schemas = {
        "Pet": obj(
            toy=obj(a=TEXT), toys={"type": "array", "items": obj(b=TEXT)}, more=TEXT
        ),
        "PetToy": obj(c=TEXT),
        "PetToysItem": obj(d=TEXT),
    }
    result = resolved(schemas)
    assert names_below(result, "Pet") == ["PetToyProperty", "PetToysItemItem"]
    assert result.names["/components/schemas/PetToy"].endswith(":PetToy")


def test_two_inline_schemas_that_meet_both_give_way() -> None:
    schemas = {"A": obj(b_c=obj(x=TEXT)), "AB": obj(c=obj(x=TEXT))}
    result = resolved(schemas)
    (first,), (second,) = names_below(result, "A"), names_below(result, "AB")
    assert first == "ABUnderscoreC"
    assert second == "ABLowerC"


def test_types_of_operations_are_called_without_what_frameworks_add() -> None:
    paths: Json = {
        "/items/{item_id}": {"get": operation(query("sort"))},
        "/pets": {"get": operation(query("sort")), "post": operation(query("sort"))},
    }
    paths["/items/{item_id}"]["parameters"] = [
        {"name": "item_id", "in": "path", "required": True, "schema": TEXT}
    ]
    paths["/items/{item_id}"]["get"]["operationId"] = "read_item_items__item_id__get"
    # Without the controllers two would be one.
    paths["/pets"]["get"]["operationId"] = "CatController_find"
    paths["/pets"]["post"]["operationId"] = "DogController_find"
    names = resolved({}, paths=paths).names.values()
    assert [name.rpartition(":")[2] for name in names] == [
        "ReadItemSort",
        "CatControllerFindSort",
        "DogControllerFindSort",
    ]


def test_bodies_of_two_media_types_are_told_by_them() -> None:
    content = {
        "application/json": {"schema": obj(a=TEXT)},
        "multipart/form-data": {"schema": obj(b=TEXT)},
    }
    post = {
        "operationId": "upload",
        "requestBody": {"content": content},
        "responses": {"204": {"description": ""}},
    }
    names = resolved({}, paths={"/files": {"post": post}}).names.values()
    assert sorted(name.rpartition(":")[2] for name in names) == [
        "UploadBodyFormData",
        "UploadBodyJson",
    ]


def test_what_owner_and_property_both_say_is_said_once() -> None:
    schemas = {
        "Account": obj(account_status=CHOICE, account=obj(x=TEXT)),
        "Other": obj(account_status=CHOICE),
        "UserAccount": obj(account_kind=CHOICE),
    }
    result = resolved(schemas)
    assert names_below(result, "Account") == ["AccountAccount", "AccountStatus"]
    assert names_below(result, "Other") == ["OtherAccountStatus"]
    assert names_below(result, "UserAccount") == ["UserAccountKind"]
