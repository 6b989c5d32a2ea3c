"""Holds the package of a hostile document against that of its harmless twin.

The twin is the same document with a recognisable word, the marker, where the hostile
text stands. What may differ between the two packages is exactly this:

* A string constant that holds the marker in the one holds the hostile text, unchanged,
  in the other. All other constants are equal. In docstrings white space does not count,
  since they are wrapped, and lone surrogates, which no docstring can hold, are U+FFFD.
* A name that was made from the marker is some other name in the other package, the same
  one throughout a file, and never one that already means something else there. All
  other names are equal, but for underscores behind a name that a new one shadows.
* Imports, and the index of a lazy package, are sorted by name, so they are compared as
  bags of shapes: that the right thing is imported shows when the package is imported.

Everything else, the kind and order of every node of the syntax trees, is equal.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from tests.hostile.examples import without_example

MARKER: Final = re.compile(r"zq\d\d_?x", re.IGNORECASE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NAME_FIELDS: Final = {
    ast.Name: "id",
    ast.arg: "arg",
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name",
}
_MEMBER_FIELDS: Final = {ast.Attribute: "attr", ast.keyword: "arg"}
_OWN_REGION: Final = ("body", "args", "posonlyargs", "kwonlyargs", "vararg", "kwarg")
_VALUES: Final = re.compile(
    r"(?:Default:|Example:|Matches)\s+`.*?`\.(?=\s|$)", re.DOTALL | re.MULTILINE
)
"""Values in docstrings are JSON, and there only where they are short."""
_INDICES: Final[dict[str, tuple[type[ast.expr], ...]]] = {
    "__init__.py": (ast.Dict, ast.List, ast.Tuple),
    "models/__init__.py": (ast.Dict, ast.List, ast.Tuple),
    "server/__init__.py": (ast.List,),
}
"""What lists the names of a package, sorted."""
_NAMES_ALONE: Final = re.compile(
    r"Args:\n( *)\w+:?[ \t]*\n(?:\1\w+:?[ \t]*\n)*(?=\s*\Z)"
)
"""Arguments of which nothing else is said; then there are none."""


@dataclass
class Region:
    """What names stand for in one module, class body or function body."""

    names: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two nodes at the same place; names below stand in `region`."""

    old: ast.AST
    new: ast.AST
    region: Region
    inner: Region | None = None
    """The region of the arguments, in the head of a function."""


