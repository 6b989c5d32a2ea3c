"""The same document makes the same bytes, wherever and whenever it is woven."""

from __future__ import annotations

import locale
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

import apiloom
from tests.determinism.packages import DOCUMENT, Package, manifest, read, weave

SOURCES: Final = Path(apiloom.__file__).parents[1]
SETTINGS: Final = {
    "hash_seed_0": {"PYTHONHASHSEED": "0"},
    "hash_seed_1": {"PYTHONHASHSEED": "1"},
    "hash_seed_4242": {"PYTHONHASHSEED": "4242"},
    "locale_c": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "locale_posix": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
    "time_zone": {"TZ": "Pacific/Kiritimati"},
    "width": {"COLUMNS": "40", "FORCE_COLOR": "1"},
    "debug": {"PYTHONDEVMODE": "1", "PYTHONOPTIMIZE": "2"},
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return weave(DOCUMENT, tmp_path_factory.mktemp("first") / "bifrost")


def test_twice_in_one_process(expected: Package, tmp_path: Path) -> None:
    assert weave(DOCUMENT, tmp_path / "bifrost") == expected


def test_once_more_over_itself(expected: Package, tmp_path: Path) -> None:
    weave(DOCUMENT, tmp_path / "bifrost")
    (tmp_path / "bifrost" / "client.py").unlink()
    assert weave(DOCUMENT, tmp_path / "bifrost") == expected


@pytest.mark.parametrize("setting", SETTINGS)
def test_another_environment(setting: str, expected: Package, tmp_path: Path) -> None:
    assert _run(tmp_path, SETTINGS[setting], DOCUMENT) == expected


def test_another_folder(expected: Package, tmp_path: Path) -> None:
    deep = tmp_path / "with space" / "é"
    deep.mkdir(parents=True)
    copied = shutil.copy(DOCUMENT, deep)
    os.utime(copied, (0, 0))
    assert _run(deep, {}, Path("openapi.yaml")) == expected


def test_another_day(
    expected: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are written at another time, by a clock that is years ahead."""
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 1e8)
    monkeypatch.setattr(locale, "getlocale", lambda *_: ("tr_TR", "ISO8859-9"))
    assert weave(DOCUMENT, tmp_path / "bifrost") == expected


def test_the_manifest_knows_no_place_and_no_time(expected: Package) -> None:
    text = expected["manifest.json"].decode()
    places = {str(DOCUMENT.parent), str(Path.home()), str(SOURCES), str(Path.cwd())}
    assert not [place for place in places if place in text]
    assert not re.search(r"20\d\d-\d\d|\d\d:\d\d", text)
    assert manifest(expected)["entry"] == DOCUMENT.name
    assert list(manifest(expected)["documents"]) == [DOCUMENT.name]


def test_no_file_knows_where_it_was_made(expected: Package) -> None:
    place = str(SOURCES.parent).encode()
    assert not [path for path, content in expected.items() if place in content]


def test_the_version_of_apiloom_stands_in_the_manifest_alone(
    expected: Package,
) -> None:
    version = apiloom.__version__.encode()
    named = [path for path in expected if version in expected[path]]
    assert "manifest.json" in named
    assert not [path for path in named if b"apiloom " + version in expected[path]]


def _run(folder: Path, settings: dict[str, str], spec: Path) -> Package:
    """The package that a process of its own makes in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), **settings}
    subprocess.run(
        [sys.executable, "-m", "apiloom", "generate", str(spec), "-o", "out/bifrost"],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )
    return read(folder / "out" / "bifrost")
