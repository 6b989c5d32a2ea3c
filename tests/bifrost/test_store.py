"""The store gives back what it was given, and keeps transactions apart."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from bifrost.models import Budget, Customer
from tests.bifrost.gateway.store import Store
from tests.bifrost.harness import samples

NOW = datetime(2024, 5, 15, 10, 30, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as opened:
        yield opened


def model_of(value: samples.Json) -> Customer:
    return Customer.model_validate_json(json.dumps(value))


def json_of(customer: Customer | None) -> samples.Json:
    assert customer is not None
    return customer.model_dump(mode="json", exclude_unset=True)


@pytest.mark.parametrize(
    "value",
    [
        {"id": "c1"},
        samples.customer(),
        samples.customer(name=""),
        samples.customer(rest={"rest": 1}, customer_id="another"),
        samples.customer(budget_id="of another customer"),
        samples.customer_with_budget(),
        samples.customer_with_budget(calendar_aligned=True),
        samples.customer_with_budget(config_hash=None, note="kept"),
        samples.nested_customer(6),
    ],
)
def test_a_customer_comes_back_as_it_was_added(
    store: Store, value: samples.Json
) -> None:
    with store.transaction() as rows:
        rows.add_customer(model_of(value))
        found = rows.customer(value["id"])
    assert found == model_of(value)
    assert json_of(found) == value


def test_an_absent_calendar_stays_absent(store: Store) -> None:
    value = samples.customer_with_budget()
    del value["budget"]["calendar_aligned"]
    with store.transaction() as rows:
        rows.add_customer(model_of(value))
        assert json_of(rows.customer("c1")) == value


def test_an_unknown_customer_is_none(store: Store) -> None:
    with store.transaction() as rows:
        assert rows.customer("c1") is None
        assert rows.budget("c1") is None
        assert not rows.has_customer("c1")


def test_ids_are_taken_once(store: Store) -> None:
    with store.transaction() as rows:
        rows.add_customer(model_of(samples.customer()))
    with pytest.raises(sqlite3.IntegrityError), store.transaction() as rows:
        rows.add_customer(model_of(samples.customer()))


def test_an_update_changes_its_own_customer_alone(store: Store) -> None:
    budget = Budget.model_validate_json(json.dumps(samples.budget(id="b2")))
    with store.transaction() as rows:
        for customer_id in ("c1", "c2"):
            rows.add_customer(model_of(samples.customer_with_budget(customer_id)))
        rows.rename("c1", "New")
        rows.set_budget("c1", budget)
        rows.touch("c1", NOW)
        first, second = rows.customer("c1"), rows.customer("c2")
    assert json_of(first) == {
        **samples.customer_with_budget("c1", id="b2"),
        "name": "New",
        "updated_at": "2024-05-15T10:30:00Z",
    }
    assert json_of(second) == samples.customer_with_budget("c2")


def test_a_removed_budget_is_absent(store: Store) -> None:
    with store.transaction() as rows:
        rows.add_customer(model_of(samples.customer_with_budget()))
        rows.set_budget("c1", None)
        assert rows.budget("c1") is None
        assert json_of(rows.customer("c1")) == samples.customer()


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    with store.transaction() as rows:
        rows.add_customer(model_of(samples.customer_with_budget()))
    with suppress(ZeroDivisionError), store.transaction() as rows:
        rows.rename("c1", "New")
        rows.set_budget("c1", None)
        rows.touch("c1", NOW)
        raise ZeroDivisionError
    with store.transaction() as rows:
        assert json_of(rows.customer("c1")) == samples.customer_with_budget()


def test_a_file_outlives_its_store(tmp_path: Path) -> None:
    path = tmp_path / "bifrost.db"
    with Store(path) as store, store.transaction() as rows:
        rows.add_customer(model_of(samples.nested_customer(6)))
    with Store(path) as store, store.transaction() as rows:
        assert json_of(rows.customer("customer-0")) == samples.nested_customer(6)


def test_threads_wait_for_each_other(store: Store) -> None:
    def count(times: int) -> None:
        for _ in range(times):
            with store.transaction() as rows:
                customer = rows.customer("c1")
                assert customer is not None
                assert customer.name is not None
                rows.rename("c1", str(int(customer.name) + 1))

    with store.transaction() as rows:
        rows.add_customer(model_of(samples.customer(name="0")))
    threads = [Thread(target=count, args=(50,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.transaction() as rows:
        assert json_of(rows.customer("c1"))["name"] == "200"
