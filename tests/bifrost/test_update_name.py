"""An update of the name, and what an update leaves alone."""

import pytest

from bifrost import errors
from tests.bifrost.harness import samples
from tests.bifrost.harness.expect import NOW, error, updated
from tests.bifrost.harness.running import Caller, Gateway


def test_an_empty_update_changes_nothing(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer_with_budget())
    assert updated(gateway, call, {}) == samples.customer_with_budget()


def test_a_name_replaces_the_name_alone(gateway: Gateway, call: Caller) -> None:
    before = samples.customer_with_budget()
    gateway.add(before)
    after = updated(gateway, call, {"name": "Acme GmbH"})
    assert after == {**before, "name": "Acme GmbH", "updated_at": NOW}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="space"),
        pytest.param("null", id="null"),
        pytest.param('"\\\n\t', id="escapes"),
        pytest.param("\u00c5ngstr\u00f6m \U0001f600", id="unicode"),
        pytest.param("x" * 100_000, id="long"),
        pytest.param("nul \x00 inside", id="nul"),
    ],
)
def test_any_name_is_accepted(gateway: Gateway, call: Caller, name: str) -> None:
    gateway.add(samples.customer())
    assert updated(gateway, call, {"name": name})["name"] == name


def test_a_customer_without_a_name_can_get_one(gateway: Gateway, call: Caller) -> None:
    gateway.add({"id": "c1"})
    after = updated(gateway, call, {"name": "Acme"})
    assert after == {"id": "c1", "name": "Acme", "updated_at": NOW}


def test_other_customers_are_left_alone(gateway: Gateway, call: Caller) -> None:
    gateway.add(samples.customer())
    gateway.add(samples.customer_with_budget("c2"))
    updated(gateway, call, {"name": "New", "budget": {}})
    assert gateway.stored("c2") == samples.customer_with_budget("c2")


@pytest.mark.parametrize(
    "customer_id", ["c/1", "c 1", "c%2F1", "\u00e5", "a?b#c", "a;b=c", "..."]
)
def test_any_id_travels_in_the_path(
    gateway: Gateway, call: Caller, customer_id: str
) -> None:
    gateway.add(samples.customer(customer_id))
    answer = call(customer_id, {"name": "New"}).customer
    assert answer is not None
    assert (answer.id, answer.name) == (customer_id, "New")


def test_an_unknown_customer_is_not_found(gateway: Gateway, call: Caller) -> None:
    with pytest.raises(errors.NotFoundError) as caught:
        call("nobody", {"name": "x", "budget": {"max_limit": -1}})
    answer = caught.value.data.model_dump(mode="json", exclude_unset=True)
    assert answer == error(404, "Customer not found")
