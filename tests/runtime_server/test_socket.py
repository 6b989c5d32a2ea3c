"""The same application behind a real server and a real socket."""

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator

import httpx2
import pytest
import uvicorn

from .program import Governance, Things, customers, security
from .sample.server import create_app

PUT = "/api/governance/customers/cus_123"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = create_app(
        governance=Governance(customers()), things=Things(), security=security
    )
    config = uvicorn.Config(app, port=0, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        run = server.serve([listener])
        thread = threading.Thread(target=lambda: asyncio.run(run))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def client(port: int) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client


def exchange(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


def test_put(client: httpx2.Client) -> None:
    response = client.put(
        PUT, json={"name": "Socket"}, headers={"Authorization": "Bearer secret"}
    )
    assert response.status_code == 200
    assert response.json()["customer"]["name"] == "Socket"


def test_head_and_options_keep_the_connection(client: httpx2.Client) -> None:
    for _ in range(3):
        assert client.head("/me").headers["content-length"] == "6"
        assert client.options("/me").status_code == 204
        assert client.get("/me").text == "nobody"


def test_an_encoded_slash_stays_in_its_segment(client: httpx2.Client) -> None:
    response = client.get("/matrix/;x=1/.a/b%2Fc.json")
    assert response.json()["name"] == "b/c"


def test_too_large_a_body_ends_the_connection(port: int) -> None:
    head = (
        f"PUT {PUT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n"
        "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{"
    )
    answer = exchange(port, head.encode())
    assert answer.startswith(b"HTTP/1.1 413 ")
    body = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert body["status"] == 413


def test_ordinary_clients_hear_that_their_body_is_too_large(
    port: int, client: httpx2.Client
) -> None:
    headers = {"Content-Type": "application/json", "Authorization": "Bearer secret"}
    body = b" " * 20_000_000
    for _ in range(5):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("PUT", PUT, body, headers)
        answer = connection.getresponse()
        assert (answer.status, json.load(answer)["status"]) == (413, 413)
        connection.close()
        response = client.put(PUT, content=body, headers=headers)
        assert response.status_code == response.json()["status"] == 413
    chunks = (body[:1_000_000] for _ in range(20))
    response = client.put(PUT, content=chunks, headers=headers)
    assert response.status_code == 413
    assert client.get("/me").status_code == 200


def test_who_waits_for_100_hears_413_at_once(port: int) -> None:
    head = (
        f"PUT {PUT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n"
        "Content-Type: application/json\r\nContent-Length: 20000000\r\n"
        "Expect: 100-continue\r\n\r\n"
    )
    assert exchange(port, head.encode()).startswith(b"HTTP/1.1 413 ")


def test_a_chunked_body(port: int) -> None:
    head = (
        f"PUT {PUT} HTTP/1.1\r\nHost: a\r\nAuthorization: bearer secret\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        "Connection: close\r\n\r\n"
        '5\r\n{"nam\r\n8\r\ne": "C"}\r\n0\r\n\r\n'
    )
    assert b'"name":"C"' in exchange(port, head.encode())


def test_the_server_survives_clients_that_leave(
    port: int, client: httpx2.Client
) -> None:
    head = (
        f"PUT {PUT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    )
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(head.encode())
    assert client.get("/me").status_code == 200
