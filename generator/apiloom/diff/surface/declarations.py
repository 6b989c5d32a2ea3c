"""What a generated module declares, read from its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from apiloom.diff.surface.annotation_types import Type, literal_of, read_type

_BREAK_AFTER: Final = re.compile(r"(?<=[\[({])\n\s*")
_BREAK_BEFORE: Final = re.compile(r",?\n\s*(?=[\])}])")
_BREAK: Final = re.compile(r"\n\s*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NOT_FIXED: Final = frozenset({"Omittable", "Maybe", "Final"})
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a class; `wire` is its name on the wire, `text` its declaration.

    `only` is the one value that it has by its default, unless it may be absent. It is a
    `constant` if its type has no other.
    """

    name: str
    wire: str
    type: Type
    required: bool
    text: str
    only: Type | None = None
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method; `position` is None where it is passed by name."""

    name: str
    type: Type
    required: bool
    position: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a method, without `self`."""

    parameters: tuple[Parameter, ...]
    result: Type
    text: str

    @property
    def by_name(self) -> Mapping[str, Parameter]:
        """Its parameters by their names."""
        return {parameter.name: parameter for parameter in self.parameters}


@dataclass(frozen=True, slots=True)
class Class:
    """One class. `name` is dotted where it stands in another; `text` is its first
    line. `values` are assignments, the aliases in it among them."""

    name: str
    text: str
    bases: tuple[Type, ...]
    fields: Mapping[str, Field]
    methods: Mapping[str, tuple[Signature, ...]]
    properties: Mapping[str, Type]
    values: Mapping[str, str]

    @property
    def base_names(self) -> frozenset[str]:
        """The names of its bases, without arguments."""
        return frozenset(base.head for base in self.bases)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type."""

    name: str
    type: Type
    text: str


@dataclass(frozen=True, slots=True)
class Module:
    """What one file declares, by name. `readable` is False where it could not be
    read, since its expressions nest too deep."""

    classes: Mapping[str, Class] = field(default_factory=dict)
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    functions: Mapping[str, tuple[Signature, ...]] = field(default_factory=dict)
    readable: bool = True


def read_module(content: bytes, inlined: Mapping[str, Type]) -> Module:
    """Read one file; what is `inlined` stands in place of these names for types."""
    try:
        tree = ast.parse(content)
        return _Reader(content.split(b"\n"), inlined).module(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Module(readable=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    """The lines that expressions are quoted from."""

    lines: list[bytes]
    inlined: Mapping[str, Type]

    def type(self, node: ast.expr) -> Type:
        """The type that an annotation means."""
        return read_type(node).expanded(self.inlined)

    def module(self, tree: ast.Module) -> Module:
        classes: dict[str, Class] = {}
        aliases: dict[str, Alias] = {}
        waiting: list[tuple[str, ast.ClassDef]] = []
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                waiting.append(("", node))
            elif (class_ := self._twin(node)) is not None:
                classes[class_.name] = class_
            elif (alias := self._alias(node)) is not None:
                aliases[alias.name] = alias
        while waiting:
            prefix, node = waiting.pop()
            name = f"{prefix}{node.name}"
            classes[name] = self._class(name, node)
            inner = [member for member in node.body if isinstance(member, ast.ClassDef)]
            waiting += [(f"{name}.", member) for member in inner]
        return Module(classes, aliases, self._methods(tree.body))

    def _class(self, name: str, node: ast.ClassDef) -> Class:
        optional = any(keyword.arg == "total" for keyword in node.keywords)
        fields = {field_.name: field_ for field_ in self._fields(node.body, optional)}
        properties = {
            member.name: self.type(member.returns)
            for member in node.body
            if isinstance(member, _FUNCTIONS)
            and member.returns
            and _is_property(member)
        }
        values = {
            member.targets[0].id: self.text(member.value)
            for member in node.body
            if isinstance(member, ast.Assign)
            and isinstance(member.targets[0], ast.Name)
        }
        header = f"class {node.name}"
        if node.bases:
            header += f"({', '.join(map(self.text, node.bases))})"
        bases = tuple(map(self.type, node.bases))
        methods = self._methods(node.body)
        return Class(name, header, bases, fields, methods, properties, values)

    def _fields(self, body: list[ast.stmt], optional: bool) -> Iterator[Field]:
        for node in body:
            member = _enum_member(node)
            if member is not None:
                name, value = member
                yield Field(name, name, literal_of(value), False, self.text(node))
            if not isinstance(node, ast.AnnAssign):
                continue
            if not isinstance(node.target, ast.Name) or _is_alias(node):
                continue
            annotation = node.annotation
            required = node.value is None and not optional
            if optional:
                required = _head(annotation) == "Required"
            name, text = node.target.id, self.text(node)
            wire = _alias_of(annotation) or name
            type_ = self.type(annotation)
            if _head(annotation) == "Final" and node.value is not None:
                type_ = literal_of(node.value)
            only = _only_value(node)
            yield Field(name, wire, type_, required, text, only, only == type_)

    def _twin(self, node: ast.stmt) -> Class | None:
        """`X = TypedDict("X", {...})`, which has keys that are no identifiers."""
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            return None
        call, target = node.value, node.targets[0]
        if not isinstance(target, ast.Name) or _head(call.func) != "TypedDict":
            return None
        table = call.args[1] if len(call.args) > 1 else None
        if not isinstance(table, ast.Dict):
            return None
        optional = any(keyword.arg == "total" for keyword in call.keywords)
        fields: dict[str, Field] = {}
        for key, value in zip(table.keys, table.values, strict=True):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                continue
            name, type_ = key.value, self.type(value)
            required = not optional or _head(value) == "Required"
            text = f"{self.text(key)}: {self.text(value)}"
            fields[name] = Field(name, name, type_, required, text)
        bases = (Type("TypedDict"),)
        return Class(
            target.id, f"class {target.id}(TypedDict)", bases, fields, {}, {}, {}
        )

    def _alias(self, node: ast.stmt) -> Alias | None:
        if not isinstance(node, ast.AnnAssign) or not _is_alias(node):
            return None
        if not isinstance(node.target, ast.Name) or node.value is None:
            return None
        value = node.value
        if isinstance(value, ast.Call) and len(value.args) > 1:
            value = value.args[1]  # TypeAliasType("X", ...)
        return Alias(node.target.id, self.type(value), self.text(node))

    def _methods(self, body: list[ast.stmt]) -> dict[str, tuple[Signature, ...]]:
        """Every way to call each method.

        What implements overloads is none, and neither is what only type checkers call.
        """
        methods: dict[str, list[Signature]] = {}
        overloaded: set[str] = set()
        for node in body:
            if not isinstance(node, _FUNCTIONS) or _is_property(node):
                continue
            if any(_head(decorator) == "overload" for decorator in node.decorator_list):
                overloaded.add(node.name)
            elif node.name in overloaded:
                continue
            if _is_for_checkers(node):
                continue
            methods.setdefault(node.name, []).append(self._signature(node))
        return {name: tuple(signatures) for name, signatures in methods.items()}

    def _signature(self, node: _Function) -> Signature:
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (
            len(positional) - len(arguments.defaults)
        )
        defaults += arguments.defaults
        pairs = [
            pair
            for pair in zip(positional, defaults, strict=True)
            if pair[0].arg != "self"
        ]
        by_position = [
            self._parameter(argument, default, place)
            for place, (argument, default) in enumerate(pairs)
        ]
        by_name = [
            self._parameter(argument, default, None)
            for argument, default in zip(
                arguments.kwonlyargs, arguments.kw_defaults, strict=True
            )
        ]
        result = self.type(node.returns) if node.returns else Type("None")
        last = node.returns or node
        text = self._quoted(node.lineno, node.col_offset, last)
        return Signature((*by_position, *by_name), result, text)

    def _parameter(
        self, node: ast.arg, default: ast.expr | None, position: int | None
    ) -> Parameter:
        type_ = self.type(node.annotation) if node.annotation else Type("Any")
        text = self.text(node)
        if default is not None:
            text += f" = {self.text(default)}"
        return Parameter(node.arg, type_, default is None, position, text)

    def text(self, node: ast.expr | ast.stmt | ast.arg) -> str:
        """The source of a node on one line."""
        return self._quoted(node.lineno, node.col_offset, node)

    def _quoted(
        self, line: int, column: int, last: ast.expr | ast.stmt | ast.arg
    ) -> str:
        end, end_column = last.end_lineno or line, last.end_col_offset or 0
        lines = self.lines[line - 1 : end]
        lines[-1] = lines[-1][:end_column]
        lines[0] = lines[0][column:]
        text = b"\n".join(lines).decode("utf-8")
        for pattern in (_BREAK_AFTER, _BREAK_BEFORE):
            text = pattern.sub("", text)
        return _BREAK.sub(" ", text)


def _enum_member(node: ast.stmt) -> tuple[str, ast.expr] | None:
    """`LOW = 1`: the name of a value, and the value."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return None
    name = node.targets[0].id
    return (name, node.value) if name.isupper() else None


