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
    ContractWalk,
    Places,
    Task,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.fingerprints import unique_by_number
from apiloom.diff.contract.structure.member_differences import (
    Members,
    compare_members,
    members_of_both,
)
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import plain, quoted_value, quoted_values

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


def compare_security(
    walk: ContractWalk, unit: int, old: Operation, new: Operation
) -> None:
    """Compare what two operations require; once where both say nothing themselves."""
    places = Places(
        _requirements_place(walk.old, old), _requirements_place(walk.new, new)
    )
    everywhere = {ROOT, _ROOT_SECURITY}.issuperset({places.old, places.new})
    subject = _EVERYWHERE if everywhere else f"the operation {walk.labels[unit][0]}"
    task = partial(
        _compare_requirements,
        requirements=(old.security, new.security),
        places=places,
        subject=subject,
    )
    walk.enter(unit, Task(("security", places), task))


def _requirements_place(source: ContractSource, operation: Operation) -> Pointer:
    """Where the requirements of an operation stand."""
    where = operation.where.pointer
    own = source.api.document_members.at(where).get("security")
    if own is not None:
        return child(where, "security")
    return (
        _ROOT_SECURITY if "security" in source.api.document_members.at(ROOT) else ROOT
    )


def _compare_requirements(
    walk: ContractWalk,
    unit: int,
    *,
    requirements: tuple[
        tuple[SecurityRequirement, ...], tuple[SecurityRequirement, ...]
    ],
    places: Places,
    subject: str,
) -> None:
    old, new = requirements
    renamed = dict(_renamed_schemes(walk))
    before = {_scheme_names(requirement, renamed): requirement for requirement in old}
    after = {_scheme_names(requirement, {}): requirement for requirement in new}
    free = (not before or frozenset() in before, not after or frozenset() in after)
    if free[0] != free[1]:
        kind = Kind.WIDENED if free[1] else Kind.NARROWED
        words = Words(subject=subject)
        walk.record(unit, "authentication", kind, ContractSide.REQUEST, places, words)
    for schemes in dict.fromkeys((*before, *after)):
        if not schemes:
            continue
        old_requirement, new_requirement = before.get(schemes), after.get(schemes)
        if old_requirement is not None and new_requirement is not None:
            _enter_schemes(walk, unit, old_requirement, renamed)
            _compare_scopes(
                walk, unit, (old_requirement, new_requirement), places, subject
            )
            continue
        kind = presence(old_requirement, new_requirement)
        where = places.new if kind is Kind.ADDED else places.old
        name = _requirement_words(old_requirement or new_requirement or ())
        words = Words(name, subject=subject)
        # Where anonymous calls end or begin, that has been told.
        aspect = "requirement" if free == (False, False) else "offered-requirement"
        own_places = Places.of_one(kind, where or ROOT)
        walk.record(unit, aspect, kind, ContractSide.REQUEST, own_places, words)


def _scheme_names(
    requirement: SecurityRequirement, renamed: dict[Text, Text]
) -> frozenset[Text]:
    return frozenset(renamed.get(use.scheme, use.scheme) for use in requirement)


def _enter_schemes(
    walk: ContractWalk,
    unit: int,
    requirement: SecurityRequirement,
    renamed: dict[Text, Text],
) -> None:
    """Have the schemes of a requirement compared: operations feel what they become."""
    old = {scheme.key: scheme for scheme in _described(walk.old)}
    new = {scheme.key: scheme for scheme in _described(walk.new)}
    for use in requirement:
        before = old.get(use.scheme)
        after = new.get(renamed.get(use.scheme, use.scheme))
        if before is not None and after is not None:
            _enter_scheme(walk, unit, before, after)


def _requirement_words(requirement: SecurityRequirement) -> str:
    return " with ".join(quoted_value(use.scheme) for use in requirement)


def _compare_scopes(
    walk: ContractWalk,
    unit: int,
    requirements: tuple[SecurityRequirement, SecurityRequirement],
    places: Places,
    subject: str,
) -> None:
    """Compare the scopes of one requirement, all schemes of it together."""
    old, new = (
        [scope for use in requirement for scope in use.scopes]
        for requirement in requirements
    )
    for kind, scopes in (
        (Kind.ADDED, [scope for scope in new if scope not in old]),
        (Kind.REMOVED, [scope for scope in old if scope not in new]),
    ):
        if scopes:
            words = Words(quoted_values(scopes), subject=subject)
            walk.record(unit, "scope", kind, ContractSide.REQUEST, places, words)


def _renamed_schemes(walk: ContractWalk) -> list[tuple[Text, Text]]:
    """Schemes that are called otherwise and have not changed."""
    old = {scheme.key: scheme for scheme in walk.old.api.security_schemes}
    new = {scheme.key: scheme for scheme in walk.new.api.security_schemes}
    removed = _unique_by_content(
        walk, walk.old, [old[key] for key in old if key not in new]
    )
    added = _unique_by_content(
        walk, walk.new, [new[key] for key in new if key not in old]
    )
    return [(removed[number], added[number]) for number in removed if number in added]


