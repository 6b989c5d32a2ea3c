"""What a mock answers by default, for every response of a package.

    python -m tests.testing.default_answers DOCUMENT...

Each answer is written by the server and read by the client, which takes nothing that
breaks the schema. What differs is printed, with the number of answers of each document.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from apiloom.core.acceptance import Accepted
from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.sweeping.default_answers import Answers


def main(documents: list[str]) -> int:
    """Judge the answers of documents; 1 where one of them is not as it should be."""
    failed = 0
    for number, document in enumerate(documents):
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / f"answering_{number}"
            if not _is_generated(Job(Path(document), package)):
                _tell(f"{document}: not generated")
                continue
            sys.path.insert(0, folder)
            answers = Answers(package.name)
            wrong = [*answers.wrong()]
            sys.path.remove(folder)
        failed += bool(wrong)
        _tell(f"{document}: {len(wrong)} wrong, {dict(answers.counts)}")
        for name, error in wrong:
            _tell(f"  {name}: {type(error).__name__}: {str(error)[:300]}")
    return int(failed > 0)


def _is_generated(job: Job) -> bool:
    """Whether there is a package: what has a fallback is accepted."""
    outcome = generate(job)
    codes = {each.code for each in outcome.diagnostics if each.fallback}
    if outcome.exit_code != FINE and codes:
        outcome = generate(replace(job, accept=tuple(map(Accepted, codes))))
    return outcome.exit_code == FINE


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
