"""What a method is beside what it returns: what `client.stream(method)` makes of it.

Type checkers see it as further overloads, which nobody can call: their first argument
is of a class that has no instances.

    @overload
    def chat(self, *, text: str) -> Answer: ...
    @overload
    def chat(self, _: ForCheckers, _as: AsStream, *, text: str) -> Stream[Chunk]: ...
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from apiloom.core.identifiers import Identifier, free_name
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Expression,
    Parameter,
    Return,
    Signature,
    Subscript,
    Value,
    builtin,
    either,
    runtime,
    typing,
    typing_only,
)

SWITCH: Final = Text("stream")
"""The property of a body that chooses between an answer and a stream."""


def _mark(class_: str) -> Expression:
    return typing_only(runtime("method_forms", class_))


_MARK: Final = _mark("ForCheckers")


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method; `overloads` when the body can be passed whole or by its properties.

    `implementation` decorates what stands behind overloads that it does not spell out,
    `deprecated` all of them where the document does not want them to be called (PEP
    702).
    """

    decorator: Expression | None
    overloads: tuple[Signature, ...]
    signature: Signature
    doc: Doc
    result: Return
    implementation: Expression | None = None
    deprecated: Expression | None = None


def with_form(view: MethodView, form: str, returns: Expression) -> MethodView:
    """The method, that has another form which returns something else."""
    others = tuple(_in_form(base, form, returns) for base in _plain(view))
    return _overloaded(view, (*_all(view), *others))


def with_stream(
    view: MethodView,
    answer: Expression,
    stream: Expression,
    switch: Identifier | None,
) -> MethodView:
    """The method, that gives a stream in another form.

    It does so by itself where the argument `switch`, if there is one, is true.
    """
    bases = _plain(view)
    plain = (
        variant for base in bases for variant in _switched(base, switch, answer, stream)
    )
    forms = (_in_form(_without(base, switch), "AsStream", stream) for base in bases)
    others = (each for each in _all(view) if each not in bases)
    return _overloaded(view, (*plain, *others, *forms))


def _all(view: MethodView) -> tuple[Signature, ...]:
    return view.overloads or (replace(view.signature, stub=True),)


def _plain(view: MethodView) -> tuple[Signature, ...]:
    """The ways to call the method itself."""
    return tuple(each for each in _all(view) if not _is_form(each))


def _is_form(signature: Signature) -> bool:
    """Whether it is for type checkers alone."""
    second = signature.parameters[1:2]
    return bool(second) and second[0].annotation == _MARK


def _overloaded(view: MethodView, overloads: tuple[Signature, ...]) -> MethodView:
    return replace(
        view,
        decorator=typing("overload"),
        overloads=overloads,
        signature=replace(view.signature, returns=typing_only(typing("Any"))),
        implementation=runtime("method_forms", "behind_overloads"),
    )


def _in_form(base: Signature, form: str, returns: Expression) -> Signature:
    this, *rest = base.parameters
    taken = [parameter.name for parameter in (*rest, *base.keyword_only)]
    marks = tuple(
        Parameter(
            free_name(Identifier(name), taken),
            annotation,
        )
        for name, annotation in (("only", _MARK), ("form", _mark(form)))
    )
    return replace(base, parameters=(this, *marks, *rest), returns=typing_only(returns))


def _without(base: Signature, switch: Identifier | None) -> Signature:
    others = tuple(each for each in base.keyword_only if each.name != switch)
    return replace(base, keyword_only=others)


def _switched(
    base: Signature,
    switch: Identifier | None,
    answer: Expression,
    stream: Expression,
) -> Iterator[Signature]:
    """For an argument that is false, one that is true, and one that may be either."""
    given = next((each for each in base.keyword_only if each.name == switch), None)
    if given is None:
        yield replace(base, returns=typing_only(answer))
        return
    others = _without(base, switch).keyword_only
    cases = (False, answer), (True, stream), (None, either((answer, stream)))
    for value, returns in cases:
        yield replace(
            base,
            keyword_only=_ordered((*others, _told(given, value))),
            returns=typing_only(returns),
        )


def _told(given: Parameter, value: bool | None) -> Parameter:
    """The argument where it is known; where it is not false, it has to be given."""
    if value is None:
        return Parameter(given.name, typing_only(builtin("bool")))
    literal = Subscript(typing("Literal"), (Value(value),))
    if value or given.default is None:
        return Parameter(given.name, typing_only(literal))
    absent = runtime("missing", "Missing") if given.default != NONE else NONE
    members = (literal, NONE) if absent == NONE else (literal, NONE, absent)
    return Parameter(given.name, typing_only(either(members)), given.default)


def _ordered(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    return tuple(sorted(parameters, key=lambda each: each.default is not None))
