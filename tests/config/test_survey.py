"""What is seen of a repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiloom.cli.config.repository_survey import Survey

DOCUMENT = "openapi: 3.1.0\ninfo: {}\n"


def survey(folder: Path, *files: str, **project: Any) -> Survey:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DOCUMENT if path.suffix in {".yaml", ".yml"} else "")
    return Survey(folder, project)


def test_documents_are_found_and_ordered(tmp_path: Path) -> None:
    seen = survey(
        tmp_path,
        "tests/data/openapi.yaml",
        "deep/er/petstore.yaml",
        "spec/openapi.yaml",
        "shop.yml",
        ".hidden/openapi.yaml",
        "node_modules/x/openapi.yaml",
        "venv/openapi.yaml",
        "mine/openapi.yaml",
        "mine/pyvenv.cfg",
        "pets/server/openapi.yaml",
        "pets/manifest.json",
        "pets/py.typed",
    )
    paths = [path.as_posix() for path in seen.documents()]
    assert paths == [
        "shop.yml",
        "spec/openapi.yaml",
        "deep/er/petstore.yaml",
        "tests/data/openapi.yaml",
    ]


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("a.json", '{"info": {}, "openapi": "3.0.1"}', True),
        ("a.json", '{\n  "swagger": "2.0"\n}', True),
        ("a.yaml", "swagger: '2.0'\n", True),
        ("a.yaml", "# comment\n---\ninfo: {}\nopenapi: 3.2.0\n", True),
        ("a.yml", "'openapi' : \"3.1.0\"\n", True),
        ("a.YAML", "openapi: 3.1.0\n", True),
        ("a.txt", "openapi: 3.1.0\n", False),
        ("a.yaml", "my-openapi: 3.1.0\n", False),
        ("a.yaml", "text: uses openapi: 3.1.0\n", False),
        ("a.yaml", "openapi: 4.0\n", False),
        ("a.json", '{"description": "openapi: 3.1.0"}', False),
    ],
)
def test_what_looks_like_a_document(
    name: str, text: str, is_one: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    assert bool(Survey(tmp_path, {}).documents()) is is_one


@pytest.mark.parametrize(
    ("files", "project", "spec", "output"),
    [
        ([], {}, "petstore.yaml", "petstore"),
        ([], {}, "Pet-Store.v2.yaml", "pet_store"),
        ([], {}, "api/openapi.yaml", "api_client"),
        ([], {}, "billing/v1/openapi.json", "billing"),
        ([], {"name": "My-Shop"}, "openapi.json", "my_shop_api"),
        (["my_shop/__init__.py"], {"name": "My-Shop"}, "a/b.yaml", "my_shop/b"),
        (["src/shop/__init__.py"], {}, "pets.yaml", "src/shop/pets"),
        (["src/a/__init__.py", "src/b/__init__.py"], {}, "pets.yaml", "src/pets"),
        (["src/x.py"], {}, "../other/pets.yaml", "src/pets"),
        (["pets/mine.py"], {}, "pets.yaml", "pets_api"),
        (["pets/manifest.json"], {}, "pets.yaml", "pets"),
        ([], {}, "class.yaml", "class_"),
        ([], {}, "3.yaml", "api_client"),
    ],
)
def test_where_the_package_goes(
    files: list[str], project: Any, spec: str, output: str, tmp_path: Path
) -> None:
    assert survey(tmp_path, *files, project=project).output(Path(spec)) == output


@pytest.mark.parametrize(
    ("dependencies", "targets"),
    [
        ([], "models client server testing"),
        (["FastAPI>=0.1"], "models server"),
        (["httpx2 >= 1 ; python_version > '3'"], "models client"),
        (["starlette", "httpx[http2]"], "models client server testing"),
        (["my-httpx"], "models client server testing"),
    ],
)
def test_what_is_generated(
    dependencies: list[str], targets: str, tmp_path: Path
) -> None:
    seen = survey(tmp_path, project={"dependencies": dependencies})
    assert " ".join(seen.targets()) == targets
    poetry = dict.fromkeys(
        (
            dependency.split(" ")[0].split(">")[0].split("[")[0]
            for dependency in dependencies
        ),
        "*",
    )
    seen = survey(tmp_path, tool={"poetry": {"dependencies": poetry}})
    assert " ".join(seen.targets()) == targets


def test_tools(tmp_path: Path) -> None:
    assert survey(tmp_path, tool={"ruff": {}}).has_tool("ruff")
    assert not survey(tmp_path).has_tool("ruff")
    assert survey(tmp_path, ".ruff.toml").has_tool("ruff")
