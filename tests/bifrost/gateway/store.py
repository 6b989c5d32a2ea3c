"""Customers in SQLite: what an update touches has columns, the rest is kept as JSON."""

import json
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeAlias

from bifrost.models import Budget, Customer

Row: TypeAlias = dict[str, Any]

# None of these properties may be null, so a NULL says that the property is absent.
CUSTOMER_COLUMNS = ("id", "name", "budget_id", "updated_at")
BUDGET_COLUMNS = (
    "max_limit",
    "reset_duration",
    "calendar_aligned",
    "current_usage",
    "last_reset",
    "updated_at",
)
SCHEMA = """
CREATE TABLE IF NOT EXISTS customers (
    id TEXT PRIMARY KEY,
    name TEXT,
    budget_id TEXT,
    updated_at TEXT,
    rest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS budgets (
    customer_id TEXT PRIMARY KEY REFERENCES customers (id),
    max_limit REAL NOT NULL,
    reset_duration TEXT NOT NULL,
    calendar_aligned INTEGER,
    current_usage REAL NOT NULL,
    last_reset TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    rest TEXT NOT NULL
);
"""


class Transaction:
    """Reads and writes that take effect together, or not at all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def has_customer(self, customer_id: str) -> bool:
        """Whether there is such a customer."""
        return self._read("customers", "id", customer_id) is not None

    def customer(self, customer_id: str) -> Customer | None:
        """A customer as it was added, but for what has been updated since."""
        row = self._read("customers", "id", customer_id)
        if row is None:
            return None
        if (budget := self._budget_row(customer_id)) is not None:
            row["budget"] = budget
        return Customer.model_validate_json(json.dumps(row))

    def budget(self, customer_id: str) -> Budget | None:
        """The budget of a customer, if it has one."""
        row = self._budget_row(customer_id)
        return None if row is None else Budget.model_validate_json(json.dumps(row))

    def add_customer(self, customer: Customer) -> None:
        """Adds a customer, which needs an id, with all that is nested in it."""
        row = _row_of(customer, CUSTOMER_COLUMNS, exclude={"budget"})
        self._insert("customers", row)
        if customer.budget is not None:
            self._insert_budget(row["id"], customer.budget)

    def rename(self, customer_id: str, name: str) -> None:
        """Gives a customer another name."""
        self._update_customer(customer_id, "name", name)

    def set_budget(self, customer_id: str, budget: Budget | None) -> None:
        """Gives a customer another budget, or none."""
        self._connection.execute(
            "DELETE FROM budgets WHERE customer_id = ?", (customer_id,)
        )
        if budget is not None:
            self._insert_budget(customer_id, budget)
        budget_id = None if budget is None else budget.id
        self._update_customer(customer_id, "budget_id", budget_id)

    def touch(self, customer_id: str, now: datetime) -> None:
        """Notes when a customer was updated."""
        self._update_customer(customer_id, "updated_at", now.isoformat())

    def _budget_row(self, customer_id: str) -> Row | None:
        row = self._read("budgets", "customer_id", customer_id)
        if row is None:
            return None
        del row["customer_id"]
        if "calendar_aligned" in row:  # SQLite has no booleans
            row["calendar_aligned"] = bool(row["calendar_aligned"])
        return row

    def _read(self, table: str, key: str, value: str) -> Row | None:
        """The JSON object that a row was made of."""
        found = self._connection.execute(
            f"SELECT * FROM {table} WHERE {key} = ?", (value,)
        ).fetchone()
        if found is None:
            return None
        columns: Row = dict(found)
        rest: Row = json.loads(columns.pop("rest"))
        return rest | {
            name: columns[name] for name in columns if columns[name] is not None
        }

    def _insert_budget(self, customer_id: str, budget: Budget) -> None:
        row = _row_of(budget, BUDGET_COLUMNS)
        self._insert("budgets", {"customer_id": customer_id, **row})

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        marks = ", ".join("?" for _ in row)
        self._connection.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",
            tuple(row.values()),
        )

    def _update_customer(
        self, customer_id: str, column: str, value: str | None
    ) -> None:
        self._connection.execute(
            f"UPDATE customers SET {column} = ? WHERE id = ?", (value, customer_id)
        )


class Store:
    """A database, in a file or in memory, that the threads of a server share."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._lock = Lock()
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database; one in memory is gone."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Generator[Transaction]:
        """One transaction: committed at the end, rolled back by an exception."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield Transaction(self._connection)


def _row_of(
    model: Customer | Budget,
    columns: tuple[str, ...],
    exclude: set[str] | None = None,
) -> Row:
    """What is present in a model: its columns, and the rest as one JSON object."""
    rest = model.model_dump(mode="json", exclude_unset=True, exclude=exclude)
    row = {column: rest.pop(column, None) for column in columns}
    return {**row, "rest": json.dumps(rest)}
