"""What is said to break a type check does, and nothing else does: mypy is asked."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from apiloom import Job, generate, preview
from tests.preview.documents import PETS, edited, written
from tests.preview.test_surface import (
    add_error,
    add_field,
    add_operation,
    add_parameter,
    add_required_property,
    drop_error,
    drop_field,
    extend_answer,
    free_field,
    require_parameter,
)

EDITS: Final = (
    add_error,
    add_field,
    add_operation,
    add_parameter,
    add_required_property,
    drop_error,
    drop_field,
    extend_answer,
    free_field,
    require_parameter,
)
USE: Final = {
    "client.pets.get(verbose)": "client.pets.get('1')",
    "client.pets.get(limit)": "client.pets.get('1', verbose=True)",
    "client.pets.put(colour)": "client.pets.put('1', name='x')",
    "client.pets.list": "client.pets.list()",
    "errors.NotFoundError": "print(errors.NotFoundError)",
    "errors.ConflictError": "print(errors.StatusError)",
    "models.NewPet.colour": "models.NewPet(name='x')",
    "models.Pet.nick": "print(pet.nick)",
    "models.Pet.id": "text: str = pet.id",
    "models.Pet.colour": "models.Pet(id='1', kind='cat')",
    "models.Kind": "kind: Literal['cat', 'dog'] = pet.kind",
}
"""What a caller does who relies on each, by the name of the change."""

HEAD: Final = """\
from typing import Literal
from api import Client, errors, models
"""


def test_marks_are_those_of_mypy(tmp_path: Path) -> None:
    document = written(tmp_path, "old.json", PETS)
    job = Job(document, tmp_path / "before" / "api", targets=("models", "client"))
    assert generate(job).exit_code == 0
    shutil.copytree(tmp_path / "before", tmp_path / "after")
    changed = written(tmp_path, "new.json", edited(*EDITS))
    regenerated = Job(changed, tmp_path / "after" / "api", targets=job.targets)
    assert generate(regenerated).exit_code == 0

    found = preview(document, changed, job, views=("surface",)).surface
    assert found is not None
    marked = {each.name: each.breaks != "nothing" for each in found}
    assert marked.keys() == USE.keys()
    before, after = _complaints(tmp_path / "before"), _complaints(tmp_path / "after")
    # It uses what is new: before, that was not there.
    assert before == {"client.pets.list"}
    expected = {name for name, breaks in marked.items() if breaks}
    assert after == expected


def _complaints(folder: Path) -> set[str]:
    """The names of those uses that mypy complains of."""
    lines = HEAD.splitlines()
    uses: dict[int, str] = {}
    for number, (name, use) in enumerate(USE.items()):
        lines.append(f"def use_{number}(client: Client, pet: models.Pet) -> None:")
        lines.append(f"    {use}")
        uses[len(lines)] = name
    (folder / "caller.py").write_text("\n".join([*lines, ""]))
    cache = str(folder.parent / "cache")
    options = ("--strict", "--follow-imports=silent", "--cache-dir", cache)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "caller.py"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    numbers = re.findall(r"^caller\.py:(\d+): error", done.stdout, re.MULTILINE)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return {uses[int(number)] for number in numbers}
