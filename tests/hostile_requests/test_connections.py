"""What a connection carries: requests run together, lengths that lie, sudden ends."""

from __future__ import annotations

import socket
from typing import Final

import pytest

from tests.hostile_requests.conftest import Talk, last, request, statuses

_JSON: Final = "Content-Type: application/json"
_ONE: Final = request("POST", "/anything", _JSON, body=b"[1]")
_LAST: Final = last("GET", "/items/z")


def test_requests_run_together_are_answered_in_order(talk: Talk) -> None:
    assert statuses(talk(_ONE * 50 + _LAST)) == [200] * 51


def test_what_is_refused_leaves_the_connection_as_it_was(talk: Talk) -> None:
    refused = [
        request("POST", "/anything", _JSON, body=b"{bad"),
        request("POST", "/text", _JSON, body=b"{bad"),
        request("POST", "/nothing", _JSON, body=b"x" * 1000),
        request("PUT", "/anything", _JSON, body=b"x" * 1000),
        request("TRACE", "/items/x"),
    ]
    received = talk(b"".join(refused) + _LAST)
    assert statuses(received) == [400, 415, 404, 405, 405, 200]


def test_a_body_that_is_too_long_ends_the_connection(talk: Talk) -> None:
    sent = request("POST", "/text", "Content-Type: text/plain", body=b"x" * 11_000_000)
    assert statuses(talk(sent + _LAST)) == [413]


def test_bytes_that_come_one_by_one(talk: Talk) -> None:
    assert statuses(talk(*[bytes([each]) for each in _ONE + _LAST])) == [200, 200]


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (("Content-Length: 2", "Content-Length: 3"), b"{}x"),
        (("Content-Length: 2", "Transfer-Encoding: chunked"), b"2\r\n{}\r\n0\r\n\r\n"),
        (("Transfer-Encoding: chunked, identity",), b"2\r\n{}\r\n0\r\n\r\n"),
        (("Transfer-Encoding: xchunked",), b"2\r\n{}\r\n0\r\n\r\n"),
        (("Transfer-Encoding : chunked",), b"2\r\n{}\r\n0\r\n\r\n"),
        (("Content-Length: +2",), b"{}"),
        (("Content-Length: -2",), b"{}"),
        (("Content-Length: 2, 2",), b"{}"),
        (("Content-Length: 99999999999999999999999",), b"{}"),
        ((f"Content-Length: {'9' * 4301}",), b"{}"),
        (("Transfer-Encoding: chunked",), b"-2\r\n{}\r\n0\r\n\r\n"),
        (("Transfer-Encoding: chunked",), b"FFFFFFFFFFFFFFFFF\r\n{}"),
    ],
)
def test_lengths_that_two_servers_may_read_in_two_ways(
    talk: Talk, fields: tuple[str, ...], body: bytes
) -> None:
    """One refusal, and nothing of what follows is taken for a request."""
    sent = request("POST", "/anything", _JSON, *fields, body=body)
    assert statuses(talk(sent + _LAST)) == [400]


@pytest.mark.parametrize(
    "whole",
    [
        _ONE,
        request("POST", "/lines", "Content-Type: application/jsonl", body=b'{"n":1}\n'),
        request("POST", "/nothing", _JSON, body=b"[1]"),
    ],
    ids=["json", "lines", "nothing"],
)
def test_whoever_leaves_in_the_middle_disturbs_nobody(
    talk: Talk, address: tuple[str, int], whole: bytes
) -> None:
    for end in range(1, len(whole), 7):
        socket.create_connection(address).close()
        with socket.create_connection(address) as connection:
            connection.sendall(whole[:end])
    assert statuses(talk(_LAST)) == [200]
