"""Mutants of any document, judged by hand.

`python -m tests.mutants.by_hand [--count N] [--seed S] [--types K] DOCUMENT...` judges
N mutants of each, each in a process of its own with bounds of processor time and
memory; every K-th package is checked by mypy too. What fails is told, and left in DIR
(`--keep DIR`). Exits with 1 if anything did.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import yaml

from apiloom.core.model_style import MODEL_STYLES
from tests.mutants.judging import PACKAGE, failure
from tests.mutants.mutation import json_text, mutant

_MEMORY: Final = 3_000_000_000


def main() -> int:
    """How many mutants failed, as an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--types", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in options.documents:
            document = yaml.load(path.read_bytes(), _Loader)
            for seed in range(options.seed, options.seed + options.count):
                folder = Path(scratch) / "work"
                shutil.rmtree(folder / PACKAGE, ignore_errors=True)
                folder.mkdir(exist_ok=True)
                reason = _judged(document, seed, folder, options)
                if reason is not None:
                    failed += 1
                    sys.stdout.write(f"{path} seed {seed}: {reason}\n")
                    sys.stdout.flush()
                    if options.keep is not None:
                        text = json_text(mutant(document, seed)[0])
                        kept = options.keep / f"{path.stem}-{seed}.json"
                        kept.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{failed} failed\n")
    return min(failed, 1)


class _Loader(yaml.CSafeLoader):
    """JSON has no dates."""


_Loader.yaml_implicit_resolvers = {
    key: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for key, pairs in _Loader.yaml_implicit_resolvers.items()
}


def _judged(document: Any, seed: int, folder: Path, options: Any) -> str | None:
    """What a process of its own says of one mutant."""
    told = folder / "told"
    told.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (options.seconds, options.seconds))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        code = 1
        try:
            changed, done = mutant(document, seed)
            style: Any = MODEL_STYLES[seed % 3]
            told.write_text(f"{style} {done}", encoding="utf-8")
            reason = failure(changed, folder, models=style)
            if reason is None and options.types and seed % options.types == 0:
                reason = _types(folder)
            if reason is not None:
                told.write_text(f"{style} {done}\n{reason}", encoding="utf-8")
            code = int(reason is not None)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if not status:
        return None
    text = told.read_text("utf-8") if told.exists() else ""
    return f"status {status}: {text}"


def _types(folder: Path) -> str | None:
    """What mypy finds in the package, if there is one."""
    if not (folder / PACKAGE).exists():
        return None
    from mypy import api

    cache = folder.parent / "mypy"
    os.chdir(folder)
    out, err, code = api.run(["--strict", f"--cache-dir={cache}", "-p", PACKAGE])
    return (out + err)[:2000] if code else None


if __name__ == "__main__":
    sys.exit(main())
