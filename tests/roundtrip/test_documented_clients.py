"""What `help(Client)` shows: where it talks to, and what each argument is."""

from __future__ import annotations

import inspect
import re
from typing import Final

import pytest

from tests.weaving import Json, Woven, document, weave

SCHEMES: Final[Json] = {
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Key",
        "description": "From the dashboard\n\nWhich is elsewhere.",
    },
    "login": {"type": "http", "scheme": "basic", "description": "Login"},
}
PATHS: Final[Json] = {
    "/a": {"get": {"operationId": "a", "responses": {"204": {"description": "Done."}}}}
}
WITH_SCHEMES: Final[Json] = {
    "components": {"securitySchemes": SCHEMES},
    "security": [{"key": []}, {"login": []}],
}


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({}, "Where the API is. Without it `{}_BASE_URL` says so."),
        (
            {"servers": [{"url": "https://a.example/v1"}]},
            "Where the API is. Without it `{}_BASE_URL` says so, else it is "
            "`https://a.example/v1`.",
        ),
        (
            {"servers": [{"url": "/v2"}]},
            "Where the API is. Without it `{}_BASE_URL` says so. `/v2` follows one "
            "that has no path.",
        ),
    ],
)
def test_where_it_talks_to(members: Json, told: str) -> None:
    with weave(document(paths=PATHS, **members)) as woven:
        for prefix in ("", "Async"):
            entries = _entries(woven, prefix)
            assert entries["base_url"] == told.format(woven.name.upper())


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_each_argument_is_told_in_its_order(prefix: str) -> None:
    servers = [{"url": "https://a.example", "description": "Production"}]
    whole = document(paths=PATHS, servers=servers, **WITH_SCHEMES)
    with weave(whole) as woven:
        entries = _entries(woven, prefix)
        client = getattr(woven.package, f"{prefix}Client")
        assert [*entries] == [*inspect.signature(client).parameters]
        assert all(entries.values())
        variable = f"`{woven.name.upper()}_KEY`"
        key = f"From the dashboard. Without it {variable} is sent."
        assert entries["key"] == key
        assert entries["login"] == f"Without it {variable[:-4]}LOGIN` is sent."
        assert f"httpx2.{prefix}Client" in entries["http_client"]


def _entries(woven: Woven, prefix: str) -> dict[str, str]:
    """The arguments that the docstring of a client lists, and what it says of each."""
    text = inspect.getdoc(getattr(woven.package, f"{prefix}Client")) or ""
    _, _, section = text.partition("Args:\n")
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", section, re.MULTILINE)
    return {name: " ".join(said.split()) for name, said in found}