def _only_value(node: ast.AnnAssign) -> Type | None:
    if not isinstance(node.value, ast.Constant) or _head(node.annotation) in _NOT_FIXED:
        return None
    return literal_of(node.value)


def _is_property(node: _Function) -> bool:
    return any(
        _head(decorator) == "cached_property" for decorator in node.decorator_list
    )


def _is_for_checkers(node: _Function) -> bool:
    """Whether nobody can call it: it says what another form of a method gives."""
    marks = [argument.annotation for argument in node.args.args[1:2]]
    return any(mark is not None and _head(mark) == "ForCheckers" for mark in marks)


def _is_alias(node: ast.AnnAssign) -> bool:
    return _head(node.annotation) == "TypeAlias"


def _head(node: ast.expr) -> str:
    """The name that an expression begins with, without what an import called it."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.id.rstrip("_") if isinstance(node, ast.Name) else ""


def _alias_of(annotation: ast.expr) -> str:
    """The key of a field that is called otherwise; empty for any other."""
    for node in ast.walk(annotation):
        keys: list[ast.expr] = []
        if isinstance(node, ast.keyword) and node.arg == "alias":
            keys = [node.value]
        elif isinstance(node, ast.Call) and _head(node.func) == "Key":
            keys = node.args
        for value in keys:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value
    return ""
