"""What a repository looks like: its documents, where its code is, what it uses.

Only to suggest something to `apiloom init`; a wrong guess costs a correction. Nothing
is read but the beginning of files that may be documents, and `pyproject.toml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from apiloom.cli.config.read_project import value_at
from apiloom.core.identifiers import module_name
from apiloom.package.manifest import MANIFEST
from apiloom.python.targets.package_options import TARGETS, Target

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".json"})
_VERSION: Final = re.compile(
    rb"""(?:^|[{,])\s*["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]\.""", re.MULTILINE
)
_HEAD: Final = 65_536
_MOST_FILES: Final = 20_000
_NOT_CODE: Final = frozenset(
    {"build", "dist", "node_modules", "site-packages", "venv", "env", "__pycache__"}
)
_PLAIN_STEMS: Final = frozenset(
    {"api", "apis", "doc", "docs", "index", "openapi", "schema", "schemas"}
    | {"spec", "specs", "specification", "swagger", "v1", "v2", "v3"}
)
"""Names that say nothing of the API."""
_SERVERS: Final = frozenset({"fastapi", "starlette", "uvicorn", "hypercorn"})
_CLIENTS: Final = frozenset({"httpx", "httpx2", "requests", "aiohttp"})
_PACKAGE_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Survey:
    """A project's folder and its `pyproject.toml` as a tree, empty without one."""

    folder: Path
    project: Mapping[str, Any]

    def documents(self) -> tuple[Path, ...]:
        """Files that look like OpenAPI documents, below the folder and relative to it.

        Those that are plainly called, and near the top, come first. Generated packages,
        hidden folders and what tools install or build are not looked into.
        """
        paths = [path for path in self._files() if _is_document(self.folder / path)]
        return tuple(sorted(paths, key=_rank))

    def _files(self) -> Iterator[Path]:
        seen = 0
        for folder, below, files in os.walk(self.folder):
            if {MANIFEST, "py.typed", "pyvenv.cfg"} & {*files} and _is_foreign(files):
                below.clear()
                continue
            below[:] = sorted(inner for inner in below if _is_visible(inner))
            for name in sorted(files):
                seen += 1
                if Path(name).suffix.lower() in _SUFFIXES and _is_visible(name):
                    yield Path(folder, name).relative_to(self.folder)
            if seen > _MOST_FILES:
                return

    def output(self, spec: Path) -> str:
        """A package folder for the document `spec`, beside the project's own code."""
        name = self._name(spec)
        home = self._home()
        free = next(
            candidate
            for candidate in (
                name,
                f"{name}_api",
                f"{name}_client",
                f"{name}_generated",
            )
            if not (self.folder / home / candidate).exists()
            or (self.folder / home / candidate / MANIFEST).is_file()
            or candidate.endswith("_generated")
        )
        return (home / free).as_posix()

    def _name(self, spec: Path) -> str:
        """The first name on the way to a document that says something."""
        words = [spec.stem, *reversed(spec.parent.parts)]
        for word in words:
            plain = word.split(".")[0]
            if plain.lower() not in _PLAIN_STEMS and re.search("[A-Za-z]", plain):
                return module_name(plain, "api")
        own = self._own_name()
        return f"{own}_api" if own else "api_client"

    def _own_name(self) -> str:
        name = value_at(self.project, "project", "name") or value_at(
            self.project, "tool", "poetry", "name"
        )
        return module_name(name, "package") if isinstance(name, str) and name else ""

    def _home(self) -> Path:
        """The one package in `src`, else that of the project's name, else `src`."""
        source = self.folder / "src"
        if source.is_dir():
            packages = [path.parent.name for path in source.glob("*/__init__.py")]
            return Path("src", packages[0]) if len(packages) == 1 else Path("src")
        own = self._own_name()
        return Path(own) if (self.folder / own / "__init__.py").is_file() else Path()

    def targets(self) -> tuple[Target, ...]:
        """A client, a server, or all there is, as the dependencies tell."""
        used = set(self._dependencies())
        chosen: list[Target] = ["models"]
        if used & _CLIENTS or not used & _SERVERS:
            chosen.append("client")
        if used & _SERVERS or not used & _CLIENTS:
            chosen.append("server")
        if {"client", "server"} <= set(chosen):
            return TARGETS
        return tuple(target for target in TARGETS if target in chosen)

    def _dependencies(self) -> Iterator[str]:
        listed = value_at(self.project, "project", "dependencies")
        for requirement in listed if isinstance(listed, list) else ():
            match = (
                _PACKAGE_NAME.match(requirement.strip())
                if isinstance(requirement, str)
                else None
            )
            if match:
                yield match[0].lower()
        poetry = value_at(self.project, "tool", "poetry", "dependencies")
        yield from (
            (distribution.lower() for distribution in poetry)
            if isinstance(poetry, dict)
            else ()
        )

    def has_tool(self, name: str) -> bool:
        """Whether a tool is configured here."""
        own = (self.folder / file for file in (f"{name}.toml", f".{name}.toml"))
        return value_at(self.project, "tool", name) is not None or any(
            path.is_file() for path in own
        )


def _is_visible(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_CODE


def _is_foreign(files: list[str]) -> bool:
    """Whether a folder is a package of ours, or a virtual environment."""
    return "pyvenv.cfg" in files or (MANIFEST in files and "py.typed" in files)


def _is_document(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return _VERSION.search(head) is not None


def _rank(path: Path) -> tuple[bool, int, str]:
    plain = path.stem.lower() in _PLAIN_STEMS
    tests = any(part.startswith(("test", "example", "fixture")) for part in path.parts)
    return tests, len(path.parts) - plain, path.as_posix()
