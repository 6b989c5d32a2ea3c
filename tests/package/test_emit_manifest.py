"""The manifest: stable bytes, and nothing in it is trusted when read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apiloom.core.shipped import Shipped
from apiloom.package.manifest import (
    FileDigests,
    Listing,
    Manifest,
    ManifestDamagedError,
    digest,
    dump,
    matches,
    parse,
    parse_listing,
)
from tests.package.packages import ORIGIN

R1, C1, R2, C2 = (digest(each) for each in (b"r1", b"c1", b"r2", b"c2"))
FULL = Manifest(
    origin=replace(ORIGIN, documents={"b.yaml": R1, "a/ä.yaml": R2}),
    warnings=3,
    files={
        "models/pet.py": FileDigests(R1, C1),
        "__init__.py": FileDigests(R2, C2),
    },
    shipped=Shipped(
        types={"/components/schemas/Pet": "models.pet:Pet"},
        operations={
            "PUT /pets": {
                "handler": "server.pets:PetsApi.put",
                "client": "operations.pets:Pets.put",
            }
        },
        bodies={"PUT /pets": "application/merge-patch+json"},
        errors={"PUT /pets": {"404": "PutNotFoundError", "default": "PutError"}},
    ),
)


def test_reads_back_what_it_wrote() -> None:
    assert parse(dump(FULL)) == FULL


def test_is_sorted_ascii_json_with_one_line_per_entry() -> None:
    text = dump(FULL).decode("ascii")
    tree = json.loads(text)
    assert list(tree["files"]) == ["__init__.py", "models/pet.py"]
    assert list(tree["documents"]) == ["a/ä.yaml", "b.yaml"]
    lines = text.splitlines()
    assert f'    "__init__.py": {{"content": "{C2}", "rendered": "{R2}"}},' in lines
    assert f'    "models/pet.py": {{"content": "{C1}", "rendered": "{R1}"}}' in lines
    assert '    "/components/schemas/Pet": "models.pet:Pet"' in lines
    assert text.endswith("}\n")


def test_what_few_packages_have_is_left_out_where_there_is_none() -> None:
    plain = replace(FULL, shipped=replace(FULL.shipped, bodies={}, errors={}))
    assert json.loads(dump(plain)).keys().isdisjoint({"bodies", "errors"})
    assert parse(dump(plain)) == plain


def test_order_of_insertion_does_not_matter() -> None:
    turned = replace(FULL, files=dict(reversed(list(FULL.files.items()))))
    assert list(turned.files) != list(FULL.files)
    assert dump(turned) == dump(FULL)


_SEEDED = """
import sys
from apiloom.core.shipped import Shipped
from apiloom.package.manifest import FileDigests, Manifest, Origin, digest, dump
paths = {f"models/m{n}.py" for n in range(200)}
same = digest(b"")
files = {path: FileDigests(same, same) for path in paths}
origin = Origin("1", "e", "none", same, same, {name: same for name in paths})
names = {f"/{path}": "models.m:M" for path in paths}
methods = {"client": "operations.m:M.x", "handler": "server.m:MApi.x"}
operations = {
    f"GET /{path}": {key: methods[key] for key in {*methods}} for path in paths
}
shipped = Shipped(names, operations=operations)
sys.stdout.buffer.write(dump(Manifest(origin, 0, files, shipped)))
"""


def test_hash_seed_does_not_matter() -> None:
    generator = Path(__file__).parents[2] / "generator"
    written = {
        subprocess.run(
            [sys.executable, "-c", _SEEDED],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(generator)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(written) == 1
    assert len(parse(written.pop()).files) == 200


@pytest.mark.parametrize(
    "path",
    [
        "../evil.py",
        "/etc/passwd",
        "a/../../b.py",
        "a//b.py",
        "./a.py",
        "C:/a.py",
        "a\\..\\b.py",
        "a\n.py",
        "",
        "manifest.json",
    ],
)
def test_a_path_that_leaves_the_package_is_damage(path: str) -> None:
    tree = json.loads(dump(FULL))
    tree["files"][path] = {"content": C1, "rendered": R1}
    with pytest.raises(ManifestDamagedError, match="no path"):
        parse(json.dumps(tree).encode())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("manifest", 3),
        ("warnings", "3"),
        ("warnings", True),
        ("apiloom", 1),
        ("files", []),
        ("files", {"a.py": {"content": "c"}}),
        ("files", {"a.py": "c"}),
        ("documents", {"a": 1}),
        ("operations", {"GET /": "x"}),
        ("bodies", {"GET": "text/plain"}),
        ("bodies", {"GET /": 1}),
        ("errors", {"GET /": "x"}),
        ("errors", {"GET": {"404": "X"}}),
        ("errors", {"GET /": {"4 4": "X"}}),
        ("errors", {"GET /": {"default/3XX": "X"}}),
        ("names", {"/x": "models.pet"}),
        ("names", {"/x": "models/../../pet:Pet"}),
        ("names", {"/x": "models.class:Pet"}),
        ("names", {"/x": "models.pet:Pet\nimport os"}),
    ],
)
def test_a_wrong_entry_is_damage(key: str, value: Any) -> None:
    tree = json.loads(dump(FULL))
    tree[key] = value
    with pytest.raises(ManifestDamagedError):
        parse(json.dumps(tree).encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"\xff", b"<<<<<<< ours\n{}", b"[" * 100_000],
)
def test_what_is_no_manifest_is_damage(data: bytes) -> None:
    with pytest.raises(ManifestDamagedError):
        parse(data)


def names_garbled(data: bytes) -> bytes:
    """The same manifest; what stands where its names were is no JSON."""
    return data[: data.index(b'"arguments": ')] + b'"arguments": garbled'


def test_origin_and_files_are_read_without_the_names() -> None:
    data = dump(FULL)
    listing = Listing(FULL.origin, FULL.warnings, FULL.files)
    assert parse_listing(data) == parse_listing(names_garbled(data)) == listing
    with pytest.raises(ManifestDamagedError, match="not JSON"):
        parse(names_garbled(data))


def test_a_manifest_laid_out_otherwise_is_read_whole() -> None:
    tree = json.loads(dump(FULL))
    last_first = {key: tree[key] for key in reversed(tree)}
    for data in (json.dumps(tree), json.dumps(last_first, indent=2)):
        assert parse_listing(data.encode()).files == FULL.files
    with pytest.raises(ManifestDamagedError, match="'files' is missing"):
        parse_listing(dump(FULL).replace(b'"files"', b'"flies"'))


def test_line_ends_changed_by_git_are_no_edit() -> None:
    listed = digest(b"a\nb\n")
    assert matches(b"a\r\nb\r\n", listed)
    assert not matches(b"a\nb", listed)


def test_a_manifest_of_the_first_layout_has_dictionaries_unsaid() -> None:
    tree = json.loads(dump(FULL))
    tree["manifest"] = 1
    tree["names"]["/components/schemas/Toy"] = "models.toy:Toy"
    tree["names"]["/components/schemas/ToyDict"] = "models.toy_dict:ToyDict"
    for key in ("arguments", "credentials", "fields", "lists", "twins"):
        del tree[key]
    shipped = parse(json.dumps(tree).encode()).shipped
    assert shipped.types["/components/schemas/Pet"] == "models.pet:Pet"
    assert shipped.twins == {
        "/components/schemas/Pet": "PetDict",
        "/components/schemas/ToyDict": "ToyDictDict",
    }
