"""What a user adds to apiloom: templates, and targets of other distributions.

In: a folder of templates and the names of targets. Out: `Extensions`, which plans
drafts of those targets and renders every draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location
from apiloom.core.model_style import ModelStyle
from apiloom.python.render.model_runtimes import ModelRuntime
from apiloom.python.render.render_files import TemplateFailedError, render
from apiloom.python.render.rendered_file import RenderedFile
from apiloom.python.render.template_environment import make_environment
from apiloom.python.targets.package_options import TARGETS, PackageOptions, Target
from apiloom.python.targets.planned_files import Draft, ready

if TYPE_CHECKING:
    from apiloom.api.resolved_api import ResolvedApi
    from apiloom.python.extensions.target_plugins import LoadedTarget


@dataclass(frozen=True, slots=True)
class Extensions:
    """The folder of templates, None where there is none, and the targets."""

    templates: Path | None
    targets: tuple[LoadedTarget, ...]

    @classmethod
    def load(
        cls, templates: Path | None, targets: tuple[Target, ...], report: Report
    ) -> Self:
        """Look for all of them; what is missing or wrong goes to `report`."""
        if templates is not None:
            # Imported here for start-up time: it knows the views of all targets.
            from apiloom.python.extensions.user_templates import (  # noqa: PLC0415
                UserTemplates,
            )

            UserTemplates(templates).judge(report)
        if set(targets) <= set(TARGETS):
            return cls(templates, ())
        # For start-up time as well: it reads the metadata of distributions.
        from apiloom.python.extensions.target_plugins import (  # noqa: PLC0415
            load_targets,
        )

        return cls(templates, load_targets(targets, report))

    def drafts(
        self, resolved: ResolvedApi, options: PackageOptions, report: Report
    ) -> tuple[Draft, ...]:
        """The files of the targets that other distributions bring."""
        return tuple(
            ready(file)
            for target in self.targets
            for file in target.plan(resolved, options, report)
        )

    def render(
        self, drafts: Sequence[Draft], models: ModelStyle, report: Report
    ) -> tuple[RenderedFile, ...]:
        """Plan and print every file; none where a template of the user's fails."""
        own = [target.plugin.templates for target in self.targets]
        folders = [folder for folder in own if folder is not None]
        try:
            environment = make_environment(self.templates, folders)
            return render(drafts, environment, report, ModelRuntime(models))
        except TemplateFailedError as error:
            for draft in drafts:
                # What planning finds is reported all the same.
                draft()
            where = Location(error.path, ROOT, error.line, 1)
            hint = "`apiloom templates NAME` lists what a template can use"
            diagnostic = Diagnostic(
                "template-failed", Severity.ERROR, error.message, where, hint
            )
            report.add(diagnostic)
            return ()
