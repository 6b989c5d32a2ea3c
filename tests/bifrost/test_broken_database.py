"""When the database fails, the reason is in the log and not in the answer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bifrost import errors
from tests.bifrost.gateway.app import build_app
from tests.bifrost.gateway.store import Store
from tests.bifrost.harness import samples
from tests.bifrost.harness.expect import error
from tests.bifrost.harness.running import TOKEN, Caller, Door, Gateway


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bifrost.db"


@pytest.fixture
def gateway(door: Door, database: Path) -> Iterator[Gateway]:
    """A Bifrost whose database others can reach, too."""
    with Store(database) as store:
        opened = Gateway(door.url, store)
        door.app = build_app(store, opened.clock, TOKEN)
        yield opened


def execute(database: Path, statement: str) -> None:
    """Runs a statement behind the back of the store."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


def fails(call: Caller) -> samples.Json:
    """The body of the 500 that an update of everything ends in."""
    with pytest.raises(errors.InternalServerError) as caught:
        call("c1", {"name": "New", "budget": {}})
    return caught.value.data.model_dump(mode="json", exclude_unset=True)


def test_a_customer_cannot_be_looked_up(
    gateway: Gateway, database: Path, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    execute(database, "DROP TABLE customers")
    assert fails(call) == error(500, "Failed to retrieve customer")
    assert "no such table: customers" in caplog.text


def test_an_update_that_fails_half_way_changes_nothing(
    gateway: Gateway, database: Path, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.add(samples.customer_with_budget())
    execute(
        database,
        "CREATE TRIGGER full BEFORE DELETE ON budgets "
        "BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    )
    assert fails(call) == error(500, "Failed to update customer")
    assert "disk is full" in caplog.text
    assert gateway.stored() == samples.customer_with_budget()
