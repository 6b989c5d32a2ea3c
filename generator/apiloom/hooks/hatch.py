"""The build hook of hatchling: `[tool.hatch.build.hooks.apiloom]`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl
from pathspec import GitIgnoreSpec

_OF_HATCHLING: Final = frozenset(
    {
        "dependencies",
        "enable-by-default",
        "require-runtime-dependencies",
        "require-runtime-features",
    }
)
"""What hatchling itself reads in the table of any hook."""


class ApiloomBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates what `[tool.apiloom]` of the project asks for, before files are chosen.

    A generated package goes where its files would go if they were committed: into the
    wheel where the configuration of the target selects its folder, into the source
    distribution together with its documents. Version control may ignore it.
    """

    PLUGIN_NAME = "apiloom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate for one build; ends the process where that is impossible."""
        del version  # of editable builds too: the code stands in the source tree
        # hatchling loads the hooks of all that is installed, for every project.
        from apiloom.hooks import project  # noqa: PLC0415

        unknown = self.config.keys() - _OF_HATCHLING
        if unknown:
            names = ", ".join(sorted(unknown))
            self.app.abort(
                f"unknown keys in [tool.hatch.build.hooks.apiloom]: {names}; what to "
                "generate is said in [tool.apiloom]"
            )
        root = Path(self.root).resolve()
        try:
            packages = project.generate_all(root, project.to_stderr)
        except project.NothingGeneratedError as error:
            self.app.abort(str(error))
            raise  # not reached: it ends the process
        for package in packages:
            folder = package.folder.relative_to(root).as_posix()
            if self._selected(folder):
                build_data["artifacts"].append(f"/{_literally(folder)}/")
            if self.target_name == "sdist":
                for path, place in package.documents:
                    target = place.relative_to(root).as_posix()
                    build_data["force_include"][str(path)] = target

    def _selected(self, folder: str) -> bool:
        """Whether the target would take `folder` if version control did not ignore it.

        What is named an artifact is taken in spite of every pattern that excludes it.
        """
        inside = f"{folder}/__init__.py"
        config = self.build_config
        patterns: Any = config.target_config.get(
            "exclude", config.build_config.get("exclude", [])
        )
        unwanted = GitIgnoreSpec.from_lines(patterns)
        return config.path_is_included(inside) and not unwanted.match_file(inside)


@hookimpl
def hatch_register_build_hook() -> type[ApiloomBuildHook]:
    """Tell hatchling of the hook."""
    return ApiloomBuildHook


def _literally(folder: str) -> str:
    """A path as a pattern of gitignore that means just it."""
    return re.sub(r"([\\*?\[\]!# ])", r"\\\1", folder)
