"""What the keys come to: one document, several, and what those share."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.core.selection import OperationFilter, Selection, SelectionPattern
from apiloom.pipeline.job import Job
from tests.config.reading import ONE, complaints, jobs


def patterns(*texts: str) -> tuple[SelectionPattern, ...]:
    return tuple(map(SelectionPattern, texts))


def test_every_key_reaches_the_job(tmp_path: Path) -> None:
    text = ONE + (
        'formatter = "none"\ntemplates = "mine"\n'
        '[tool.apiloom.select]\ntags = ["a"]\npaths = ["/v1/**"]\n'
        'operations = ["get*"]\nschemas = ["Event"]\n'
        '[tool.apiloom.omit]\ntags = ["b"]\n'
        "[tool.apiloom.names]\n"
        '"/components/schemas/foo" = "Foo"\n"other.yaml#/Foo" = "Bar"\n'
    )
    (job,) = jobs(tmp_path, text)
    assert job.formatter == "none"
    assert job.templates == tmp_path / "mine"
    assert job.select == Selection(
        OperationFilter(
            patterns("a"), patterns("/v1/**"), patterns("get*"), patterns("Event")
        ),
        OperationFilter(patterns("b")),
    )
    assert [(override.pointer, override.name) for override in job.names] == [
        ("/components/schemas/foo", "Foo"),
        ("other.yaml#/Foo", "Bar"),
    ]
    assert [override.where.line for override in job.names] == [14, 15]
    assert job.select.select.paths[0].where.line == 8


def test_what_documents_share(tmp_path: Path) -> None:
    text = (
        '[tool.apiloom]\ntargets = ["models"]\nformatter = "none"\n'
        'accept = ["nullable-in-3.1"]\nroots = ["a"]\nallow-hosts = ["h"]\n'
        'omit = { tags = ["internal"] }\nimplied-types = false\n'
        'methods = "operation-id"\n'
        '[[tool.apiloom.documents]]\nspec = "one.yaml"\noutput = "one"\n'
        '[[tool.apiloom.documents]]\nspec = "two.yaml"\noutput = "two"\n'
        'targets = ["client"]\nformatter = "black"\naccept = ["pattern-unusable"]\n'
        'roots = ["b"]\nallow-hosts = ["h", "i"]\nomit = {}\nimplied-types = true\n'
        'methods = "short"\n'
    )
    one, two = jobs(tmp_path, text)
    assert (one.targets, two.targets) == (("models",), ("client",))
    assert (one.formatter, two.formatter) == ("none", "black")
    assert (one.implied_types, two.implied_types) == (False, True)
    assert (one.methods, two.methods) == ("operation-id", "short")
    # What is allowed adds up, all else is the document's own if it has any.
    assert [accepted.code for accepted in one.accept] == ["nullable-in-3.1"]
    assert [accepted.code for accepted in two.accept] == [
        "nullable-in-3.1",
        "pattern-unusable",
    ]
    assert two.references.roots == (tmp_path / "a", tmp_path / "b")
    assert two.references.hosts == ("h", "i")
    assert bool(one.select)
    assert not two.select
    # A document need not have what is said for several.
    assert one.accept[0].shared
    assert one.select.omit.tags[0].shared
    assert not two.accept[1].shared


def test_the_places_of_wishes_are_no_part_of_them(tmp_path: Path) -> None:
    (first,) = jobs(tmp_path, ONE + 'omit = { tags = ["x"] }\n')
    (second,) = jobs(tmp_path, "\n" + ONE + 'omit.tags = [\n"x"]\n')
    assert first == second
    assert isinstance(first, Job)


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("select = 1\n", ("config-wrong-type", 4, 1)),
        ("select = { tag = [] }\n", ("config-unknown-key", 4, 12)),
        ('omit = { schemas = ["x"] }\n', ("config-unknown-key", 4, 10)),
        ("select = { tags = 1 }\n", ("config-wrong-type", 4, 12)),
        ('select = { tags = ["a", 1] }\n', ("config-wrong-type", 4, 25)),
        ('select.paths = ["v1"]\n', ("config-wrong-type", 4, 17)),
        ('formatter = "yapf"\n', ("config-wrong-type", 4, 1)),
        ("formatter = true\n", ("config-wrong-type", 4, 1)),
        ("templates = []\n", ("config-wrong-type", 4, 1)),
        ("names = []\n", ("config-wrong-type", 4, 1)),
        ('names = { "x" = "X" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "" = "X" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "#" = "X" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "a.yaml#x" = "X" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "/x" = "1X" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "/x" = "class" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "/x" = "_private" }\n', ("config-wrong-type", 4, 11)),
        ('names = { "/x" = "ﬁ" }\n', ("config-wrong-type", 4, 11)),
        ("names = { '/x' = 1 }\n", ("config-wrong-type", 4, 11)),
        ('accept = [\n  "nullable-in-3.1",\n  1]\n', ("config-wrong-type", 6, 3)),
        ('accept = ["nonsense"]\n', ("config-unknown-code", 4, 11)),
    ],
)
def test_complaints(tmp_path: Path, added: str, expected: tuple[str, int, int]) -> None:
    assert complaints(tmp_path, ONE + added) == [expected]


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    text = (
        '[tool.apiloom]\nnames = {}\nformater = "none"\n'
        '[[tool.apiloom.documents]]\nspec = 1\noutput = "../x"\n'
        '[[tool.apiloom.documents]]\noutput = "x"\ntargets = ["modles"]\n'
    )
    assert complaints(tmp_path, text) == [
        ("config-misplaced-key", 2, 1),
        ("config-unknown-key", 3, 1),
        ("config-wrong-type", 5, 1),
        ("target-unknown", 9, 12),
        ("config-missing-key", 7, 1),
    ]
