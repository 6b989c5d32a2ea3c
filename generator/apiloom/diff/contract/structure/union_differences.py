"""Two unions: which members are the same, which came, which went."""

from __future__ import annotations

from collections.abc import Mapping

from apiloom.api.schema.shapes import Discriminator
from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.structure.contract_walk import ContractSource, Pair, Words
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.flat_schema import Choice, Flat, Node
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.subjects import is_component
from apiloom.diff.contract.structure.union_matching import Members, match
from apiloom.diff.contract.structure.wording import kinds, quoted, said


def compare_unions(here: SchemaPair, old: Node, new: Node) -> bool:
    """Compare the unions; says whether there is nothing else to compare.

    A schema beside a union counts as a union of one: that is what it becomes when a
    second member is added.
    """
    _discriminators(here)
    olds, news = here.old.choices, here.new.choices
    if not olds and here.new.is_choice:
        return _one_sided(here, _single(here.old, old, here.new), news[0])
    if not news and here.old.is_choice:
        return _one_sided(here, olds[0], _single(here.new, new, here.old))
    for before, after in zip(olds, news, strict=False):
        _members(here, before, after)
    for after in news[len(olds) :]:
        here.tell("union", Kind.ADDED, Pair(None, after.where))
    for before in olds[len(news) :]:
        here.tell("union", Kind.REMOVED, Pair(before.where, None))
    if olds and news:
        _nullability(here, olds[0], news[0])
    return here.old.is_choice and here.new.is_choice


def _single(flat: Flat, node: Node, other: Flat) -> Choice:
    """A schema as a union of itself alone."""
    choice = other.choices[0]
    return Choice(flat.where, (node,), None, choice.exclusive, choice.null_too)


def _one_sided(here: SchemaPair, old: Choice, new: Choice) -> bool:
    """Compare where one is no union; says whether it is one of the members."""
    if not _matched(here, old, new):
        kind = direction(narrower=here.old.is_free, wider=here.new.is_free)
        words = Words("", _form(here.old), _form(here.new))
        here.tell("union-type", kind, Pair(old.where, new.where), words)
        return True
    _members(here, old, new, null=False)
    _nullability(here, old, new)
    return True


def _form(flat: Flat) -> str:
    return "one of several schemas" if flat.choices else kinds(flat.plain)


def _nullability(here: SchemaPair, old: Choice, new: Choice) -> None:
    before, after = here.old.nullable, here.new.nullable
    if before is not None and after is not None and before != after:
        kind = Kind.WIDENED if after else Kind.NARROWED
        here.tell("nullable", kind, Pair(old.where, new.where))


def _matched(here: SchemaPair, old: Choice, new: Choice) -> list[tuple[int, int]]:
    olds = _described(here.walk.old, old)
    news = _described(here.walk.new, new)
    return match(olds, news, here.walk.same)


def _described(half: ContractSource, choice: Choice) -> Members:
    """The members of a choice, by the signs that tell them apart."""
    tags: dict[Pointer, Text] = {}
    if choice.discriminator is not None:
        for tag, target in choice.discriminator.mapping:
            tags.setdefault(target.pointer, tag)
    nodes = tuple(half.schemas.settled(each) for each in choice.members)
    names = tuple(_component(each) for each in nodes)
    labels = tuple(tags.get(each[0].pointer) for each in nodes)
    return Members(nodes, names, labels, tuple(map(half.schemas.flat, nodes)))


def _component(node: Node) -> str | None:
    """The name of the component that a member is."""
    if len(node) > 1 or not is_component(node[0].pointer):
        return None
    return tokens_of(node[0].pointer)[-1]


def _members(here: SchemaPair, old: Choice, new: Choice, *, null: bool = True) -> None:
    pairs = _matched(here, old, new)
    kept_old, kept_new = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, j in pairs:
        here.visit(old.members[i], new.members[j], null=null)
    for i, node in enumerate(old.members):
        if i not in kept_old:
            words = Words(_called(here.walk.old, node))
            here.tell("union-member", Kind.REMOVED, Pair(node[0].pointer, None), words)
    for j, node in enumerate(new.members):
        if j not in kept_new:
            words = Words(_called(here.walk.new, node))
            here.tell("union-member", Kind.ADDED, Pair(None, node[0].pointer), words)
    if old.exclusive != new.exclusive:
        kind = Kind.NARROWED if new.exclusive else Kind.WIDENED
        here.tell("exclusive", kind, Pair(old.where, new.where))


def _called(half: ContractSource, node: Node) -> str:
    """What people call a member."""
    settled = half.schemas.settled(node)
    name = _component(settled)
    if name is not None:
        return quoted(name)
    for _, notes in half.schemas.flat(settled).notes:
        if notes.title is not None:
            return said(notes.title)
    return f"number {_position(node[0].pointer)}"


def _position(pointer: Pointer) -> str:
    last = tokens_of(pointer)[-1:]
    return str(int(last[0]) + 1) if last and last[0].isdecimal() else "1"


def _discriminators(here: SchemaPair) -> None:
    old, new = _discriminator(here.old), _discriminator(here.new)
    if old is None or new is None:
        places = Pair(old[1] if old else None, new[1] if new else None)
        found = old or new
        here.appears("discriminator", places, _tag_of(found))
        return
    places = Pair(old[1], new[1])
    if old[0].property_name != new[0].property_name:
        at = Pair(child(old[1], "propertyName"), child(new[1], "propertyName"))
        here.tell(
            "discriminator", Kind.CHANGED, at, Words("", _tag_of(old), _tag_of(new))
        )
    _mapping(here, old[0], new[0], places)


def _tag_of(found: tuple[Discriminator, Pointer] | None) -> str:
    return "" if found is None else said(found[0].property_name)


def _discriminator(flat: Flat) -> tuple[Discriminator, Pointer] | None:
    for choice in flat.choices:
        if choice.discriminator is not None:
            return choice.discriminator, _beside(choice.where)
    return flat.discriminator


def _beside(where: Pointer) -> Pointer:
    """The discriminator that stands beside the `oneOf` or `anyOf` at a place."""
    head, _, last = where.rpartition("/")
    base = Pointer(head) if last in {"oneOf", "anyOf"} else where
    return child(base, "discriminator")


def _mapping(
    here: SchemaPair, old: Discriminator, new: Discriminator, at: Pair
) -> None:
    before, after = dict(old.mapping), dict(new.mapping)
    for tag in dict.fromkeys((*before, *after)):
        places = Pair(_tag_at(at.old, tag, before), _tag_at(at.new, tag, after))
        if tag not in after or tag not in before:
            here.appears("discriminator-tag", places, said(tag))
            continue
        names = [tokens_of(each[tag].pointer)[-1] for each in (before, after)]
        if names[0] != names[1] and not here.walk.same((before[tag],), (after[tag],)):
            words = Words(said(tag), quoted(names[0]), quoted(names[1]))
            here.tell("discriminator-tag", Kind.CHANGED, places, words)


def _tag_at(
    where: Pointer | None, tag: Text, mapping: Mapping[Text, object]
) -> Pointer | None:
    if where is None or tag not in mapping:
        return None
    return child(where, "mapping", reveal(tag))
