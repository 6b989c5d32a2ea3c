"""Security schemes, and what operations require of them."""

from __future__ import annotations

from functools import partial
from typing import Final, TypeVar

from apiloom.api.ir import Operation, SecurityRequirement, SecurityScheme
from apiloom.api.schema.flat_schema import PlacedValue
from apiloom.core.location import ROOT, Pointer, child
from apiloom.core.text import Text, visible
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ContractSource,
    ContractWalk,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.member_differences import Members
from apiloom.diff.contract.structure.object_pair import (
    ObjectKind,
    ObjectPair,
    documents_of,
)
from apiloom.diff.contract.structure.places import (
    Placed,
    Places,
    Words,
    either,
    in_one_alone,
    paired,
    renamed,
)
from apiloom.diff.contract.structure.wording import quoted_value, quoted_values

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
Q = TypeVar("Q", bound=Placed)
_Requirements = PlacedValue[tuple[SecurityRequirement, ...]]
_Alternatives = dict[frozenset[Text], SecurityRequirement]


def compare_security(pair: ObjectPair[Operation], subject: str) -> None:
    """Compare what two operations require; once where both say nothing themselves."""
    old = _requirements(pair.walk.old, pair.old)
    new = _requirements(pair.walk.new, pair.new)
    if {ROOT, _ROOT_SECURITY}.issuperset({old.where, new.where}):
        subject = _EVERYWHERE
    compare = partial(_compare_requirements, subject=subject)
    pair.enter("security", old, new, compare)


def _requirements(source: ContractSource, operation: Operation) -> _Requirements:
    """The requirements of an operation, and where they stand."""
    where = operation.where.pointer
    if "security" in source.api.document_members.at(where):
        place = child(where, "security")
    elif "security" in source.api.document_members.at(ROOT):
        place = _ROOT_SECURITY
    else:
        place = ROOT
    return PlacedValue(operation.security, place)


def _compare_requirements(pair: ObjectPair[_Requirements], *, subject: str) -> None:
    old_names = _renamed_schemes(pair.walk)
    old = {
        frozenset(use.scheme for use in requirement): requirement
        for requirement in pair.old.value
    }
    new = {
        frozenset(old_names.get(use.scheme, use.scheme) for use in requirement): (
            requirement
        )
        for requirement in pair.new.value
    }
    free = (not old or frozenset() in old, not new or frozenset() in new)
    words = Words(subject=subject)
    if free[0] != free[1]:
        kind = Kind.WIDENED if free[1] else Kind.NARROWED
        pair.record("authentication", kind, words)
    # Where anonymous calls end or begin, that has been told.
    are_free = free != (False, False)
    aspect = "offered-requirement" if are_free else "requirement"
    told = set() if are_free else _compare_sufficient(pair, old, new, subject)
    for schemes, before, after in paired(old, new):
        if not schemes:
            continue
        if before is not None and after is not None:
            _enter_schemes(pair, after, old_names)
            scopes = _scopes(before), _scopes(after)
            for kind, some in in_one_alone(*scopes, lambda scope: scope).items():
                pair.record("scope", kind, words._replace(name=quoted_values(some)))
        elif schemes not in told:
            pair.record_presence(
                aspect,
                None if before is None else pair.old,
                None if after is None else pair.new,
                words._replace(name=_together(either(before, after))),
            )


def _compare_sufficient(
    pair: ObjectPair[_Requirements],
    old: _Alternatives,
    new: _Alternatives,
    subject: str,
) -> set[frozenset[Text]]:
    """Compare alternatives that demand a part of what others do.

    Who has all that one demands is admitted by any that demands less. The answer has
    those about which nothing is left to tell.
    """
    least_old, least_new = _least(old), _least(new)
    told = (old.keys() - least_old.keys()) | (new.keys() - least_new.keys())
    for more, less, kind in (
        (least_old, least_new, Kind.WIDENED),
        (least_new, least_old, Kind.NARROWED),
    ):
        for schemes, requirement in more.items():
            fewer = _part_of(schemes, more, less)
            if fewer is not None and schemes not in less:
                told |= {schemes, fewer}
                names = _together(requirement), _together(less[fewer])
                in_order = names if kind is Kind.WIDENED else names[::-1]
                pair.record("requirement", kind, Words("", *in_order, subject))
    return told


def _least(alternatives: _Alternatives) -> _Alternatives:
    """Those of which no other one demands a part."""
    return {
        schemes: requirement
        for schemes, requirement in alternatives.items()
        if _part_of(schemes, alternatives, alternatives) is None
    }


def _part_of(
    schemes: frozenset[Text], alternatives: _Alternatives, others: _Alternatives
) -> frozenset[Text] | None:
    """The first of others that demands some of what one alternative does, no more."""
    for fewer, requirement in others.items():
        if fewer < schemes and _is_within(requirement, alternatives[schemes]):
            return fewer
    return None


