"""A hostile document makes the same package as a harmless one, names and texts apart.

What counts as the same is said in `hostile.oracle`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from apiloom.api.names.argument_names import RESERVED_ARGUMENTS
from tests.hostile.alphabet import CODE, STRINGS, TAKEN
from tests.hostile.document import NAME_SLOTS, document, slots
from tests.hostile.twins import Case, Loom
from tests.hostile.weaving import one_environment, weave

SLOTS: Final = slots()
TEXT_SLOTS: Final = tuple(slot for slot in SLOTS if slot not in NAME_SLOTS)
EVERYTHING: Final = {**STRINGS, **{f"taken_{name}": name for name in TAKEN}}
WHOLE_BODY: Final = {
    name
    for name, text in EVERYTHING.items()
    if text.lower() in RESERVED_ARGUMENTS - {"self"}
}
"""Properties of these names are no arguments: the body is passed whole, by design."""

PROPERTIES: Final = frozenset({"property.name", "required.name"})
BRACES: Final = {name for name, text in STRINGS.items() if set("{}") & set(text)}
REFUSED: Final = {"parameter.path": BRACES}
"""Documents that are unusable: nothing is generated.

A parameter with braces in its name cannot be named in a path template.
"""

IN_NAMES: Final = {
    name: text
    for name, text in EVERYTHING.items()
    if name not in CODE or name in {"quote", "triple_leave", "class_body", "format"}
}
"""Most of the texts differ for a name in their punctuation alone."""


@pytest.fixture(scope="module")
def loom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loom]:
    with one_environment():
        yield Loom(tmp_path_factory.mktemp("loom"))


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_same_text_in_all_slots(name: str, loom: Loom) -> None:
    text = EVERYTHING[name]
    texts = dict.fromkeys(SLOTS, text)
    if name in WHOLE_BODY:
        texts = {slot: text for slot in SLOTS if slot not in PROPERTIES}
    for slot, names in REFUSED.items():
        if name in names:
            del texts[slot]
    differences = loom.differences(Case(texts))
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("slot", sorted(NAME_SLOTS))
def test_every_text_in_a_slot_that_names_come_from(slot: str, loom: Loom) -> None:
    differences = [
        f"{name}: {difference}"
        for name, text in IN_NAMES.items()
        if not (slot in PROPERTIES and name in WHOLE_BODY)
        if name not in REFUSED.get(slot, ())
        for difference in loom.differences(Case({slot: text}))
    ]
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize(
    ("slot", "name"),
    [(slot, name) for slot in REFUSED for name in sorted(REFUSED[slot])],
)
def test_an_unusable_document_is_refused(slot: str, name: str, loom: Loom) -> None:
    woven = weave(document({slot: STRINGS[name]}), loom.folder)
    assert woven.refused
    assert woven.files == {}


@pytest.mark.parametrize("shift", range(len(STRINGS)))
def test_another_text_in_every_slot(shift: int, loom: Loom) -> None:
    """Over all shifts every slot meets every text, each time beside other ones."""
    texts = {
        slot: list(STRINGS.values())[(index + shift) % len(STRINGS)]
        for index, slot in enumerate(TEXT_SLOTS)
    }
    number = {slot: index for index, slot in enumerate(TEXT_SLOTS)}
    differences = loom.differences(Case(texts, number))
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("slot", TEXT_SLOTS)
def test_one_slot_alone(slot: str, loom: Loom) -> None:
    chosen = ("triple_leave", "enum_leave", "trailing_backslash", "return")
    differences = [
        f"{name}: {difference}"
        for name in chosen
        for difference in loom.differences(Case({slot: STRINGS[name]}))
    ]
    assert not differences, "\n".join(differences)
