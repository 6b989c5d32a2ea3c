"""Schemathesis against the servers of documents, with as many examples as one likes.

`python -m tests.schemathesis.by_hand [--examples N] DOCUMENT ...` prints what fails;
what `examining.py` excuses is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.roundtrip.running import serve
from tests.schemathesis.answering import answering
from tests.schemathesis.examining import examine


def main() -> None:
    """Examine one document after the other; exits with 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--examples", type=int, default=100)
    options = parser.parse_args()
    failed = 0
    for document in options.documents:
        with (
            tempfile.TemporaryDirectory() as folder,
            answering(document) as served,
            serve(served.app) as url,
        ):
            found = examine(
                document, url, served.headers, options.examples, Path(folder)
            )
        lines = [f"{document.name}: {len(found)} failures", *map(str, found[:20])]
        if served.unanswered:
            lines.append(f"without an example: {', '.join(served.unanswered)}")
        sys.stdout.write("\n".join(lines) + "\n")
        failed += len(found)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
