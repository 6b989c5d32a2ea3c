"""What the sweep found out about one document, as a line of JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

STAGES: Final = (
    "generated",
    "operations",
    "as written",
    "compiles",
    "imports",
    "decodes",
    "answers",
    "calls",
    "layout",
    "mypy",
    "pyright",
)
"""In the order in which they run; each needs the ones before it up to `imports`."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how many things it looked at, and what was wrong with some.

    `failures` are pairs of a short kind, to be counted over all documents, and the
    details of the one case. `left_out` counts what was not tried by its reason,
    `counts` what was by its kind, and `known` the differences that are known, by the
    name of their entry in `known_differences.py`.
    """

    seconds: float
    seen: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    skipped: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether something was wrong."""
        return bool(self.failures)


@dataclass(frozen=True, slots=True)
class Result:
    """One document. `warnings` counts the warnings by code."""

    document: str
    stages: dict[str, Stage]
    warnings: dict[str, int] = field(default_factory=dict)
    refused: str = ""

    @property
    def failed(self) -> bool:
        """Whether any stage failed."""
        return any(stage.failed for stage in self.stages.values())

    def line(self) -> str:
        """The result as one line of JSON."""
        return json.dumps(asdict(self), sort_keys=True)


def stages_from(tree: dict[str, Any]) -> dict[str, Stage]:
    """Stages as `asdict` wrote them."""
    return {
        name: Stage(
            seconds=each["seconds"],
            seen=each["seen"],
            failures=tuple((kind, detail) for kind, detail in each["failures"]),
            skipped=each["skipped"],
            left_out=each.get("left_out", {}),
            counts=each.get("counts", {}),
            known=each.get("known", {}),
        )
        for name, each in tree.items()
    }


def read_results(path: Path) -> dict[str, Result]:
    """The results of an earlier run; a line that was cut off is no result."""
    found: dict[str, Result] = {}
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    for line in lines:
        try:
            tree = json.loads(line)
        except ValueError:
            continue
        tree["stages"] = stages_from(tree["stages"])
        found[tree["document"]] = Result(**tree)
    return found


def table(results: Iterable[Result]) -> str:
    """A line for each stage, and the ten most frequent failures with an example."""
    listed = list(results)
    refused = [each for each in listed if each.refused]
    lines = [
        f"{len(listed)} documents, {len(refused)} refused, "
        f"{sum(each.failed for each in listed)} failed",
        f"{'stage':<11}{'passed':>8}{'failed':>8}{'cases':>10}{'skipped':>9}"
        f"{'seconds':>10}",
    ]
    for name in STAGES:
        ran = [each.stages[name] for each in listed if name in each.stages]
        if ran:
            failed = sum(stage.failed for stage in ran)
            lines.append(
                f"{name:<11}{len(ran) - failed:>8}{failed:>8}"
                f"{sum(stage.seen for stage in ran):>10}"
                f"{sum(stage.skipped for stage in ran):>9}"
                f"{sum(stage.seconds for stage in ran):>10.1f}"
            )
    lines += [*_counted("what was tried", listed, "counts")]
    lines += [*_counted("left out, by reason", listed, "left_out")]
    lines += [*_counted("known differences", listed, "known")]
    lines += [f"refused: {each.document}: {each.refused}" for each in refused[:10]]
    return "\n".join([*lines, *_most_frequent(listed)])


def _counted(title: str, results: list[Result], member: str) -> Iterator[str]:
    """The counts of all documents together, the largest first."""
    total: Counter[str] = Counter()
    for result in results:
        for stage in result.stages.values():
            total.update(getattr(stage, member))
    if total:
        yield f"{title}:"
    for name, count in total.most_common():
        if count:
            yield f"{count:>9}  {name}"


def _most_frequent(results: list[Result]) -> list[str]:
    cases: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for result in results:
        for name, stage in result.stages.items():
            for kind, detail in stage.failures:
                cases.setdefault((name, kind), []).append((result.document, detail))
    ranked = sorted(cases.items(), key=lambda item: (-len(item[1]), item[0]))
    lines: list[str] = []
    for (name, kind), found in ranked[:10]:
        documents = len({document for document, _ in found})
        document, detail = found[0]
        lines.append(f"{len(found)} x {name}: {kind} (documents: {documents})")
        lines.append(f"    {document}: {detail}")
    return lines