@dataclass
class Twins:
    """Compares two modules. `texts` maps each marker to the hostile text."""

    path: str
    texts: Mapping[str, str]
    differences: list[str] = field(default_factory=list)

    @property
    def says_nothing(self) -> bool:
        """Whether a text is blank or is a name again, and so is no docstring.

        Another text may stand in its place then.
        """
        folded = [re.sub(r"[\W_]", "", text).lower() for text in self.texts.values()]
        return not {"", "body"}.isdisjoint(folded)

    def compare(self, benign: bytes, hostile: bytes) -> list[str]:
        """What differs and should not; empty where all is well."""
        try:
            old, new = ast.parse(benign), ast.parse(hostile)
        except (SyntaxError, ValueError) as error:
            return [f"{self.path}: no Python: {error}"]
        work = [Pair(old, new, Region())]
        regions = [work[0].region]
        indices = _INDICES.get(self.path, ())
        while work and not self.differences:
            pair = work.pop()
            if type(pair.old) is not type(pair.new):
                self._complain("a node became another", pair.old, pair.new)
            elif isinstance(pair.old, indices):
                self._index(pair.old, pair.new)
            else:
                self._own(pair)
                below = list(self._children(pair))
                regions.extend(
                    child.region for child in below if child.region is not pair.region
                )
                work.extend(below)
        for region in regions:
            self._shadowing(region)
        return self.differences

    def _own(self, pair: Pair) -> None:
        """Names and values of one node."""
        old, new, region = pair.old, pair.new, pair.region
        if isinstance(old, ast.Constant) and isinstance(new, ast.Constant):
            self._constant(old.value, new.value)
        elif isinstance(old, ast.Expr) and isinstance(new, ast.Expr):
            self._docstring(old.value, new.value)
        elif isinstance(old, ast.arg) and isinstance(new, ast.arg):
            self._name(old.arg, new.arg, (pair.inner or region).names)
        elif type(old) in _NAME_FIELDS:
            name = _NAME_FIELDS[type(old)]
            self._name(getattr(old, name), getattr(new, name), region.names)
        elif type(old) in _MEMBER_FIELDS:
            name = _MEMBER_FIELDS[type(old)]
            self._name(getattr(old, name), getattr(new, name), region.members)

    def _children(self, pair: Pair) -> Iterator[Pair]:
        """Annotations, defaults and decorators belong to where a function stands."""
        opens = isinstance(
            pair.old, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        )
        inside = Region() if opens else pair.inner
        for name in pair.old._fields:
            old, new = getattr(pair.old, name), getattr(pair.new, name)
            region, inner = pair.region, None
            if opens and name == "body" and inside is not None:
                region = inside
            elif name in _OWN_REGION:
                inner = inside
            if isinstance(old, list) and isinstance(new, list):
                nodes = self._lists(old, new)
                yield from (
                    Pair(*counterparts, region, inner) for counterparts in nodes
                )
            elif isinstance(old, ast.AST) and isinstance(new, ast.AST):
                if not (isinstance(pair.old, ast.Expr) and _is_text(old)):
                    yield Pair(old, new, region, inner)
            elif isinstance(old, ast.AST) or isinstance(new, ast.AST):
                self._complain(f"`{name}` came or went", pair.old, pair.new)

    def _lists(
        self, old: Sequence[ast.AST | None], new: Sequence[ast.AST | None]
    ) -> Iterator[tuple[ast.AST, ast.AST]]:
        if _imports(old) != _imports(new):
            self.differences.append(f"{self.path}: other imports")
        docs, other_docs = _docs(old), _docs(new)
        if len(docs) != len(other_docs) and not self.says_nothing:
            self.differences.append(f"{self.path}: docstrings came or went")
        if len(docs) == len(other_docs):
            yield from zip(docs, other_docs, strict=True)
        plain = [node for node in old if not _is_import(node) and node not in docs]
        other = [
            node for node in new if not _is_import(node) and node not in other_docs
        ]
        if len(plain) != len(other) and self.says_nothing and _are_values(plain):
            return
        if len(plain) != len(other):
            where = [ast.dump(node)[:60] for node in other[:3] if node]
            self.differences.append(
                f"{self.path}: {len(plain)} became {len(other)}: {where}"
            )
            return
        for first, second in zip(plain, other, strict=True):
            if first is not None and second is not None:
                yield first, second
            elif first is not second:
                self.differences.append(f"{self.path}: a default came or went")

    def _name(self, old: str | None, new: str | None, known: dict[str, str]) -> None:
        if old is None or new is None:
            if old != new:
                self.differences.append(f"{self.path}: the name {old} became {new}")
            return
        if not MARKER.search(old) and new.rstrip("_") != old.rstrip("_"):
            self.differences.append(f"{self.path}: the name {old} became {new}")
        if known.setdefault(old, new) != new:
            self.differences.append(
                f"{self.path}: {old} is both {known[old]} and {new}"
            )

    def _constant(self, old: object, new: object) -> None:
        """Text that holds a marker, or names made from it, may differ accordingly."""
        same = type(old) is type(new) and old == new
        if isinstance(old, str) and isinstance(new, str):
            same = self._same_text(old, new)
        if not same:
            self.differences.append(f"{self.path}: {old!a} became {new!a:.200}")

    def _same_text(self, old: str, new: str) -> bool:
        words = _words(old)
        if words is None:
            pattern = _pattern(old, self.texts)
            return re.fullmatch(pattern, new, re.DOTALL) is not None
        return sorted(filled(word, self.texts) for word in words) == _words(new)

    def _docstring(self, first: ast.expr, second: ast.expr) -> None:
        if not (_is_text(first) and _is_text(second)):
            if _is_text(first) or _is_text(second):
                self._complain("a docstring came or went", first, second)
            return
        old, new = (
            _NAMES_ALONE.sub(
                "", _VALUES.sub("", without_example(ast.literal_eval(node)))
            )
            for node in (first, second)
        )
        texts = {
            key: _SURROGATE.sub("\ufffd", _without_ends(text))
            for key, text in self.texts.items()
        }
        # An entry of a list without text has no colon either, and a text that has an
        # end gets none before the next sentence.
        pattern = _pattern(_without_ends(old), texts, solid=True)
        solid = _solid(_without_ends(new))
        if not re.fullmatch(pattern, solid) and not self.says_nothing:
            self.differences.append(
                f"{self.path}: the docstring {old!a} became {new!a:.200}"
            )

    def _index(self, first: ast.AST, second: ast.AST) -> None:
        """The names of a lazy package by module; those below "." are modules."""
        old, new = _texts(first), _texts(second)
        # A module may be called as something of the server is; one of both is listed.
        coincides = self.path == "server/__init__.py" and len(new) < len(old)
        if len(old) != len(new) and not coincides:
            self.differences.append(f"{self.path}: {len(old)} names became {len(new)}")
        fixed = Counter(name for name in old if not MARKER.search(name))
        if missing := fixed - Counter(new):
            self.differences.append(f"{self.path}: {list(missing)} left the index")
        for name in new:
            if name != "." and not name.replace(".", "").isidentifier():
                self.differences.append(f"{self.path}: {name!a} in the index")

    def _shadowing(self, region: Region) -> None:
        """Two names of the twin may not be one here: the later would hide the other."""
        for new, count in Counter(region.names.values()).items():
            if count > 1 and not self.differences:
                twice = [key for key, name in region.names.items() if name == new]
                self.differences.append(f"{self.path}: {twice} all became {new}")

    def _complain(self, what: str, first: ast.AST, second: ast.AST) -> None:
        shown = f"{ast.unparse(first)[:80]!a} -> {ast.unparse(second)[:80]!a}"
        self.differences.append(f"{self.path}: {what}: {shown}")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _words(text: str) -> list[str] | None:
    """The words of JSON text, such as a schema to judge by; `None` if it is none.

    Members of an object are sorted by name, so they come as a bag.
    """
    if not text.startswith(("{", "[")):
        return None
    try:
        work = [json.loads(text)]
    except json.JSONDecodeError:
        return None
    words: list[str] = []
    while work:
        value = work.pop()
        if isinstance(value, dict):
            words.append("{")
            work.extend(member for item in value.items() for member in item)
        elif isinstance(value, list):
            words.append("[")
            work.extend(value)
        elif isinstance(value, str) and value.startswith("#/"):
            words.append(unquote(value).replace("~1", "/").replace("~0", "~"))
        else:
            words.append(str(value))
    return sorted(words)


