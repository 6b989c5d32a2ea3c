"""JSON values compared: what is equal, and what only looks like it."""

import pytest

from apiloom.runtime.json_values import canonical


@pytest.mark.parametrize(
    ("one", "other", "are_equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (10**23, 1e23, True),
        (2**53, float(2**53), True),
        (-(2**64), 2**64, False),
        ([2**60], [2**60 + 1], False),
        ({"a": 10**400}, {"a": 10**400}, True),
    ],
)
def test_canonical(one: object, other: object, are_equal: bool) -> None:
    assert (canonical(one) == canonical(other)) is are_equal
    if are_equal:
        assert hash(canonical(one)) == hash(canonical(other))


def test_nobody_can_choose_integers_of_one_hash() -> None:
    # Python's own hash of every one of these is 0.
    multiples = [(2**61 - 1) * factor for factor in range(1, 1000)]
    assert len({hash(canonical(each)) for each in multiples}) > 900
