"""A name that comes to mean another property breaks whoever uses it."""

from __future__ import annotations

from apiloom.diff.surface.declarations import read_module
from apiloom.diff.surface.field_surface import compare_fields
from apiloom.diff.surface.model_surface import compare_classes
from apiloom.diff.surface.type_use import CALLERS, HANDLERS, Use

BEFORE = """\
class Pet(Model):
    a_b: Annotated[Maybe[str], Field(alias="a-b")] = None
    c: str
"""
AFTER = """\
class Pet(KeyedModel):
    a_b: str | None = None
    a_minus_b: Annotated[Maybe[str], Field(alias="a-b")] = None
    c: str
"""


def test_a_field_that_reads_another_property() -> None:
    old = read_module(BEFORE.encode(), {}).classes["Pet"]
    new = read_module(AFTER.encode(), {}).classes["Pet"]
    use = Use(read_by=(CALLERS,), given_by=(HANDLERS,))
    changes = list(compare_fields("models.Pet", "", old.fields, new.fields, use))
    assert [
        (str(change.breaks), str(change.action), change.name) for change in changes
    ] == [
        ("code", "replaced", "models.Pet.a_b"),
        ("nothing", "added", "models.Pet.a_minus_b"),
    ]
    assert "another property now: 'a_b', not 'a-b'" in changes[0].sentence


def test_a_model_of_another_kind_is_still_one() -> None:
    old = read_module(BEFORE.encode(), {}).classes["Pet"]
    for base in ("KeyedModel", "AssertedModel", "KeyedModel, AssertedModel"):
        text = BEFORE.replace("(Model)", f"({base})")
        new = read_module(text.encode(), {}).classes["Pet"]
        use = Use(read_by=(CALLERS,), given_by=(HANDLERS,))
        for was, now in ((old, new), (new, old)):
            assert not list(compare_classes("Pet", "", was, now, use))