def _is_within(less: SecurityRequirement, more: SecurityRequirement) -> bool:
    """Whether the one demands no scope that the other does not demand."""
    return set(_scopes(less)) <= set(_scopes(more))


def _together(requirement: SecurityRequirement) -> str:
    """The schemes that a requirement demands at once."""
    return " and ".join(quoted_value(use.scheme) for use in requirement)


def _scopes(requirement: SecurityRequirement) -> list[Text]:
    """The scopes of one requirement, of all its schemes together."""
    return [scope for use in requirement for scope in use.scopes]


def _enter_schemes(
    pair: ObjectPair[_Requirements],
    requirement: SecurityRequirement,
    old_names: dict[Text, Text],
) -> None:
    """Have the schemes of a requirement compared: operations feel what they become."""
    old, new = _described(pair.walk.old), _described(pair.walk.new)
    for use in requirement:
        before = old.get(old_names.get(use.scheme, use.scheme))
        after = new.get(use.scheme)
        if before is not None and after is not None:
            pair.compare_one(_SCHEMES, before, after)


def _renamed_schemes(walk: ContractWalk) -> dict[Text, Text]:
    """New names with old ones, of schemes that have not changed."""
    old, new = (
        {
            scheme.key: _content_number(walk, source, scheme)
            for scheme in source.api.security_schemes
        }
        for source in (walk.old, walk.new)
    )
    return renamed(old, new)


def _content_number(
    walk: ContractWalk, source: ContractSource, scheme: SecurityScheme
) -> int:
    """The number of what a scheme says: the same for schemes that say the same."""
    members = source.api.document_members.at(scheme.where.pointer)
    values = {name: member.value for name, member in members.items()}
    return walk.fingerprints.of_json(values)


def _described(source: ContractSource) -> dict[Text, SecurityScheme]:
    """Those that the document describes; others are told of where they are used."""
    listed_below = "/components/securitySchemes/"
    return {
        scheme.key: scheme
        for scheme in source.api.security_schemes
        if scheme.where.pointer.startswith(listed_below)
    }


def compare_schemes(walk: ContractWalk) -> None:
    """Compare the schemes under `components/securitySchemes`."""
    documents = documents_of(walk)
    old, new = _described(walk.old), _described(walk.new)
    for _, before, after in paired(old, new, _renamed_schemes(walk)):
        if before is not None and after is not None and before.key != after.key:
            keys = quoted_value(before.key), quoted_value(after.key)
            documents.of(before, after).record_change("security-scheme", *keys)
        if before is None or after is None:
            documents.compare_one(_SCHEMES, before, after)
        else:
            documents.going(ContractSide.REQUEST).compare_one(_SCHEMES, before, after)


def _scheme_subject(scheme: SecurityScheme) -> str:
    return f"the security scheme {quoted_value(scheme.key)}"


def _compare_scheme(pair: ObjectPair[SecurityScheme]) -> None:
    pair.compare_texts("description")
    members = pair.members()
    for name, aspect in _FIELDS.items():
        _compare_field(pair, name, aspect, members)
    pair.compare_members({})
    for name, old, new in paired(*pair.members("flows")):
        if old is not None and new is not None:
            _compare_flow(pair.of(old, new))
        elif not name.startswith("x-"):
            pair.record_presence("oauth-flow", old, new, Words(quoted_value(name)))


_SCHEMES: Final = ObjectKind(
    "scheme", _scheme_subject, lambda _: "security-scheme", _compare_scheme
)


def _compare_field(
    pair: ObjectPair[Q], name: str, aspect: str, members: tuple[Members, Members]
) -> None:
    old, new = (side.get(name) for side in members)
    before, after = _text(old), _text(new)
    said = before, after
    if name == "scheme" or (name == "name" and _are_header_fields(members)):
        said = before and before.lower(), after and after.lower()
    if said[0] != said[1]:
        words = Words(
            visible(name), _value_or_nothing(before), _value_or_nothing(after)
        )
        pair.record(aspect, Kind.CHANGED, words, Places.of(old, new))


def _are_header_fields(members: tuple[Members, Members]) -> bool:
    """Whether both are sent in a header field, the case of whose name does not count
    (RFC 9110, section 5.1)."""
    return all(_text(side.get("in")) == "header" for side in members)


def _value_or_nothing(value: str | None) -> str:
    return "nothing" if value is None else quoted_value(value)


def _text(member: PlacedValue[object] | None) -> str | None:
    value = None if member is None else member.value
    return value if isinstance(value, str) else None


def _compare_flow(pair: ObjectPair[PlacedValue[object]]) -> None:
    members = pair.members()
    for name in _URLS:
        _compare_field(pair, name, "oauth-url", members)
    for name, old, new in paired(*pair.members("scopes")):
        words = Words(quoted_value(name))
        if old is None or new is None:
            pair.record_presence("oauth-scope", old, new, words)
        elif _text(old) != _text(new):
            texts = pair.going(ContractSide.BOTH)
            texts.record_presence("oauth-scope", old, new, words)