def _unique_by_content(
    walk: ContractWalk, source: ContractSource, schemes: list[SecurityScheme]
) -> dict[int, Text]:
    """The names of schemes of which there is no second one that says the same."""
    return unique_by_number(
        (_content_number(walk, source, scheme), scheme.key) for scheme in schemes
    )


def _content_number(
    walk: ContractWalk, source: ContractSource, scheme: SecurityScheme
) -> int:
    members = source.api.document_members.at(scheme.where.pointer)
    return walk.table.json({name: member.value for name, member in members.items()})


def compare_schemes(walk: ContractWalk) -> None:
    """Compare the schemes under `components/securitySchemes`."""
    renamed = dict(_renamed_schemes(walk))
    old = {
        renamed.get(scheme.key, scheme.key): scheme for scheme in _described(walk.old)
    }
    new = {scheme.key: scheme for scheme in _described(walk.new)}
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        places = Places(
            None if before is None else before.where.pointer,
            None if after is None else after.where.pointer,
        )
        if before is None or after is None:
            kind = presence(before, after)
            walk.name_subject(places, f"the security scheme {quoted_value(key)}")
            walk.record(ROOT_UNIT, "security-scheme", kind, ContractSide.BOTH, places)
            continue
        if before.key != after.key:
            words = Words("", quoted_value(before.key), quoted_value(after.key))
            walk.record(
                ROOT_UNIT,
                "security-scheme",
                Kind.CHANGED,
                ContractSide.BOTH,
                places,
                words,
            )
        _enter_scheme(walk, ROOT_UNIT, before, after)


def _described(source: ContractSource) -> list[SecurityScheme]:
    """Those that the document describes; others are told of where they are used."""
    listed_below = "/components/securitySchemes/"
    return [
        scheme
        for scheme in source.api.security_schemes
        if scheme.where.pointer.startswith(listed_below)
    ]


def _enter_scheme(
    walk: ContractWalk, above: int, old: SecurityScheme, new: SecurityScheme
) -> None:
    walk.name_subject(
        Places(old.where.pointer, None), f"the security scheme {quoted_value(old.key)}"
    )
    walk.name_subject(
        Places(None, new.where.pointer), f"the security scheme {quoted_value(new.key)}"
    )
    task = partial(_compare_scheme, old=old, new=new)
    walk.enter(above, Task(("scheme", old.where, new.where), task))


def _compare_scheme(
    walk: ContractWalk, unit: int, *, old: SecurityScheme, new: SecurityScheme
) -> None:
    before, after = members_of_both(walk, old.where.pointer, new.where.pointer)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    for name, aspect in _FIELDS.items():
        _compare_field(walk, unit, name, aspect, before, after)
    compare_members(walk, unit, ContractSide.REQUEST, before, after, {})
    flows = members_of_both(
        walk, child(old.where.pointer, "flows"), child(new.where.pointer, "flows")
    )
    for name in sorted(flows[0].keys() | flows[1].keys()):
        places = Places(
            *(members[name][1] if name in members else None for members in flows)
        )
        if name in flows[0] and name in flows[1]:
            _compare_flow(walk, unit, places)
        elif not name.startswith("x-"):
            kind = Kind.ADDED if name in flows[1] else Kind.REMOVED
            words = Words(quoted_value(name))
            walk.record(unit, "oauth-flow", kind, ContractSide.REQUEST, places, words)


def _compare_field(
    walk: ContractWalk,
    unit: int,
    name: str,
    aspect: str,
    old: Members,
    new: Members,
) -> None:
    before, after = (_member_text(members.get(name)) for members in (old, new))
    if name == "scheme":
        before, after = (text and text.lower() for text in (before, after))
    if before == after:
        return
    places = Places(
        old[name][1] if name in old else None, new[name][1] if name in new else None
    )
    words = Words(plain(name), _value_or_nothing(before), _value_or_nothing(after))
    walk.record(unit, aspect, Kind.CHANGED, ContractSide.REQUEST, places, words)


def _value_or_nothing(value: str | None) -> str:
    return "nothing" if value is None else quoted_value(value)


def _member_text(member: tuple[Any, Pointer] | None) -> str | None:
    value = None if member is None else member[0].value
    return value if isinstance(value, str) else None


def _compare_flow(walk: ContractWalk, unit: int, at: Places) -> None:
    old, new = at.old or Pointer(""), at.new or Pointer("")
    flows = members_of_both(walk, old, new)
    for name in _URLS:
        _compare_field(walk, unit, name, "oauth-url", *flows)
    scopes = members_of_both(walk, child(old, "scopes"), child(new, "scopes"))
    for name in sorted(scopes[0].keys() | scopes[1].keys()):
        before, after = (members.get(name) for members in scopes)
        kind, side = presence(before, after), ContractSide.REQUEST
        if kind is Kind.CHANGED:
            if _member_text(before) == _member_text(after):
                continue
            side = ContractSide.BOTH
        places = Places(before and before[1], after and after[1])
        walk.record(unit, "oauth-scope", kind, side, places, Words(quoted_value(name)))
