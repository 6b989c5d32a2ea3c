"""The `models` package: one module for each owner or circle, and a lazy index."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import starmap
from typing import TypeAlias

from apiloom.api.resolved_api import ModelModule, NamedType
from apiloom.api.schema.shapes import Enumeration, Object
from apiloom.core.identifiers import Identifier
from apiloom.core.location import tokens_of
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Assignment,
    Call,
    ClassHeader,
    Expression,
    Mapping,
    Name,
    Quoted,
    Subscript,
    Symbol,
    Value,
    builtin,
    typing,
)
from apiloom.python.targets.lazy_packages import LazyIndex
from apiloom.python.targets.models.class_bases import ClassBases, Lineage
from apiloom.python.targets.models.enumeration_types import (
    described,
    enum_class,
    enum_header,
    enum_members,
    value_constants,
    values_header,
)
from apiloom.python.targets.models.model_assertions import class_asserts_of
from apiloom.python.targets.models.model_bases import ModelBases
from apiloom.python.targets.models.model_fields import (
    FieldPlanner,
    FieldView,
    field_doc,
    is_keyed,
    is_total,
)
from apiloom.python.targets.models.named_constants import NamedConstants
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.models.vocabulary import ModelShell, ModelTraits
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import Draft, TemplateFile, ready


@dataclass(frozen=True, slots=True)
class ClassView:
    """A model."""

    header: ClassHeader
    doc: Doc
    config: Assignment | None
    fields: tuple[FieldView, ...]
    decorator: Expression | None = None
    template: str = "models/class.py.jinja"
    is_definition: bool = True


@dataclass(frozen=True, slots=True)
class InputView:
    """The `TypedDict` twin of a model: a class, or a `call` for keys that need it."""

    header: ClassHeader
    doc: Doc
    items: tuple[Assignment, ...]
    call: Assignment | None
    template: str = "models/input.py.jinja"

    @property
    def is_definition(self) -> bool:
        """Whether it is a `class` statement, which stands apart."""
        return self.call is None


@dataclass(frozen=True, slots=True)
class AliasView:
    """A name for a type that is no class."""

    declaration: Assignment
    doc: Doc
    template: str = "models/alias.py.jinja"
    is_definition: bool = False


ItemView: TypeAlias = ClassView | InputView | AliasView


@dataclass(frozen=True, slots=True)
class ModelModuleView:
    """A module of models. `postponed` when annotations must wait for the module;
    `narrowing` where a tag is of another type than in a base."""

    postponed: bool
    narrowing: bool
    items: tuple[ItemView, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ModelPlanner:
    """Plans the models of one API."""

    types: TypeExpressions
    bases: ModelBases
    lineages: ClassBases

    def files(self) -> Iterator[Draft]:
        """Every file of `models/`."""
        base = self.bases.module()
        if base is not None:
            yield ready(base)
        for module in self.types.api.modules:
            yield partial(self._module_file, module)
        yield from map(ready, self._index().files())

    def _index(self) -> LazyIndex:
        names = sorted(
            (name, named.module.removeprefix("models."))
            for named in self.types.api.types.values()
            for name in (named.name, named.input_name, self._holder(named))
            if name is not None
        )
        doc = Doc(("The schemas of the document, each loaded when it is first used.",))
        return LazyIndex(doc, "models", tuple(names))

    def _holder(self, named: NamedType) -> Identifier | None:
        names = self.types.api.value_names.get(named.id)
        return None if names is None else names.holder

    def _module_file(self, module: ModelModule) -> TemplateFile:
        items = tuple(
            item
            for named in module.types
            for item in self._items(named, circular=module.circular)
        )
        items = tuple(_with_constants(items))
        path = module.module.replace(".", "/") + ".py"
        taken = frozenset(_bound(items))
        narrowing = any(map(self.lineages.narrows, module.types))
        view = ModelModuleView(module.circular, narrowing, items)
        template = "models/module.py.jinja"
        return TemplateFile(path, template, view, module.module, taken)

    def _items(self, named: NamedType, *, circular: bool) -> Iterator[ItemView]:
        schema = self.types.api.shapes[named.id]
        key = tokens_of(named.id.pointer)[-1:]
        doc = field_doc(schema.notes, named.name, *key)
        if isinstance(schema, Enumeration):
            yield from self._enumeration(named, schema, doc)
            return
        if named.kind == "alias" or not isinstance(schema, Object):
            yield AliasView(self._alias(named), doc)
            return
        planner = FieldPlanner(self.types)
        lineage = self.lineages.of(named)
        shell = self._shell(named, schema, lineage)
        declared = self.lineages.declared(named, schema)
        inherits = bool(lineage.bases)
        yield ClassView(
            shell.header,
            doc,
            shell.config,
            tuple(planner.fields(named, declared, inherits=inherits)),
            shell.decorator,
        )
        if named.input_name is not None:
            twins = self.lineages.twins(named)
            schema = self.lineages.own_keys(named, schema, twins)
            listed = tuple(planner.items(schema))
            if circular and not all(_is_key(key) for key, _ in listed):
                # A call cannot put off its arguments, as annotations can.
                listed = tuple((key, Quoted(type_)) for key, type_ in listed)
            yield self._input(named.input_name, schema, named, listed, twins)

    def _enumeration(
        self, named: NamedType, schema: Enumeration, doc: Doc
    ) -> Iterator[ItemView]:
        names = self.types.api.value_names.get(named.id)
        if names is not None and enum_class(self.types.api, named.id) is not None:
            members = starmap(FieldView, enum_members(schema, names))
            yield ClassView(
                enum_header(self.types.api, schema, named.name),
                doc,
                None,
                tuple(members),
            )
            return
        header = None if names is None else values_header(names)
        if names is None or header is None:
            yield AliasView(self._alias(named), described(schema, doc))
            return
        yield AliasView(self._alias(named), doc)
        constants = starmap(FieldView, value_constants(schema, names))
        about = Doc((f"The values of `{named.name}` by name.",))
        yield ClassView(header, about, None, tuple(constants))

    def _shell(self, named: NamedType, schema: Object, lineage: Lineage) -> ModelShell:
        names = self.types.api.field_names
        above = lineage.order[1:]
        keyed = is_keyed(names[named.id]) and not any(is_keyed(names[a]) for a in above)
        asserts = class_asserts_of(self.types.api, schema, self.types.report)
        traits = ModelTraits(
            extended=tuple(
                Name(Symbol(base.module, base.name, local=True))
                for base in lineage.bases
            ),
            base=self.bases.common(),
            asserts=next(asserts, None),
            asserted=any(map(self.lineages.is_asserted, above)),
            keyed=keyed,
            closed=schema.is_closed,
            frozen=self.bases.options.frozen,
            open_to_heirs=not lineage.bases and named.id in self.lineages.extended(),
        )
        return self.types.words.shell(named.name, traits)

    def _alias(self, named: NamedType) -> Assignment:
        definition = self.types.definition(named.id)
        if not named.recursive:
            return Assignment(named.name, typing("TypeAlias"), definition)
        maker = Name(Symbol("typing_extensions", "TypeAliasType"))
        call = Call(maker, (Value(named.name), Quoted(definition)))
        return Assignment(named.name, None, call)

    def _input(
        self,
        name: Identifier,
        schema: Object,
        named: NamedType,
        listed: tuple[tuple[Text, Expression], ...],
        twins: tuple[Expression, ...],
    ) -> InputView | AliasView:
        doc = Doc((f"`{named.name}` as a caller may write it: a dictionary.",))
        if any(not reveal(key) for key, _ in listed):
            # Type checkers know no such key in a `TypedDict`.
            anything = Subscript(builtin("dict"), (builtin("str"), typing("Any")))
            return AliasView(Assignment(name, typing("TypeAlias"), anything), doc)
        is_whole = is_total(schema) or (twins and not listed)
        keywords = () if is_whole else ((Identifier("total"), Value(False)),)
        header = ClassHeader(name, twins or (typing("TypedDict"),), keywords)
        if all(_is_key(key) for key, _ in listed):
            items = tuple(Assignment(Identifier(reveal(k)), t) for k, t in listed)
            return InputView(header, doc, items, None)
        keys = Mapping(tuple((Value(key), type_) for key, type_ in listed))
        call = Call(typing("TypedDict"), (Value(name), keys), keywords)
        declaration = Assignment(name, None, call)
        return InputView(header, doc, (), declaration)


def _with_constants(items: tuple[ItemView, ...]) -> Iterator[ItemView]:
    """The items of a module, each after the long constants that it uses."""
    named = NamedConstants.of(frozenset(_bound(items)))
    for item in items:
        match item:
            case AliasView(declared):
                short = named.declaration(declared, declared.name)
                after: ItemView = replace(item, declaration=short)
            case ClassView(header, _, config, fields):
                owner = header.name
                after = replace(
                    item,
                    header=named.header(header),
                    config=None if config is None else named.declaration(config, owner),
                    fields=tuple([named.field(view, owner) for view in fields]),
                )
            case _:
                after = item
        for constant in named.drain():
            yield AliasView(constant, Doc(()))
        yield after


def plan_models(types: TypeExpressions, options: PackageOptions) -> Iterator[Draft]:
    """The files of the `models` target."""
    return ModelPlanner(types, ModelBases(options), ClassBases(types)).files()


def _is_key(wire_name: Text) -> bool:
    """Whether a wire name can be written as an attribute of a class body."""
    name = reveal(wire_name)
    plain = name.isascii() and name.isidentifier() and not keyword.iskeyword(name)
    return plain and not name.startswith("__")


def _bound(items: tuple[ItemView, ...]) -> Iterator[str]:
    """Every name that the module or one of its class bodies binds."""
    for item in items:
        if isinstance(item, AliasView):
            yield item.declaration.name
            continue
        yield item.header.name
        if isinstance(item, ClassView):
            yield from (field.declaration.name for field in item.fields)
        else:
            yield from (key.name for key in item.items)
