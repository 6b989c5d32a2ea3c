"""Diagnostics and paths of hostile documents: nothing raw, nothing outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import apiloom
from apiloom.package.package_paths import is_inside
from tests.hostile.alphabet import STRINGS
from tests.hostile.document import NAME_SLOTS, document, slots
from tests.hostile.weaving import one_environment, weave

DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10)
}


@pytest.fixture(scope="module", autouse=True)
def _templates_once() -> object:
    with one_environment():
        yield


@pytest.mark.parametrize("name", STRINGS)
def test_messages_hold_no_control_characters(name: str, tmp_path: Path) -> None:
    woven = weave(document(dict.fromkeys(slots(), STRINGS[name])), tmp_path)
    assert woven.diagnostics
    raw = [
        text
        for diagnostic in woven.diagnostics
        for text in (diagnostic.message, diagnostic.hint, diagnostic.code)
        if not text.isprintable()
    ]
    assert raw == []


@pytest.mark.parametrize("name", STRINGS)
def test_paths_stay_inside_on_every_system(name: str, tmp_path: Path) -> None:
    texts = dict.fromkeys(NAME_SLOTS, STRINGS[name])
    if set("{}") & set(STRINGS[name]):
        del texts["parameter.path"]
    woven = weave(document(texts), tmp_path)
    assert woven.files
    for path in woven.files:
        assert is_inside(path)
        steps = path.split("/")
        assert not DEVICES & {step.partition(".")[0].casefold() for step in steps}
        assert all(len(step.encode()) <= 255 for step in steps)


def test_the_commands_print_no_control_characters(tmp_path: Path) -> None:
    text = "\x1b]0;title\x07\r\x00\x85\u2028\u202e"
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(document(dict.fromkeys(slots(), text))))
    for command in (["check", "-o", "out/made"], ["generate", "-o", "out/made"]):
        process = subprocess.run(
            [sys.executable, "-m", "apiloom", command[0], str(spec), *command[1:]],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(apiloom.__file__).parents[1]),
                "PYTHONUTF8": "1",
            },
        )
        output = (process.stdout + process.stderr).decode("utf-8")
        assert "warning" in output
        assert not [
            character
            for character in output
            if not (character.isprintable() or character == "\n")
        ]


def test_the_input_is_named_like_code(tmp_path: Path) -> None:
    """A file name must not reach the output (a generator once put it in a comment)."""
    folder = tmp_path / "api\nCANARY()"
    folder.mkdir()
    elsewhere, beside = weave(document({}), folder), weave(document({}), tmp_path)
    assert elsewhere.files == beside.files
