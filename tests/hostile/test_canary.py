"""Importing a package made from a hostile document runs nothing, and loses nothing.

Every module of every package is imported by `canary.py` in a process that an audit hook
watches; the texts are then compared with what stands in the imported objects.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest

from apiloom.api.names.argument_names import RESERVED_ARGUMENTS
from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.hostile.alphabet import STRINGS, TAKEN, as_read
from tests.hostile.document import document, harmless, slots
from tests.hostile.twins import is_base_url, is_field_name, on_the_wire
from tests.hostile.weaving import one_environment

SCRIPT: Final = Path(__file__).with_name("canary.py")
TEXTS: Final = {**STRINGS, **{f"taken_{name}": name for name in TAKEN}}
BATCHES: Final = 4


def run(folder: Path, expected: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Import the packages in `folder`."""
    path = folder / "expected.json"
    path.write_text(json.dumps(expected), "ascii")
    return subprocess.run(
        [sys.executable, "-B", "-W", "error", str(SCRIPT), str(folder), str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": ""},
    )


def generated(folder: Path, name: str, text: str) -> dict[str, Any] | None:
    """Write a package in which everything is hostile, and say what it should hold."""
    texts = usable(name, text)
    content = document(texts)
    spec = folder / f"{name}.json"
    spec.write_text(json.dumps(content), "ascii")
    outcome = generate(Job(spec, folder / f"p_{name}"))
    if outcome.exit_code != FINE:
        return None
    return {
        **names(folder / f"p_{name}"),
        "values": values({slot: as_read(each) for slot, each in texts.items()}),
    }


def usable(name: str, text: str) -> dict[str, str]:
    """The text in all slots, but for those that no document could have it in."""
    texts = dict.fromkeys(slots(), text)
    if text.lower() in RESERVED_ARGUMENTS:
        del texts["property.name"], texts["required.name"]
    if set("{}") & set(text):
        del texts["parameter.path"]
    return texts


def names(package: Path) -> dict[str, str]:
    """What the manifest says things are called."""
    manifest = json.loads((package / "manifest.json").read_text("utf-8"))
    first = next(k for k in manifest["operations"] if k.startswith("POST"))
    client = manifest["operations"][first]["client"]
    pointers = [k for k in manifest["names"] if k.endswith("/properties/inner")]
    owner = pointers[0].removesuffix("/properties/inner")
    return {
        "tag": client.partition(":")[0].removeprefix("operations."),
        "class": manifest["names"][owner].partition(":")[2],
    }


def values(texts: dict[str, str]) -> dict[str, Any]:
    """What the document says, in the shape in which `canary.check` collects it."""

    def text_of(slot: str) -> str:
        return texts.get(slot, harmless(slot))

    url = f"https://{text_of('server.variable')}/{text_of('server.url')}"
    aliases = [
        "fixed-name",
        text_of("property.name"),
        *("plain", "shaped", "titled", "members", "listed", "inner", "many"),
        text_of("required.name"),
    ]
    parameters = [
        text_of(f"parameter.{where}")
        for where in ("query", "header", "cookie")
        if where != "header" or is_field_name(text_of("parameter.header"))
    ]
    return {
        "id": text_of("operation.id"),
        "path": "/things/" + on_the_wire(text_of("path")),
        "route": "/things/" + on_the_wire(text_of("path")),
        "tag": text_of("tag"),
        "parameters": parameters,
        "media": ["application/json", text_of("body.media")],
        "headers": [text_of("header.name")],
        "scopes": [[text_of("security.scope")]],
        "base_url": url if is_base_url(url) else None,
        "key": text_of("security.name"),
        "enum": [text_of("enum.value"), "other"],
        "const": [text_of("const")],
        "constant": [text_of("discriminator.constant")],
        "aliases": list(dict.fromkeys(aliases)),
        "default": text_of("default"),
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_importing_runs_nothing_and_loses_nothing(batch: int, tmp_path: Path) -> None:
    chosen = dict(islice(TEXTS.items(), batch, None, BATCHES))
    expected: dict[str, Any] = {}
    with one_environment():
        for name, text in chosen.items():
            values = generated(tmp_path, name, text)
            if values is not None:
                expected[f"p_{name}"] = values
    process = run(tmp_path, expected)
    assert process.returncode == 0, process.stderr[-3000:]
    complaints = process.stdout.splitlines()
    assert complaints.pop() == f"{len(expected)} packages ran nothing"
    assert not complaints, "\n".join(complaints)
    assert [name for name in chosen if f"p_{name}" not in expected] == []


@pytest.mark.parametrize(
    ("planted", "reason"),
    [
        ("CANARY()", "compile"),
        ("run = CANARY; run()", "CANARY was called"),
        ("import os; os.system('true')", "os.system"),
        ("import subprocess; subprocess.Popen(['true'])", "subprocess.Popen"),
        ("open('canary', 'w')", "open 'canary'"),
        ("eval('CANARY()')", "compile"),
        ("import socket; socket.socket().connect(('127.0.0.1', 9))", "socket.connect"),
    ],
)
def test_the_watch_would_notice(planted: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "planted").mkdir()
    (tmp_path / "planted" / "__init__.py").write_text(planted)
    process = run(tmp_path, {"planted": {}})
    assert process.returncode == 70
    assert process.stderr.startswith(f"STOPPED: {reason}")
    assert not (tmp_path / "canary").exists()
