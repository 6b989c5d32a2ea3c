"""Formatting: black with our own settings, and only where it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from apiloom.core.diagnostics import Report
from apiloom.package import formatting
from apiloom.package.disk import Disk, scan
from apiloom.package.manifest import FileDigests, digest, dump
from apiloom.python.render.rendered_file import RenderedFile
from tests.package.packages import file_set

UGLY = b"x = {'a':1}\n"
NEAT = b'x = {"a": 1}\n'
ROUGH = (range(1),)


def finish(file: RenderedFile, disk: Disk) -> bytes:
    """Format one file with the formatter that the helper's manifests name."""
    report = Report()
    (final,) = formatting.finish([file], disk, "black 1", report)
    assert not report.items
    assert final.digests == FileDigests(digest(file.content), digest(final.content))
    return final.content


def test_python_is_formatted_whatever_the_user_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = "[tool.black]\nline-length = 20\nskip-string-normalization = true\n"
    (tmp_path / "pyproject.toml").write_text(config)
    monkeypatch.chdir(tmp_path)
    nothing = scan(tmp_path / "none")
    long = b"value = call(" + b"'argument', " * 5 + b")\n"
    assert finish(RenderedFile("a.py", UGLY, ROUGH), nothing) == NEAT
    assert finish(RenderedFile("a.py", long, (range(1),)), nothing).count(b"\n") > 5
    assert formatting.format_source(b"x = '" + b"a" * 70 + b"'\n") == (
        b'x = "' + b"a" * 70 + b'"\n'
    )


def test_what_is_not_rough_is_left_alone(tmp_path: Path) -> None:
    nothing = scan(tmp_path / "none")
    assert finish(RenderedFile("a.py", UGLY), nothing) == UGLY
    both = RenderedFile("a.py", UGLY + UGLY, (range(1, 2),))
    assert finish(both, nothing) == UGLY + NEAT


def test_rough_statements_are_formatted_where_they_stand(tmp_path: Path) -> None:
    source = b"""\
class C( A ):
    x = {'a':1}
    def method(self)->None:
        return  f( x )
    def stub(self)->None: ...
    z = {'a':1}
"""
    rough = (range(1), range(2, 3), range(3, 4), range(4, 5))
    assert finish(RenderedFile("a.py", source, rough), scan(tmp_path / "none")) == (
        b"""\
class C(A):
    x = {'a':1}
    def method(self) -> None:
        return f(x)
    def stub(self) -> None: ...
    z = {'a':1}
"""
    )


def written_before(root: Path, rendered: bytes, content: bytes) -> Disk:
    """A package of one file `a.py` that apiloom has rendered and then formatted."""
    files = file_set({"a.py": content})
    digests = {"a.py": FileDigests(digest(rendered), digest(content))}
    root.mkdir()
    (root / "a.py").write_bytes(content)
    (root / "manifest.json").write_bytes(dump(replace(files.manifest, files=digests)))
    return replace(scan(root), trusted=True)


def test_what_was_formatted_before_is_not_formatted_again(tmp_path: Path) -> None:
    marked = b"x = {'a': 1}  # not what black would write\n"
    disk = written_before(tmp_path / "out", UGLY, marked)
    assert finish(RenderedFile("a.py", UGLY, ROUGH), disk) == marked
    assert finish(RenderedFile("a.py", b"y = 1\n", ROUGH), disk) == b"y = 1\n"


def test_an_edited_file_is_formatted_anew(tmp_path: Path) -> None:
    written_before(tmp_path / "out", UGLY, NEAT)
    (tmp_path / "out/a.py").write_bytes(b"edited = True\n")
    disk = replace(scan(tmp_path / "out"), trusted=True)
    assert finish(RenderedFile("a.py", UGLY, ROUGH), disk) == NEAT


def test_a_manifest_that_nobody_vouches_for_proves_nothing(tmp_path: Path) -> None:
    marked = b"edited = True  # and its digest with it\n"
    disk = replace(written_before(tmp_path / "out", UGLY, marked), trusted=False)
    assert finish(RenderedFile("a.py", UGLY, ROUGH), disk) == NEAT


def test_another_formatter_formats_anew(tmp_path: Path) -> None:
    disk = written_before(tmp_path / "out", UGLY, b"# old black\n")
    file = RenderedFile("a.py", UGLY, ROUGH)
    (final,) = formatting.finish([file], disk, "black 2", Report())
    assert final.content == NEAT


def test_what_is_not_python_is_our_bug() -> None:
    report = Report()
    good, bad = RenderedFile("g.py", UGLY, ROUGH), RenderedFile("b.py", b"x =", ROUGH)
    final = formatting.finish([bad, good], scan(Path("none")), "black 1", report)
    assert [file.path for file in final] == ["g.py"]
    assert [(item.code, item.where.document) for item in report] == [
        ("internal-output-invalid", "b.py")
    ]


_SHARED = """
import os
from apiloom.core.diagnostics import Report
from apiloom.package import formatting
from apiloom.package.disk import scan
from apiloom.python.render.rendered_file import RenderedFile
from pathlib import Path

workers = set()
format_source = formatting.format_source

def remembering(source):
    return format_source(source) + b"# %d\\n" % os.getpid()

formatting._WORTH_WORKERS = 10
formatting.format_source = remembering
rough = (range(1),)
files = [RenderedFile(f"m{n}.py", b"x = {'a':%d}\\n" % n, rough) for n in range(40)]
final = formatting.finish(files, scan(Path("none")), "black 1", Report())
for n, file in enumerate(final):
    line, comment = file.content.splitlines()
    assert line == b'x = {"a": %d}' % n, line
    workers.add(int(comment[2:]))
assert os.getpid() not in workers, "nothing was shared out"
"""


@pytest.mark.skipif(sys.platform != "linux", reason="work is shared out by forking")
def test_much_work_is_shared_out_and_stays_in_order() -> None:
    generator = Path(formatting.__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", _SHARED],
        env={**os.environ, "PYTHONPATH": str(generator)},
        check=True,
    )


def test_the_formatter_is_named_with_its_version() -> None:
    name, version = formatting.formatter_id().split()
    assert name == "black"
    assert version[0].isdigit()
