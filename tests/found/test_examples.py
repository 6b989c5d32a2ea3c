"""The example in the docstring of each method: it type-checks, and it runs."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx2
import pytest
import yaml

import tests.request_bodies
import tests.roundtrip
from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.formatters import is_laid_out_by_black
from tests.found.catalogue import CATALOGUE, RULES
from tests.found.extracted import Example, examples_of, program
from tests.found.odd_values import ODD, WITHOUT
from tests.roundtrip.running import TLS, serve
from tests.type_checking.checkers import mypy, pyright
from tests.weaving import Json, document, weave

ROUND_TRIP: Final = Path(tests.roundtrip.__file__).with_name("openapi.yaml")
FILES: Final = Path(tests.request_bodies.__file__).with_name("files.yaml")
PACKAGES: Final[dict[str, tuple[Json, dict[str, Any]]]] = {
    "ex_catalogue": (CATALOGUE, {"pages": RULES, "models": "dataclass"}),
    "ex_odd": (ODD, {}),
    "ex_odd_structs": (ODD, {"models": "msgspec", "enums": "class"}),
    "ex_round_trip": (yaml.safe_load(ROUND_TRIP.read_text("utf-8")), {}),
    "ex_files": (yaml.safe_load(FILES.read_text("utf-8")), {}),
}
SETTINGS: Final = frozenset(
    {"self", "http_client", "base_url", "server", "timeout", "max_retries", "headers"}
    | {"query", "middleware", "idempotency_keys", "strict_responses"}
    | {"max_response_bytes"}
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The packages, and beside them the programs that their examples make."""
    folder = tmp_path_factory.mktemp("examples")
    for name, (content, settings) in PACKAGES.items():
        spec = folder / f"{name}.json"
        spec.write_text(_json_text(content), "utf-8")
        outcome = generate(Job(spec, folder / name, **settings))
        assert outcome.exit_code == FINE, outcome.diagnostics
        examples = list(examples_of(folder / name))
        for prefix, is_async in (("sync", False), ("async", True)):
            text = program(name, examples, is_async=is_async)
            (folder / f"{prefix}_{name}.py").write_text(text, "utf-8")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))


def _json_text(content: Json) -> str:
    return json.dumps(content, default=str)


def test_type_checkers_have_nothing_to_say(folder: Path) -> None:
    assert mypy(folder) == []
    assert pyright(folder) == []


@pytest.mark.parametrize("name", PACKAGES)
def test_each_can_be_sent(name: str, folder: Path) -> None:
    """The client judges arguments before it sends; nobody here listens."""
    sent: list[httpx2.Request] = []

    async def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        await request.aread()
        return httpx2.Response(418)

    def answer_sync(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        request.read()
        return httpx2.Response(418)

    package = importlib.import_module(name)
    calls = importlib.import_module(f"sync_{name}").CALLS
    transport = httpx2.MockTransport(answer_sync)
    with httpx2.Client(transport=transport) as http:
        client = package.Client(http_client=http, **_arguments(package.Client))
        for call in calls:
            with pytest.raises(package.errors.StatusError):
                call(client)
    assert len(sent) == len(calls) > 0
    asyncio.run(_await_all(package, f"async_{name}", httpx2.MockTransport(answer)))
    assert len(sent) == 2 * len(calls)


async def _await_all(package: ModuleType, program: str, transport: Any) -> None:
    async with httpx2.AsyncClient(transport=transport) as http:
        client = package.AsyncClient(
            http_client=http, **_arguments(package.AsyncClient)
        )
        for call in importlib.import_module(program).CALLS:
            with pytest.raises(package.errors.StatusError):
                await call(client)


def _arguments(client: type) -> dict[str, Any]:
    """The URL, and a credential for each scheme."""
    names = inspect.signature(client).parameters.keys() - SETTINGS
    given = {name: ("me", "secret") if name == "login" else "secret" for name in names}
    return {"base_url": "http://nowhere.invalid", "max_retries": 0, **given}


@pytest.mark.parametrize(
    "name", ["ex_catalogue", "ex_odd", "ex_odd_structs", "ex_files"]
)
def test_a_server_takes_each(name: str, folder: Path) -> None:
    """The generated server judges the request, and then says that nobody does it."""
    package = importlib.import_module(name)
    app = importlib.import_module(f"{name}.server").create_app()
    with (
        serve(app) as url,
        httpx2.Client(verify=TLS) as http,
        package.Client(base_url=url, http_client=http, max_retries=0) as client,
    ):
        for call in importlib.import_module(f"sync_{name}").CALLS:
            with pytest.raises(package.errors.StatusError) as caught:
                call(client)
            assert caught.value.status_code == 501, call.__name__


@pytest.mark.parametrize("name", PACKAGES)
def test_each_is_short_and_laid_out(name: str, folder: Path) -> None:
    for example in examples_of(folder / name):
        assert len(example.code.splitlines()) <= 12
        assert not example.code or is_laid_out_by_black(f"{example.code}\n")


def test_where_no_value_is_known_there_is_none(folder: Path) -> None:
    without = {each.method for each in examples_of(folder / "ex_odd") if not each.code}
    assert without == WITHOUT


def test_values_are_those_of_the_document(folder: Path) -> None:
    codes = {
        each.method: each.code
        for each in examples_of(folder / "ex_odd")
        if not each.is_async
    }
    assert codes["said"] == "client.odd.said(name='A \"quoted\" \\\\ name', age=3)"
    assert codes["lied"] == "client.odd.lied(age=1)"
    assert codes["default"] == 'client.odd.default(a="mine", b="low")'
    assert codes["optional"] == "client.odd.optional(b=True)"
    assert codes["text"] == 'client.odd.text(body="Hello")'
    assert codes["matching"] == 'client.odd.matching(body="a")'
    assert codes["headers"] == (
        'client.odd.headers(x_trace="abc", x_list=["X-List"], session="session")'
    )
    assert codes["paths"] == (
        "from datetime import date\n\n"
        'client.odd.paths(1, date.fromisoformat("2024-05-06"))'
    )


def test_the_async_twin_awaits(folder: Path) -> None:
    codes = {
        (each.owner, each.method): each.code
        for each in examples_of(folder / "ex_catalogue")
    }
    assert codes["AsyncPets", "create"] == 'await client.pets.create(name="name")'
    assert codes["Talk", "log"] == (
        "with client.talk.log() as items:\n    for item in items:\n        print(item)"
    )
    assert codes["AsyncTalk", "log"] == (
        "async with await client.talk.log() as items:\n"
        "    async for item in items:\n"
        "        print(item)"
    )
    assert codes["Pets", "get"] == "", "it is deprecated"


def test_text_of_the_document_stays_text(tmp_path: Path) -> None:
    hostile = '"""\n    """); CANARY()\n\\N{DASH}\u202e'
    parameter = {
        "name": "q",
        "in": "query",
        "required": True,
        "schema": {"type": "string", "example": hostile},
    }
    response = {"200": {"description": "x"}}
    path = {
        "get": {"operationId": "ask", "parameters": [parameter], "responses": response}
    }
    with weave(document(paths={"/q": path})) as woven:
        example, _ = examples_of(woven.folder)
        assert isinstance(example, Example)
        asked: list[str] = []

        class Client:
            class q:  # noqa: N801
                @staticmethod
                def ask(*, q: str) -> None:
                    asked.append(q)

        exec(example.code, {"client": Client})
    assert asked == [hostile]
