"""The examples of the docstrings of a package, as programs."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


class Example(NamedTuple):
    """The example of a method of a class; `code` is empty where there is none."""

    owner: str
    method: str
    code: str

    @property
    def is_async(self) -> bool:
        """Whether it is a coroutine's body."""
        return self.owner.startswith("Async")


def examples_of(package: Path) -> Iterator[Example]:
    """Every method of the resources below a package, with its example."""
    for path in sorted((package / "operations").glob("*.py")):
        for owner in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(owner, ast.ClassDef):
                continue
            for method in owner.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                    doc = ast.get_docstring(method)
                    if doc is not None:
                        yield Example(owner.name, method.name, code_of(doc))


def code_of(doc: str) -> str:
    """What stands behind the last `Example:` that is alone on its line."""
    _, found, code = f"\n{doc}\n".rpartition("\nExample:\n")
    return textwrap.dedent(code).strip() if found else ""


def program(package: str, examples: Iterable[Example], *, is_async: bool) -> str:
    """A module with a function for each example, all of them in `CALLS`."""
    client, keyword = ("AsyncClient", "async def") if is_async else ("Client", "def")
    names: list[str] = []
    functions: list[str] = []
    for example in examples:
        if example.code and example.is_async == is_async:
            name = f"{example.owner}_{example.method}"
            body = textwrap.indent(example.code, "    ")
            names.append(name)
            head = f"{keyword} {name}(client: {client}) -> None:"
            functions.append(f"{head}\n{body}\n")
    calls = f"CALLS = ({''.join(f'{name}, ' for name in names)})\n"
    return "\n\n".join((f"from {package} import {client}\n", *functions, calls))
