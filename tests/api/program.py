"""What a script of a user's does with apiloom: only public names, every one typed."""

from __future__ import annotations

from pathlib import Path

import apiloom


def weave(spec: Path, output: Path) -> tuple[str, ...]:
    """Generate one package; the files that were written."""
    job = apiloom.Job(
        spec,
        output,
        targets=("models", "client"),
        accept=(apiloom.Accepted.parse("official-schema:/info"),),
        references=apiloom.ReferencePolicy(roots=(spec.parent,)),
        select=apiloom.Selection(
            apiloom.OperationFilter(tags=(apiloom.SelectionPattern("books"),))
        ),
        names=(
            apiloom.NameOverride(apiloom.Pointer("/components/schemas/Book"), "Volume"),
        ),
    )
    stages: list[str] = []
    outcome = apiloom.generate(job, strict=True, progress=stages.append)
    assert outcome.exit_code == 0, outcome.diagnostics
    assert stages, "there was something to do"
    assert spec.resolve() in outcome.inputs

    same = apiloom.check(job)
    assert same.comparison is not None
    assert not same.comparison.differences
    return outcome.written


def states(spec: Path, output: Path) -> dict[str, apiloom.FileState]:
    """How the files of a package differ from what the document gives."""
    comparison: apiloom.Comparison | None
    comparison = apiloom.check(apiloom.Job(spec, output)).comparison
    assert comparison is not None
    differences: tuple[apiloom.FileDifference, ...] = comparison.differences
    return {item.path: item.state for item in differences if item.unified()}


def problems(spec: Path) -> list[tuple[str, apiloom.Severity, int]]:
    """The errors and warnings of a document, and their lines."""
    found: list[tuple[str, apiloom.Severity, int]] = []
    for item in apiloom.validate(spec).diagnostics:
        diagnostic: apiloom.Diagnostic = item
        where: apiloom.Location = diagnostic.where
        if diagnostic.severity is not apiloom.Severity.NOTE:
            found.append((diagnostic.code, diagnostic.severity, where.line))
    return found


def changes(old: Path, new: Path) -> list[str]:
    """What one who uses the package has to know of a change."""
    preview: apiloom.Preview = apiloom.preview(old, new, views=("contract", "surface"))
    assert preview.exit_code == 0, preview.diagnostics
    contract: tuple[apiloom.ContractChange, ...] = preview.contract or ()
    surface: tuple[apiloom.SurfaceChange, ...] = preview.surface or ()
    if not preview.reaches(apiloom.ContractLevel.BREAKING):
        return []
    return [
        *(
            each.sentence
            for each in contract
            if each.level is apiloom.ContractLevel.BREAKING
        ),
        *(each.name for each in surface if each.breaks is apiloom.SurfaceBreak.CODE),
    ]


def configured(project: Path) -> list[apiloom.Outcome]:
    """Everything that a project asks for."""
    configuration: apiloom.Configuration = apiloom.configured(project)
    return [apiloom.generate(job) for job in configuration.jobs]
