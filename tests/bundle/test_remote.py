"""Documents on other hosts: only where allowed, and pinned from then on."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.document.source import LoadPolicy
from apiloom.document.source.references import Unresolved
from apiloom.document.source.remote import fetch
from tests.bundle.writing import bundled, schemas_file, write


class Host:
    """A server on this machine: what it answers, and what it was asked for."""

    def __init__(self, port: int) -> None:
        self.name = f"127.0.0.1:{port}"
        self.url = f"http://{self.name}"
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []


@contextmanager
def serving() -> Iterator[Host]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.requests.append((self.path, dict(self.headers.items())))
            if self.path in served.redirects:
                self.send_response(302)
                self.send_header("Location", served.redirects[self.path])
                self.end_headers()
                return
            body = served.files.get(self.path)
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args: object) -> None:
            del args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Host(server.server_port)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, which the tests must not touch."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "apiloom"


def allowing(*hosts: str, max_bytes: int = 100_000) -> LoadPolicy:
    return LoadPolicy(allowed_hosts=hosts, max_bytes=max_bytes)


def test_relative_references_are_relative_to_the_url(
    host: Host, tmp_path: Path
) -> None:
    host.files = {
        "/v1/pet.yaml": b"properties: {toy: {$ref: 'sub/toy.yaml#/Toy'}}",
        "/v1/sub/toy.yaml": b"Toy: {items: {$ref: /v1/pet.yaml}}",
    }
    text = schemas_file(f"A: {{items: {{$ref: '{host.url}/v1/pet.yaml'}}}}")
    description = bundled(tmp_path, {"api.yaml": text}, allowing(host.name))
    assert description.messages == []
    assert description.schemas["Toy"] == {"items": {"$ref": "#/components/schemas/pet"}}
    assert description.documents.places == {
        "/components/schemas/Toy": f"{host.url}/v1/sub/toy.yaml#/Toy",
        "/components/schemas/pet": f"{host.url}/v1/pet.yaml#",
    }
    assert len(host.requests) == 2
    for _, headers in host.requests:
        assert not {"Authorization", "Cookie"} & set(headers)


def test_a_schema_that_says_where_it_is_from(host: Host, tmp_path: Path) -> None:
    """What it refers to lies beside it here, or else there."""
    host.files = {"/v1/pet.json": b'{"title": "there"}'}
    text = schemas_file(
        f"A: {{$id: '{host.url}/v1/a', items: {{$ref: pet.json}},"
        " contains: {$ref: toy.json}}"
    )
    files: dict[str, str | bytes] = {"api.yaml": text, "toy.json": '{"title": "here"}'}
    description = bundled(tmp_path, files, allowing(host.name))
    assert description.messages == []
    assert description.schemas["pet"] == {"title": "there"}
    assert description.schemas["toy"] == {"title": "here"}
    assert [path for path, _ in host.requests] == ["/v1/pet.json"]
    description = bundled(tmp_path, files)
    assert ["pet.json" in message for message in description.messages] == [True]


def test_a_file_is_never_named_by_its_uri(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"title": "secret"}')
    base = (tmp_path / "x").as_uri()
    text = schemas_file(f"A: {{$id: '{base}', $ref: secret.json}}")
    description = bundled(tmp_path / "api", {"api.yaml": text})
    assert "error[unresolved-reference]" in description.messages[0]
    assert "secret" not in description.schemas


def test_nothing_is_asked_for_that_is_not_allowed(host: Host, tmp_path: Path) -> None:
    for allowed in ((), ("example.com",), ("127.0.0.1",), (f"x{host.name}",)):
        text = schemas_file(f"A: {{$ref: '{host.url}/a.yaml'}}")
        description = bundled(tmp_path, {"api.yaml": text}, allowing(*allowed))
        assert "error[reference-refused]" in description.messages[0]
    assert host.requests == []


def test_redirects_stay_on_the_list(host: Host, tmp_path: Path) -> None:
    with serving() as other:
        other.files = {"/secret.yaml": b"type: string"}
        host.files = {
            "/new/pet.yaml": b"items: {$ref: toy.yaml}",
            "/new/toy.yaml": b"{}",
        }
        host.redirects = {
            "/out": f"{other.url}/secret.yaml",
            "/file": "file:///etc/passwd",
            "/loop": "/loop",
            "/pet.yaml": "/new/pet.yaml",
        }
        ways = {"A": "out", "B": "file", "C": "loop", "D": "pet.yaml"}
        text = schemas_file(
            ", ".join(
                f"{name}: {{$ref: '{host.url}/{path}'}}" for name, path in ways.items()
            )
        )
        description = bundled(tmp_path, {"api.yaml": text}, allowing(host.name))
        assert other.requests == []
    reasons = {
        message[-6]: message.partition("leads nowhere: ")[2]
        for message in description.messages
    }
    assert reasons["A"].startswith("it redirects to another place, and the host")
    # urllib itself refuses to be redirected to a file.
    assert reasons["B"].startswith("it could not be fetched: 'the host answered 302'")
    assert reasons["C"].startswith("it could not be fetched: 'the host answered 302'")
    assert len(description.messages) == 3
    assert description.schemas["D"] == {"items": {"$ref": "#/components/schemas/toy"}}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://example.com/a.yaml", "only https is fetched"),
        ("https://me:secret@example.com/a.yaml", "a user name or a password"),
        ("https://me@example.com/a.yaml", "a user name or a password"),
        ("https://example.com:444/a.yaml", "'example.com' is not on the list"),
        ("https://example.com.evil/a.yaml", "is not on the list"),
        ("https://example.com:x/a.yaml", "is not a URL"),
        ("ftp://example.com/a.yaml", "only https is fetched"),
    ],
)
def test_urls_that_are_not_fit(url: str, message: str) -> None:
    policy = allowing("example.com", "me:secret@example.com", "me@example.com")
    answer = fetch(url, policy)
    assert isinstance(answer, Unresolved)
    assert message in answer.message


def test_limits_and_answers(host: Host, tmp_path: Path) -> None:
    host.files = {"/big.yaml": b"#" * 2_000, "/bad.yaml": b"a: ["}
    text = schemas_file(
        ", ".join(
            f"{name}: {{$ref: '{host.url}/{name}.yaml'}}"
            for name in ("big", "bad", "no")
        )
    )
    policy = allowing(host.name, max_bytes=1_000)
    description = bundled(tmp_path, {"api.yaml": text}, policy)
    messages = "\n".join(description.messages)
    assert "the file has more than 1,000 bytes" in messages
    assert f"{host.url}/bad.yaml:1:5: error[syntax-yaml]" in messages
    assert "the host answered 404" in messages


def generate(folder: Path, host: Host, *options: str) -> int:
    spec, out = str(folder / "api.yaml"), str(folder / "out")
    return main(["generate", spec, "-o", out, "--allow-host", host.name, *options])


def test_what_was_fetched_is_pinned(
    host: Host, tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"{host.url}/pet.yaml"
    host.files = {"/pet.yaml": b"{type: object, properties: {a: {type: string}}}"}
    write(tmp_path, {"api.yaml": schemas_file(f"Pet: {{$ref: '{url}'}}")})
    assert generate(tmp_path, host) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert set(manifest["documents"]) == {"api.yaml", url}
    assert len(host.requests) == 1

    # An unchanged run asks nobody, and a changed one reads what was kept.
    assert generate(tmp_path, host) == 0
    assert generate(tmp_path, host, "--target", "models") == 0
    assert len(host.requests) == 1

    # Without the cache it is fetched again, and must be the same.
    for copy in filter(Path.is_file, cache.iterdir()):
        copy.unlink()
    assert generate(tmp_path, host) == 0
    assert len(host.requests) == 2

    before = (tmp_path / "out" / "models" / "pet.py").read_text()
    host.files = {"/pet.yaml": b"{type: object, properties: {b: {type: string}}}"}
    for copy in filter(Path.is_file, cache.iterdir()):
        copy.unlink()
    assert generate(tmp_path, host, "--target", "models") == 2
    assert "error[remote-changed]" in capsys.readouterr().err
    assert (tmp_path / "out" / "models" / "pet.py").read_text() == before

    assert generate(tmp_path, host, "--update-remote") == 0
    assert (tmp_path / "out" / "models" / "pet.py").read_text() != before


def test_where_a_redirect_led_is_pinned_too(
    host: Host, tmp_path: Path, cache: Path
) -> None:
    """Relative references follow from it, and the cache could say anything."""
    host.files = {
        "/v1/pet.yaml": b"P: {$ref: 'toy.yaml'}\n",
        "/v1/toy.yaml": b"type: string\n",
        "/evil/toy.yaml": b"type: integer\n",
    }
    host.redirects = {"/pet.yaml": "/v1/pet.yaml"}
    text = schemas_file(f"A: {{$ref: '{host.url}/pet.yaml#/P'}}")
    write(tmp_path, {"api.yaml": text})
    assert generate(tmp_path, host) == 0
    kept = next(
        path
        for path in cache.iterdir()
        if path.is_file() and b"/v1/pet.yaml\n" in path.read_bytes()
    )
    asked = len(host.requests)
    assert generate(tmp_path, host, "--rename") == 0
    assert len(host.requests) == asked
    kept.write_bytes(kept.read_bytes().replace(b"/v1/pet", b"/evil/pet"))
    assert generate(tmp_path, host, "--rename") == 0
    # It was fetched again, and leads where it led.
    assert host.requests[asked][0] == "/pet.yaml"
    assert "/evil/toy.yaml" not in [path for path, _ in host.requests]


def test_all_files_together_have_a_bound(tmp_path: Path) -> None:
    files = {f"{name}.yaml": f"type: string # {'x' * 400}\n" for name in "abc"}
    parts = (f"{name.upper()}: {{$ref: {name}.yaml}}" for name in "abc")
    entry = schemas_file(", ".join(parts))
    policy = LoadPolicy(max_total_bytes=len(entry) + 1_000)
    description = bundled(tmp_path, {"api.yaml": entry, **files}, policy)
    assert len(description.messages) == 1
    assert "bytes in all files" in description.messages[0]
