"""Identifiers: always valid, always in NFKC, never a keyword, never too long."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apiloom.pylang.identifier import (
    Identifier,
    class_name,
    constant_name,
    digest_of,
    fold,
    free_name,
    python_name,
    snake_name,
)
from apiloom.text import Text

MAKERS: dict[str, Callable[[str], Identifier]] = {
    "class": class_name,
    "snake": lambda text: snake_name(text, "field"),
    "constant": constant_name,
}


@settings(max_examples=400)
@given(st.text(st.characters(exclude_categories=()), max_size=120))
@example("")
@example("_")
@example("class")
@example("None")
@example("\ufb01")
@example("\u0130")
@example("\u00df")
@example("\u2118")
@example("\u1369")
@example("a\u00b7b")
@example("\u037a")
@example("\ud800")
@example("1")
@example("\u0661")
@example("\u9867" * 300)
@example("\u0345" + "a" * 100)
def test_every_text_becomes_a_name(text: str) -> None:
    for maker in MAKERS.values():
        name = maker(text)
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert unicodedata.is_normalized("NFKC", name)
        assert not name.startswith("_")
        assert len(name) <= 100
        assert maker(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MCPClientConfig", "MCPClientConfig"),
        ("update-customer", "UpdateCustomer"),
        ("update_customer", "UpdateCustomer"),
        ("pet", "Pet"),
        ("a.b/c d", "ABCD"),
        ("none", "None_"),
        ("true", "True_"),
        ("1Graph", "Type1Graph"),
        ("List[Pet]", "ListPet"),
        ("\u9867\u5ba2", "\u9867\u5ba2"),
        ("\uff30et", "Pet"),
        ("$ref", "Ref"),
    ],
)
def test_class_names(text: str, name: str) -> None:
    assert class_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MCPClientConfig", "mcp_client_config"),
        ("updateCustomer", "update_customer"),
        ("HTTPResponse", "http_response"),
        ("userID", "user_id"),
        ("already_snake", "already_snake"),
        ("UPPER_CASE", "upper_case"),
        ("kebab-case", "kebab_case"),
        ("a  b", "a_b"),
        ("class", "class_"),
        ("Class", "class_"),
        ("None", "none"),
        ("__init__", "init"),
        ("_x", "x"),
        ("1st", "field_1st"),
        ("\u0661", "field_\u0661"),
        ("x-y.z", "x_y_z"),
        ("@type", "type"),
        ("\u9867\u5ba2", "\u9867\u5ba2"),
        ("\uff21", "a"),
        ("\u00c9t\u00e9", "\u00e9t\u00e9"),
        ("SHA256Sum", "sha256_sum"),
    ],
)
def test_snake_names(text: str, name: str) -> None:
    assert snake_name(text, "field") == name
    assert python_name(Text(text), "field") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("updateCustomer", "UPDATE_CUSTOMER"),
        ("get /pets/{id}", "GET_PETS_ID"),
        ("import", "IMPORT_"),
        ("1", "OPERATION_1"),
    ],
)
def test_constant_names(text: str, name: str) -> None:
    assert constant_name(text) == name


@pytest.mark.parametrize("text", ["", "_", "$", "\u2028", "\U0001f600", " - "])
def test_what_has_no_letter_is_named_by_its_digest(text: str) -> None:
    assert snake_name(text, "field") == f"field_{digest_of(text)}"
    assert class_name(text) == f"Type_{digest_of(text)}"


@pytest.mark.parametrize("length", [81, 300, 100_000])
def test_long_names_are_cut_and_stay_apart(length: int) -> None:
    names = {snake_name("x" * length + end, "field") for end in "ab"}
    assert len(names) == 2
    assert all(len(name) < 100 for name in names)
    assert len(snake_name("x" * 80, "field")) == 80


def test_keywords_and_no_built_ins_are_mended() -> None:
    assert all(snake_name(word, "x") != word for word in keyword.kwlist if word.islower())
    soft = set(keyword.softkwlist) - {"_"}
    plain = {name for name in dir(builtins) if name.islower() and "_" not in name} | soft
    assert {snake_name(name, "x") for name in plain} == plain


def test_free_names_get_underscores() -> None:
    assert free_name(Identifier("a"), set()) == "a"
    assert free_name(Identifier("a"), {"a", "a_"}) == "a__"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Pet", "pet", True),
        ("\uff30et", "PET", True),
        ("stra\u00dfe", "STRASSE", True),
        ("\ufb01", "FI", True),
        ("e\u0301", "\u00e9", True),
        ("pet", "pets", False),
        ("\u0131", "i", False),
    ],
)
def test_what_counts_as_the_same_name(first: str, second: str, same: bool) -> None:
    assert (fold(first) == fold(second)) is same


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_digests_depend_on_the_text_alone() -> None:
    assert digest_of("") == "e3b0c4"
    assert digest_of("\ud800") != digest_of("\ufffd")
