"""The servers of a document by name, and paths that stand for a server."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.roundtrip.echo import both_callers, echoing, operation
from tests.weaving import Woven, document, weave

_PATHS: Any = {
    "/pets": {"get": operation("pets")},
    "/up": {"get": operation("up", servers=[{"url": "../v9"}])},
    "/root": {"get": operation("root", servers=[{"url": "/"}])},
}


def _names(*servers: Any) -> list[str]:
    """What functions there are for servers, in the order of the document."""
    with weave(document(paths=_PATHS, servers=list(servers))) as woven:
        return _functions(woven)


def _functions(woven: Woven) -> list[str]:
    names = vars(woven.package.Servers)
    return [name for name in names if not name.startswith("__")]


@pytest.mark.parametrize(
    ("server", "name"),
    [
        (
            {"url": "https://a.example", "description": "The production server."},
            "production",
        ),
        ({"url": "https://a.example", "description": "Prod"}, "production"),
        ({"url": "https://a.example", "description": "EU cluster"}, "eu_cluster"),
        ({"url": "https://a.example", "name": "Blue", "description": "Prod"}, "blue"),
        ({"url": "https://a.example", "x-name": "green one"}, "green_one"),
        ({"url": "https://api.sandbox.a.example/v1"}, "sandbox"),
        ({"url": "http://localhost:8080"}, "local"),
        (
            {"url": "https://{region}.a.example/v1", "description": "x " * 30},
            "a_example_v1",
        ),
        ({"url": "https://a.example", "description": "From test to production"}, ...),
    ],
)
def test_what_they_are_called(server: Any, name: Any) -> None:
    other = {"url": "https://other.example/x", "description": "Other"}
    expected = "from_test_to_production" if name is ... else name
    assert _names(server, other) == [expected, "other"]


def test_one_alone_is_the_default() -> None:
    assert _names({"url": "https://a.example", "description": "Main server"}) == [
        "default"
    ]


def test_two_that_claim_one_word_take_the_next_choice() -> None:
    names = _names(
        {"url": "https://eu.example", "description": "Production, EU"},
        {"url": "https://us.example", "description": "Production, US"},
    )
    assert names == ["production_eu", "production_us"]


def test_two_that_differ_in_the_scheme_are_told_apart_by_it() -> None:
    servers = [{"url": f"{scheme}://a.example/x"} for scheme in ("http", "https")]
    assert _names(*servers) == ["http_a_example_x", "https_a_example_x"]


def test_what_shipped_stays(tmp_path: Path) -> None:
    package = tmp_path / "shipped_servers"
    first: Any = {
        "url": "https://{where}.example",
        "variables": {"where": {"default": "eu"}},
    }
    with weave(document(paths=_PATHS, servers=[first]), package=package) as woven:
        assert _functions(woven) == ["default"]
        assert woven.manifest["server-variables"] == {
            "https://{where}.example": {"where": "where"}
        }
    first["description"] = "Production"
    second = {"url": "https://us.example", "description": "Default"}
    both = document(paths=_PATHS, servers=[second, first])
    with weave(both, package=package) as woven:
        assert sorted(_functions(woven)) == ["default", "us_example"]
        assert woven.package.Servers.default().url == "https://eu.example"
        assert woven.reported("name-kept")


def test_variables_are_arguments() -> None:
    server = {
        "url": "{scheme}://{region}.a.example:{port}/{base-path}",
        "description": "Production",
        "variables": {
            "scheme": {"default": "https", "enum": ["https", "http"]},
            "region": {"default": "eu", "description": "Where it is."},
            "port": {"default": "443"},
        },
    }
    with weave(document(paths=_PATHS, servers=[server])) as woven:
        servers = woven.package.Servers
        assert str(inspect.signature(servers.production)).startswith(
            "(*, scheme: Literal['https', 'http'] = 'https', region: str = 'eu',"
            " port: str = '443', base_path: str) -> "
        )
        assert "region: Where it is." in (servers.production.__doc__ or "")
        chosen = servers.production(region="us", port="8443", base_path="v3")
        assert chosen.url == "https://us.a.example:8443/v3"
        assert woven.warnings == [("server-variable-unknown", "/servers/0")]
        with pytest.raises(TypeError, match="base_path"):
            servers.production()


def test_what_is_no_server_of_http_is_told_and_left_out() -> None:
    servers = [
        {"url": "https://a.example"},
        {"url": "wss://a.example", "description": "WS"},
    ]
    with weave(document(paths=_PATHS, servers=servers)) as woven:
        assert woven.warnings == [("server-unusable", "/servers/1")]
        assert _functions(woven) == ["default"]


def test_without_servers_there_is_no_argument_for_one() -> None:
    with weave(document(paths=_PATHS)) as woven:
        assert not hasattr(woven.package, "Servers")
        assert "server" not in inspect.signature(woven.package.Client).parameters


RELATIVE: Any = [{"url": "/api/v2"}, {"url": "v3", "description": "Next"}]


def _sent(woven: Woven, method: str, **options: Any) -> str:
    """The URL that a call goes to, from a client that is made with `options`."""
    sent: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(str(request.url))
        return httpx2.Response(200, json={})

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = woven.package.Client(http_client=http, **options)
        getattr(client.default, method)()
        per_call = {"base_url": "http://c.example"}
        getattr(client.default, method)(options=per_call)
    assert sent[1].startswith("http://c.example/")
    return sent[0]


@pytest.mark.parametrize(
    ("method", "base_url", "url"),
    [
        ("pets", "http://h.example", "http://h.example/api/v2/pets"),
        ("pets", "http://h.example/", "http://h.example/api/v2/pets"),
        ("pets", "http://h.example/mine", "http://h.example/mine/pets"),
        ("up", "http://h.example", "http://h.example/v9/up"),
        ("root", "http://h.example", "http://h.example/root"),
    ],
)
def test_a_path_follows_a_base_url_that_has_none(
    method: str, base_url: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with weave(document(paths=_PATHS, servers=RELATIVE), clean=True) as woven:
        assert _sent(woven, method, base_url=base_url) == url
        monkeypatch.setenv(f"{woven.name}_BASE_URL".upper(), base_url)
        assert _sent(woven, method) == url


def test_a_server_that_is_given() -> None:
    servers = [*RELATIVE, {"url": "https://whole.example/w", "description": "Whole"}]
    with weave(document(paths=_PATHS, servers=servers), clean=True) as woven:
        named, free = woven.package.Servers, woven.package.Server
        where = {
            (None, named.whole()): "https://whole.example/w/pets",
            ("http://h.example", named.next()): "http://h.example/v3/pets",
            ("http://h.example/a/b", named.next()): "http://h.example/a/v3/pets",
            ("http://h.example/a", named.api_v2()): "http://h.example/api/v2/pets",
            (None, free("http://h.example/")): "http://h.example/pets",
        }
        for (base_url, server), url in where.items():
            options = {"base_url": base_url, "server": server}
            assert _sent(woven, "pets", **options) == url
        client = woven.package.Client(base_url="http://h.example/api/v2")
        other = client.with_options(server=named.next())
        assert "http://h.example/api/v3" in repr(other)
        assert "https://whole.example/w" in repr(
            client.with_options(server=named.whole())
        )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base_url": "http://h.example", "server": "https://w.example"}, "not both"),
        ({"server": "v3"}, "no base_url"),
        ({"server": "https://u:p@w.example"}, "server must not have credentials"),
        (
            {"base_url": "http://h.example", "server": "ftp://w.example"},
            "server must begin",
        ),
    ],
)
def test_servers_that_cannot_be_used(options: Any, message: str) -> None:
    with weave(document(paths=_PATHS, servers=RELATIVE), clean=True) as woven:
        server = woven.package.Server(options["server"])
        with pytest.raises(ValueError, match=message):
            woven.package.Client(**{**options, "server": server})


def test_the_client_meets_its_own_server() -> None:
    paths = {"/pets": _PATHS["/pets"], "/root": _PATHS["/root"]}
    with echoing(paths, servers=[{"url": "/api/v2/"}]) as (_, served):
        for call in both_callers(served):
            assert call("default.pets") == {}
            assert call("default.root") == {}
        assert served.paths == ["/api/v2/pets", "/root"] * 2
        with httpx2.Client(base_url=served.url) as http:
            assert http.get("/pets").json() == {}