def _is_import(node: object) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _are_values(nodes: Sequence[ast.AST | None]) -> bool:
    """Whether these are names of listed values; a title that is blank names none."""
    return all(
        isinstance(node, ast.AnnAssign) and "Final" in ast.unparse(node.annotation)
        for node in nodes
    )


def _docs(nodes: Sequence[ast.AST | None]) -> list[ast.AST]:
    """The statements that are text."""
    return [
        node for node in nodes if isinstance(node, ast.Expr) and _is_text(node.value)
    ]


def _imports(nodes: Sequence[ast.AST | None]) -> Counter[tuple[int, int]]:
    """How many names are imported, by dots and steps of the path.

    A name that is imported as another one stands in a statement of its own.
    """
    names: Counter[tuple[int, int]] = Counter()
    for node in nodes:
        if isinstance(node, ast.Import):
            names[-1, 0] += len(node.names)
        elif isinstance(node, ast.ImportFrom) and node.module != "builtins":
            names[node.level, (node.module or "").count(".")] += len(node.names)
    return names


def _texts(node: ast.AST) -> list[str]:
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def filled(text: str, texts: Mapping[str, str]) -> str:
    """`text` with every marker replaced, the longest first."""
    markers = sorted(texts, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, markers)), lambda m: texts[m[0]], text)


def _pattern(text: str, texts: Mapping[str, str], *, solid: bool = False) -> str:
    """A pattern for what `text` becomes; `solid` leaves out all white space.

    A marker becomes its text, and a word that was made from one any other word.
    """
    markers = sorted(texts, key=len, reverse=True)
    pieces = "|".join((*map(re.escape, markers), r"\w+"))
    parts: list[str] = []
    end = 0
    for match in re.finditer(pieces, text):
        parts.append(_escaped(text[end : match.start()], solid))
        word, end = match[0], match.end()
        if word in texts:
            plain = _escaped(texts[word], solid)
            parts.append(rf"(?:{plain}|\w+)" if word.isidentifier() else plain)
        else:
            parts.append(r"\w+" if MARKER.search(word) else re.escape(word))
    return "".join((*parts, _escaped(text[end:], solid)))


def _escaped(text: str, solid: bool) -> str:
    return re.escape(_solid(text) if solid else text)


def _without_ends(text: str) -> str:
    return text.replace(":", "").replace(".", "")


def _solid(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())
