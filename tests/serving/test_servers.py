"""Servers that people run: each in a process, with an application that streams."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

SERVERS = {
    "uvicorn": ("uvicorn", "--port", "{port}", "--ws", "none"),
    "gunicorn": (
        *("gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "2"),
        *("--worker-class", "uvicorn_worker.UvicornWorker"),
    ),
    "hypercorn": ("hypercorn", "--bind", "127.0.0.1:{port}"),
}


@pytest.fixture(scope="module", params=SERVERS)
def url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Where one of them answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    arguments = [each.format(port=port) for each in SERVERS[request.param]]
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments, "service:app"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _listens(port):
            assert process.poll() is None, "the server did not start"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def exchange(url: str, request: str) -> bytes:
    """Send bytes as they are, and read until the server closes."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


@pytest.mark.parametrize("base", ["", "/api/v2", "/beta/v2"])
def test_the_client_meets_it(shop: Any, url: str, base: str) -> None:
    with shop.Client(base_url=url + base, token="secret") as client:
        assert client.orders.get("a").amount == 1
        with pytest.raises(shop.errors.NotFoundError) as caught:
            client.orders.get("none")
    assert caught.value.data.message == "There is no none"


def test_a_stream_comes_bit_by_bit(shop: Any, url: str) -> None:
    with shop.Client(base_url=url) as client, client.orders.watch() as orders:
        first = [next(orders).amount for _ in range(3)]
    assert first == [0, 1, 2]


def test_who_leaves_ends_the_stream(shop: Any, url: str) -> None:
    if _has_several_processes(shop, url):
        return
    with shop.Client(base_url=url) as client:
        before = client.orders.get("left").amount
        with client.orders.watch() as orders:
            next(orders)
        while client.orders.get("left").amount == before:
            time.sleep(0.02)


def _has_several_processes(shop: Any, url: str) -> bool:
    """Whether what one request leaves behind is not there for each of the next."""
    with shop.Client(base_url=url, token="secret") as client:
        client.orders.put("there", body=shop.models.Order(id="there", amount=3))
    for _ in range(20):
        answer = httpx2.get(f"{url}/orders/there", headers={"Connection": "close"})
        if answer.status_code == 404:
            return True
    return False


def test_a_body_in_chunks(url: str) -> None:
    answer = exchange(
        url,
        "PUT /orders/b HTTP/1.1\nHost: a\nAuthorization: Bearer secret\n"
        "Content-Type: application/json\nTransfer-Encoding: chunked\n"
        'Connection: close\n\n6\n{"id":\n10\n"b", "amount":2}\n0\n\n',
    )
    assert answer.startswith(b"HTTP/1.1 204"), answer


def test_head_has_no_body(url: str) -> None:
    answer = exchange(url, "HEAD /orders/a HTTP/1.1\nHost: a\nConnection: close\n\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert re.search(rb"content-length: 21\b", head, re.IGNORECASE)
    assert body == b""


def test_who_leaves_amid_a_body_does_no_harm(url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    head = (
        "PUT /orders/b HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    )
    for _ in range(10):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode())
    assert httpx2.get(f"{url}/orders/a").status_code == 200


def test_requests_have_ids(url: str) -> None:
    answer = httpx2.get(f"{url}/orders/a", headers={"X-Request-ID": "mine-1"})
    assert answer.headers["x-request-id"] == "mine-1"
