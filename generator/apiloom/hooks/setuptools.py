"""The hook of setuptools: `apiloom` in `build-system.requires`, and `[tool.apiloom]`.

setuptools asks every installed plug-in about every project; this one has a say only
where both stand in the `pyproject.toml` of the project.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar, Final

from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

if TYPE_CHECKING:
    from setuptools import Distribution

    from apiloom.hooks.project import Package

_BUILDING: Final = frozenset(
    {
        "bdist",
        "bdist_wheel",
        "build",
        "build_py",
        "develop",
        "dist_info",
        "editable_wheel",
        "egg_info",
        "install",
        "sdist",
    }
)
"""The commands that look for packages."""
_REQUIRED: Final = re.compile(r"\s*apiloom\s*(?:$|[\[(<>=!~;@,])", re.IGNORECASE)
_INIT: Final = "__init__.py"


def finalize(distribution: Distribution) -> None:
    """Generate before setuptools looks for packages, and have it take their data along.

    Raises `SetupError` where that is impossible, which fails the build.
    """
    if not _BUILDING.intersection(distribution.script_args or ()):
        return
    root = Path(distribution.src_root or os.curdir).resolve()
    if not _is_requested(root):
        return
    # setuptools loads the hooks of all that is installed, for every project.
    from apiloom.hooks import project  # noqa: PLC0415

    try:
        packages = project.generate_all(root, project.to_stderr)
    except project.NothingGeneratedError as error:
        raise SetupError(str(error)) from None
    chosen = distribution.get_command_class("build_py")
    distribution.cmdclass["build_py"] = type(
        "build_py", (BuildGenerated, chosen), {"generated": packages, "root": root}
    )


class BuildGenerated(build_py):
    """Builds modules as ever, with everything that belongs to generated packages.

    The packages in them, whose names follow from the document, are built with the
    package around them; their data files go along; what a former build left of them
    does not. The documents go into source distributions.
    """

    generated: ClassVar[tuple[Package, ...]] = ()
    root: ClassVar[Path] = Path()

    def finalize_options(self) -> None:
        """Add the packages inside generated ones where the outermost is built."""
        super().finalize_options()
        standing = {self._folder(name): name for name in self.packages or ()}
        for package in self.generated:
            name = standing.get(package.folder)
            if name is None and package.folder.parent in standing:
                name = f"{standing[package.folder.parent]}.{package.folder.name}"
            if name is not None:
                inner = (_dotted(name, folder) for folder in _packages(package))
                new = [dotted for dotted in inner if dotted not in self.packages]
                self.packages.extend(new)

    def run(self) -> None:
        """Build; what stands in the build folder of another document is cleared."""
        if not self.editable_mode:
            for name in self.packages or ():
                if any(
                    self._folder(name) == package.folder for package in self.generated
                ):
                    old = Path(self.build_lib, *name.split("."))
                    shutil.rmtree(old, ignore_errors=True)
        super().run()

    def find_data_files(self, package: str, src_dir: str) -> list[str]:
        """The data files of one package, those that are generated among them."""
        listed: list[str] = list(super().find_data_files(package, src_dir))
        source = Path(src_dir).resolve()
        for generated in self.generated:
            for path in _data_files(generated):
                owner = generated.folder / _owner(path, generated)
                if owner == source:
                    inside = (generated.folder / path).relative_to(source)
                    listed.append(os.path.join(src_dir, inside))  # noqa: PTH118
        return list(dict.fromkeys(listed))

    def get_source_files(self) -> list[str]:
        """What a source distribution needs: the documents too."""
        documents = (
            str(place.relative_to(self.root))
            for package in self.generated
            for _, place in package.documents
        )
        modules: list[str] = super().get_source_files()  # type: ignore[no-untyped-call]
        return [*modules, *documents]

    def _folder(self, package: str) -> Path:
        return Path(self.root, self.get_package_dir(package)).resolve()


def _is_requested(root: Path) -> bool:
    """Whether the project says that apiloom is to build it."""
    try:
        tree = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return False  # setuptools has something to say about that
    system: Any = tree.get("build-system")
    required: Any = system.get("requires") if isinstance(system, dict) else None
    if not isinstance(required, list):
        return False
    if not any(_REQUIRED.match(str(requirement)) for requirement in required):
        return False
    tool: Any = tree.get("tool")
    if isinstance(tool, dict) and "apiloom" in tool:
        return True
    sys.stderr.write("apiloom: no [tool.apiloom] in pyproject.toml, nothing to do\n")
    return False


def _packages(package: Package) -> Iterator[PurePosixPath]:
    """Every folder of a generated package that is a package itself, as a path in it."""
    for path in map(PurePosixPath, package.files):
        if path.name == _INIT:
            yield path.parent


def _dotted(name: str, folder: PurePosixPath) -> str:
    return ".".join((name, *folder.parts))


def _data_files(package: Package) -> Iterator[str]:
    return (path for path in package.files if not path.endswith(".py"))


def _owner(path: str, package: Package) -> PurePosixPath:
    """The innermost package that the file `path` is in."""
    packages = set(_packages(package))
    folders = PurePosixPath(path).parents
    return next((folder for folder in folders if folder in packages), PurePosixPath())
