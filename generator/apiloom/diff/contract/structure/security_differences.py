"""Security schemes, and what operations require of them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from apiloom.api.ir import Operation, SecurityRequirement, SecurityScheme
from apiloom.core.location import ROOT, Pointer, child
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ROOT_UNIT,
    ContractSource,
    Pair,
    Task,
    Walk,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.member_differences import (
    Members,
    compare_members,
    members_at,
)
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import listed, plain, said

_FIELDS: Final = {
    "type": "security-type",
    "scheme": "security-type",
    "in": "security-place",
    "name": "security-place",
    "bearerFormat": "bearer-format",
    "openIdConnectUrl": "openid-url",
    "oauth2MetadataUrl": "oauth-url",
}
_URLS: Final = (
    "authorizationUrl",
    "deviceAuthorizationUrl",
    "tokenUrl",
    "refreshUrl",
)
_EVERYWHERE: Final = "every operation that does not say otherwise"
_ROOT_SECURITY: Final = Pointer("/security")


def compare_security(walk: Walk, unit: int, old: Operation, new: Operation) -> None:
    """Compare what two operations require; once where both say nothing themselves."""
    places = Pair(_place(walk.old, old), _place(walk.new, new))
    everywhere = {ROOT, _ROOT_SECURITY}.issuperset({places.old, places.new})
    subject = _EVERYWHERE if everywhere else f"the operation {walk.labels[unit][0]}"
    task = partial(
        _requirements, pair=(old.security, new.security), places=places, subject=subject
    )
    walk.enter(unit, Task(("security", places), task))


def _place(half: ContractSource, operation: Operation) -> Pointer:
    """Where the requirements of an operation stand."""
    where = operation.where.pointer
    own = half.api.document_members.at(where).get("security")
    if own is not None:
        return child(where, "security")
    return _ROOT_SECURITY if "security" in half.api.document_members.at(ROOT) else ROOT


def _requirements(
    walk: Walk,
    unit: int,
    *,
    pair: tuple[tuple[SecurityRequirement, ...], tuple[SecurityRequirement, ...]],
    places: Pair,
    subject: str,
) -> None:
    old, new = pair
    renamed = dict(_renamed(walk))
    before = {_schemes(each, renamed): each for each in old}
    after = {_schemes(each, {}): each for each in new}
    free = (not before or frozenset() in before, not after or frozenset() in after)
    if free[0] != free[1]:
        kind = Kind.WIDENED if free[1] else Kind.NARROWED
        words = Words(subject=subject)
        walk.tell(unit, "authentication", kind, ContractSide.REQUEST, places, words)
    for schemes in dict.fromkeys((*before, *after)):
        if not schemes:
            continue
        gone, come = before.get(schemes), after.get(schemes)
        if gone is not None and come is not None:
            _schemes_of(walk, unit, gone, renamed)
            _scopes(walk, unit, (gone, come), places, subject)
            continue
        kind = Kind.ADDED if gone is None else Kind.REMOVED
        at = Pair(None, places.new) if gone is None else Pair(places.old, None)
        words = Words(_together(gone or come or ()), subject=subject)
        # Where anonymous calls end or begin, that has been told.
        aspect = "requirement" if free == (False, False) else "offered-requirement"
        walk.tell(unit, aspect, kind, ContractSide.REQUEST, at, words)


def _schemes(
    requirement: SecurityRequirement, renamed: dict[Text, Text]
) -> frozenset[Text]:
    return frozenset(renamed.get(each.scheme, each.scheme) for each in requirement)


def _schemes_of(
    walk: Walk, unit: int, requirement: SecurityRequirement, renamed: dict[Text, Text]
) -> None:
    """Have the schemes of a requirement compared: operations feel what they become."""
    old = {each.key: each for each in _described(walk.old)}
    new = {each.key: each for each in _described(walk.new)}
    for use in requirement:
        before = old.get(use.scheme)
        after = new.get(renamed.get(use.scheme, use.scheme))
        if before is not None and after is not None:
            _enter(walk, unit, before, after)


def _together(requirement: SecurityRequirement) -> str:
    return " with ".join(said(each.scheme) for each in requirement)


def _scopes(
    walk: Walk,
    unit: int,
    uses: tuple[SecurityRequirement, SecurityRequirement],
    places: Pair,
    subject: str,
) -> None:
    """Compare the scopes of one requirement, all schemes of it together."""
    old, new = ([s for each in use for s in each.scopes] for use in uses)
    for kind, found in (
        (Kind.ADDED, [each for each in new if each not in old]),
        (Kind.REMOVED, [each for each in old if each not in new]),
    ):
        if found:
            words = Words(listed(found), subject=subject)
            walk.tell(unit, "scope", kind, ContractSide.REQUEST, places, words)


def _renamed(walk: Walk) -> list[tuple[Text, Text]]:
    """Schemes that are called otherwise and have not changed."""
    old = {each.key: each for each in walk.old.api.security_schemes}
    new = {each.key: each for each in walk.new.api.security_schemes}
    gone = _alone(walk, walk.old, [old[key] for key in old if key not in new])
    come = _alone(walk, walk.new, [new[key] for key in new if key not in old])
    return [(gone[each], come[each]) for each in gone if each in come]


def _alone(
    walk: Walk, half: ContractSource, schemes: list[SecurityScheme]
) -> dict[int, Text]:
    """The names of schemes of which there is no second one that says the same."""
    numbers = [_content(walk, half, each) for each in schemes]
    return {
        number: each.key
        for number, each in zip(numbers, schemes, strict=True)
        if numbers.count(number) == 1
    }


def _content(walk: Walk, half: ContractSource, scheme: SecurityScheme) -> int:
    members = half.api.document_members.at(scheme.where.pointer)
    return walk.table.json({name: each.value for name, each in members.items()})


def compare_schemes(walk: Walk) -> None:
    """Compare the schemes under `components/securitySchemes`."""
    renamed = dict(_renamed(walk))
    old = {renamed.get(each.key, each.key): each for each in _described(walk.old)}
    new = {each.key: each for each in _described(walk.new)}
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        places = Pair(
            None if before is None else before.where.pointer,
            None if after is None else after.where.pointer,
        )
        if before is None or after is None:
            kind = Kind.ADDED if before is None else Kind.REMOVED
            walk.call(places, f"the security scheme {said(key)}")
            walk.tell(ROOT_UNIT, "security-scheme", kind, ContractSide.BOTH, places)
            continue
        if before.key != after.key:
            words = Words("", said(before.key), said(after.key))
            walk.tell(
                ROOT_UNIT,
                "security-scheme",
                Kind.CHANGED,
                ContractSide.BOTH,
                places,
                words,
            )
        _enter(walk, ROOT_UNIT, before, after)


def _described(half: ContractSource) -> list[SecurityScheme]:
    """Those that the document describes; others are told of where they are used."""
    listed_below = "/components/securitySchemes/"
    return [
        each
        for each in half.api.security_schemes
        if each.where.pointer.startswith(listed_below)
    ]


def _enter(walk: Walk, above: int, old: SecurityScheme, new: SecurityScheme) -> None:
    walk.call(Pair(old.where.pointer, None), f"the security scheme {said(old.key)}")
    walk.call(Pair(None, new.where.pointer), f"the security scheme {said(new.key)}")
    task = partial(_scheme, old=old, new=new)
    walk.enter(above, Task(("scheme", old.where, new.where), task))


def _scheme(walk: Walk, unit: int, *, old: SecurityScheme, new: SecurityScheme) -> None:
    half = walk.old, walk.new
    before = members_at(half[0], old.where.pointer)
    after = members_at(half[1], new.where.pointer)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    for name, aspect in _FIELDS.items():
        _field(walk, unit, name, aspect, before, after)
    compare_members(walk, unit, ContractSide.REQUEST, before, after, {})
    flows = (
        members_at(walk.old, child(old.where.pointer, "flows")),
        members_at(walk.new, child(new.where.pointer, "flows")),
    )
    for name in sorted(flows[0].keys() | flows[1].keys()):
        places = Pair(*(each[name][1] if name in each else None for each in flows))
        if name in flows[0] and name in flows[1]:
            _flow(walk, unit, places)
        elif not name.startswith("x-"):
            kind = Kind.ADDED if name in flows[1] else Kind.REMOVED
            words = Words(said(name))
            walk.tell(unit, "oauth-flow", kind, ContractSide.REQUEST, places, words)


def _field(
    walk: Walk,
    unit: int,
    name: str,
    aspect: str,
    old: Members,
    new: Members,
) -> None:
    before, after = (_text(each.get(name)) for each in (old, new))
    if name == "scheme":
        before, after = (each and each.lower() for each in (before, after))
    if before == after:
        return
    places = Pair(
        old[name][1] if name in old else None, new[name][1] if name in new else None
    )
    words = Words(plain(name), _shown(before), _shown(after))
    walk.tell(unit, aspect, Kind.CHANGED, ContractSide.REQUEST, places, words)


def _shown(value: str | None) -> str:
    return "nothing" if value is None else said(value)


def _text(found: tuple[Any, Pointer] | None) -> str | None:
    value = None if found is None else found[0].value
    return value if isinstance(value, str) else None


def _flow(walk: Walk, unit: int, at: Pair) -> None:
    old, new = at.old or Pointer(""), at.new or Pointer("")
    before, after = members_at(walk.old, old), members_at(walk.new, new)
    for name in _URLS:
        _field(walk, unit, name, "oauth-url", before, after)
    scopes = (
        members_at(walk.old, child(old, "scopes")),
        members_at(walk.new, child(new, "scopes")),
    )
    for name in sorted(scopes[0].keys() | scopes[1].keys()):
        found = scopes[0].get(name), scopes[1].get(name)
        places = Pair(*(each[1] if each else None for each in found))
        words = Words(said(name))
        if found[0] is not None and found[1] is not None:
            if _text(found[0]) != _text(found[1]):
                walk.tell(
                    unit, "oauth-scope", Kind.CHANGED, ContractSide.BOTH, places, words
                )
            continue
        kind = Kind.ADDED if found[0] is None else Kind.REMOVED
        walk.tell(unit, "oauth-scope", kind, ContractSide.REQUEST, places, words)


__all__ = ["compare_schemes", "compare_security"]
