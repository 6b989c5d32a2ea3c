"""readOnly and writeOnly: what callers send, and what readers get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.roundtrip.running import TLS, serve
from tests.shapes import INTEGER, TEXT, all_of, array, mapping, obj, ref
from tests.weaving import Woven, document, weave

JSON = "application/json"
READ_ONLY = {"readOnly": True}
WRITE_ONLY = {"writeOnly": True}
SCHEMAS: dict[str, object] = {
    "Account": obj(
        "id",
        "secret",
        "name",
        id=INTEGER | READ_ONLY,
        secret=TEXT | WRITE_ONLY,
        name=TEXT,
        owner=obj("since", since=TEXT | READ_ONLY, born=TEXT),
        plan=ref("Plan"),
    ),
    # What holds it is split as well, whatever stands between; what does not is not.
    "Group": obj(
        accounts=array(ref("Account")),
        by_name=mapping(ref("Account")),
        maybe={"anyOf": [ref("Account"), {"type": "null"}]},
        extended=all_of(ref("Account"), obj(extra=TEXT)),
        plan=ref("Plan"),
    ),
    "Plan": obj("price", price=INTEGER),
    "Tree": obj("id", id=INTEGER | READ_ONLY, children=array(ref("Tree"))),
    "Sent": obj("id", "name", id=INTEGER | READ_ONLY, name=TEXT),
    "Read": obj("secret", "name", secret=TEXT | WRITE_ONLY, name=TEXT),
    "Unused": obj("id", "secret", id=ref("Id"), secret=TEXT | WRITE_ONLY),
    "Id": INTEGER | READ_ONLY,
    "Closed": obj("id", "name", id=ref("Id"), name=TEXT)
    | {"additionalProperties": False},
}


def operation(name: str, sent: str | None, read: str) -> dict[str, Any]:
    members: dict[str, Any] = {
        "operationId": name,
        "responses": {
            "200": {"description": "", "content": {JSON: {"schema": ref(read)}}}
        },
    }
    if sent is not None:
        content = {JSON: {"schema": ref(sent)}}
        members["requestBody"] = {"required": True, "content": content}
    return members


PATHS = {
    "/accounts": {"post": operation("create", "Account", "Account")},
    "/groups": {"post": operation("createGroup", "Group", "Group")},
    "/trees": {"post": operation("plant", "Tree", "Tree")},
    "/closed": {"post": operation("close", "Closed", "Closed")},
    "/one-way": {"post": operation("send", "Sent", "Read")},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS, paths=PATHS)
    with weave(whole, clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Account", {"id": 1, "name": "n", "owner": {"since": "s"}}),
        ("AccountInput", {"secret": "s", "name": "n", "owner": {"born": "b"}}),
        ("Group", {"accounts": [{"id": 1, "name": "n"}], "maybe": None}),
        ("GroupInput", {"by_name": {"a": {"secret": "s", "name": "n"}}}),
        ("Group", {"extended": {"id": 1, "name": "n", "extra": "x"}}),
        ("GroupInput", {"extended": {"secret": "s", "name": "n", "extra": "x"}}),
        ("Tree", {"id": 1, "children": [{"id": 2}]}),
        ("TreeInput", {"children": [{"children": []}]}),
        ("Sent", {"name": "n"}),
        ("Read", {"name": "n"}),
        ("Unused", {}),
        ("Unused", {"id": 1, "secret": "s"}),
        ("Closed", {"id": 1, "name": "n"}),
        ("ClosedInput", {"id": 1, "name": "n"}),
        ("ClosedInput", {"name": "n"}),
    ],
)
def test_what_goes_which_way(woven: Woven, name: str, wire: object) -> None:
    assert woven.write(name, woven.read(name, wire)) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Account", {"name": "n"}),
        ("Account", {"id": 1}),
        ("Account", {"id": None, "name": "n"}),
        ("Account", {"id": 1, "name": "n", "owner": {"born": "b"}}),
        ("AccountInput", {"name": "n"}),
        ("AccountInput", {"secret": None, "name": "n"}),
        ("Group", {"accounts": [{"secret": "s", "name": "n"}]}),
        ("Group", {"extended": {"secret": "s", "name": "n"}}),
        ("GroupInput", {"maybe": {"id": 1, "name": "n"}}),
        ("Tree", {"id": 1, "children": [{}]}),
        ("Closed", {"name": "n"}),
        ("ClosedInput", {"name": "n", "other": 1}),
        ("Unused", {"id": "1"}),
    ],
)
def test_what_does_not(woven: Woven, name: str, wire: object) -> None:
    assert not woven.accepts(name, wire)


def test_nothing_is_split_without_need(woven: Woven) -> None:
    for name in ("Plan", "Sent", "Read", "Unused", "Id"):
        assert not hasattr(woven.models, f"{name}Input")
    fields = woven.models.GroupInput.model_fields
    assert fields["plan"].annotation == woven.models.Plan | None


def test_the_docstring_says_so(woven: Woven) -> None:
    source = woven.source("models/account.py")
    assert "Read-only" in source
    assert "Write-only" in source


@pytest.mark.parametrize("added", ["Aaa", "Zzz"])
def test_a_use_in_one_way_renames_nothing(added: str) -> None:
    """What is sent keeps its name when it comes to be read, and the other way round."""
    before = {"/one-way": PATHS["/one-way"]}
    after = {f"/{added}": {"get": operation("again", None, "Sent")}, **before}
    names = []
    for paths in (before, after):
        with weave(document(schemas=SCHEMAS, paths=paths)) as package:
            names.append(package.manifest["names"])
    assert {pointer: names[1][pointer] for pointer in names[0]} == names[0]


def test_client_and_server_use_the_right_one(woven: Woven) -> None:
    handlers, models = woven.module("server.accounts"), woven.models

    class Service(handlers.AccountsApi):  # type: ignore[name-defined, misc]
        async def create(self, request: Any) -> Any:
            assert type(request.body) is models.AccountInput
            assert request.body.secret == "s"
            account = models.Account(id=7, name=request.body.name)
            return handlers.Create.Ok(account)

    app = woven.module("server").create_app(accounts=Service())
    with (
        serve(app) as url,
        httpx2.Client(verify=TLS) as http,
        woven.module("client").Client(base_url=url, http_client=http) as client,
    ):
        account = client.accounts.create(secret="s", name="n")
        assert type(account) is models.Account
        assert account.id == 7
        account = client.accounts.create(models.AccountInput(secret="s", name="m"))
        assert account.name == "m"
        refused = http.post(f"{url}/accounts", json={"id": 1, "name": "n"})
        assert refused.status_code in {400, 422}
