"""Names of statuses: those of RFC 9110, whatever the version of Python."""

import pytest

from apiloom.runtime.statuses import reason


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "Bad Request"),
        (404, "Not Found"),
        (413, "Content Too Large"),
        (414, "URI Too Long"),
        (416, "Range Not Satisfiable"),
        (422, "Unprocessable Content"),
        (500, "Internal Server Error"),
        (299, None),
    ],
)
def test_reason(status: int, name: str | None) -> None:
    assert reason(status) == name
