"""The templates that a user puts in the place of apiloom's."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import meta

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location
from apiloom.python.render.template_check import Fault, judge
from apiloom.python.render.template_contexts import CONTEXTS, VERSION
from apiloom.python.render.template_environment import make_environment
from apiloom.python.render.template_files import (
    read_user_template,
    templates_elsewhere,
    templates_in,
)

_WRITTEN_FOR: Final = re.compile(r"\{#-?\s*apiloom templates ([0-9]{1,9})\s*-?#\}")
MARK: Final = f"{{# apiloom templates {VERSION} #}}\n"
_LISTED: Final = "`apiloom templates` lists those that there are"


@dataclass(frozen=True, slots=True)
class UserTemplates:
    """A folder whose templates stand for apiloom's of the same name.

    What other templates of the folder include may have any name.
    """

    folder: Path

    def names(self) -> list[str]:
        """The templates in the folder, by the names they are included by, sorted."""
        folder = self.folder.resolve()
        paths = templates_in(folder)
        return [path.relative_to(folder).as_posix() for path in paths]

    def judge(self, report: Report) -> None:
        """Report what is wrong with the templates before they are used.

        Codes: `templates-missing`, `template-invalid`, `template-unknown`,
        `template-version`.
        """
        complaints = _Complaints(self.folder, report)
        if not self.folder.is_dir():
            message = "the folder of templates is not there"
            hint = "create it, or take `templates` out of the configuration"
            complaints.error("templates-missing", "", Fault(0, message, hint))
            return
        for path in templates_elsewhere(self.folder):
            name = path.relative_to(self.folder.resolve()).as_posix()
            message = "it is a link out of the folder of templates"
            hint = "put a copy there"
            complaints.error("template-invalid", name, Fault(1, message, hint))
        included: set[str] = set()
        names = self.names()
        for name in names:
            included |= self._judge(name, complaints)
        for name in names:
            if name not in CONTEXTS and name not in included:
                message = f"no template of apiloom is called {name!a}"
                near = difflib.get_close_matches(name, CONTEXTS, n=1)
                hint = f"did you mean {near[0]!a}?" if near else _LISTED
                complaints.warning("template-unknown", name, Fault(0, message, hint))

    def _judge(self, name: str, complaints: _Complaints) -> set[str]:
        """Judge one template; the names of those that it includes."""
        try:
            source = read_user_template(self.folder / name)
        except (OSError, ValueError) as error:
            complaints.error(
                "template-invalid", name, Fault(1, f"not readable: {error}")
            )
            return set()
        version_mark = _WRITTEN_FOR.match(source)
        if version_mark and int(version_mark[1]) != VERSION:
            message = (
                f"the template was written for version {version_mark[1]} of what "
                f"templates can use, this apiloom has {VERSION}"
            )
            hint = "compare it with `apiloom templates`, then change the number"
            complaints.warning("template-version", name, Fault(1, message, hint))
        environment = make_environment(self.folder)
        faults = judge(name, source, environment)
        for fault in faults:
            complaints.error("template-invalid", name, fault)
        if faults:
            return set()
        included = meta.find_referenced_templates(environment.parse(source))
        return {template for template in included if template}


@dataclass(frozen=True, slots=True)
class _Complaints:
    """Reports about the templates of a folder."""

    folder: Path
    report: Report

    def error(self, code: str, name: str, fault: Fault) -> None:
        """Report what forbids to go on."""
        self._add(code, Severity.ERROR, name, fault)

    def warning(self, code: str, name: str, fault: Fault) -> None:
        """Report what is not as the user may think."""
        self._add(code, Severity.WARNING, name, fault)

    def _add(self, code: str, severity: Severity, name: str, fault: Fault) -> None:
        column = 1 if fault.line else 0
        where = Location(str(self.folder / name), ROOT, fault.line, column)
        self.report.add(Diagnostic(code, severity, fault.message, where, fault.hint))
