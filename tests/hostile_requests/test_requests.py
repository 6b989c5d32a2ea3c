"""One request that means harm: it is answered, and never with a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import pytest

from tests.hostile_requests.conftest import Talk, last, statuses

_JSON: Final = "Content-Type: application/json"
_FORM: Final = "Content-Type: application/x-www-form-urlencoded"
_PARTS: Final = "Content-Type: multipart/form-data; boundary=XX"
_EVENTS: Final = "Content-Type: text/event-stream"
_LINES: Final = "Content-Type: application/jsonl"
_DEEP: Final = 10_000
_OPEN: Final = "[" * _DEEP
_NINES: Final = "9" * 5000
_LONG: Final = "9" * 400
_MANY: Final = [f'"k{n}":1' for n in range(50_000)]
_COLLIDING: Final = ",".join(str((2**61 - 1) * n) for n in range(40_000))


def _nested(opening: str, middle: str, closing: str, depth: int = _DEEP) -> str:
    return opening * depth + middle + closing * depth


_TARGETS: Final = {
    "/items/%2F": 200,
    "/items/a%2Fb": 200,
    "/items/%00": 200,
    "/items/%C0%AF": 400,  # an overlong form of `/`
    "/items/%ED%A0%80": 400,  # half of a surrogate pair
    "/items/%FF": 400,
    "/items/\xff\xfe": 400,
    "/items/a;b=c": 200,
    "/items/..": 200,
    "/items/../items/x": 404,
    "/items//x": 404,
    "/items/": 404,
    "/items/a" + "/b" * 20_000: 404,
    "/items/" + "a" * 60_000: 200,
    "/items/a?b?c": 200,
    "http://elsewhere/items/x": 200,
    "*": 404,
    f"/shelves/{_NINES}/books/;book=x": 400,
    "/shelves/%D9%A1/books/;book=x": 400,  # a digit of another script
    "/shelves/1_0/books/;book=x": 400,
    "/shelves/1/books/x": 400,
}
_QUERIES: Final = {
    "limit=1&limit=2": 400,
    f"limit={_NINES}": 400,
    "limit=%D9%A1": 400,
    "limit=1_0": 400,
    "limit=NaN": 400,
    "ratio=NaN": 400,
    "ratio=Infinity": 400,
    "ratio=1e400": 400,
    f"ratio={_NINES}": 400,
    "ratio=0x10": 400,
    "filter[a]=1&filter[a]=2": 400,
    "filter[\xb2]=1": 400,
    "filter[%C2%B2]=1": 200,
    "filter[%D9%A1]=1": 200,
    f"filter[a{'[b]' * 5000}=1": 400,
    "where={": 400,
    "where=[1]": 400,
    f"where={_OPEN}": 400,
    "where={%22a%22:NaN}": 400,
    "where={%22a%22:1e400}": 400,
    "where={}&where={}": 400,
    "a=1&" * 10_000: 200,
    "limit=%FF": 400,
    "limit=%zz": 400,
}
_FIELDS: Final = {
    ("X-Count: 1", "X-Count: 2"): 400,
    (f"X-Count: {_NINES}",): 400,
    ("X-Count: \xb2",): 400,
    ("Cookie: sid=a; sid=b",): 400,
    ("Cookie: =;=;;;sid",): 200,
    ("Accept: ;;;",): 200,
    ("Content-Type: \xff",): 200,
    ("Host: another",): 200,
    ("Range: bytes=0-",): 200,
    ("Expect: 100-continue",): 200,
    tuple(f"X-{n}: y" for n in range(5000)): 200,
}
_LISTED: Final = {
    "NaN": 400,
    "Infinity": 400,
    "1e400": 400,
    '{"a":[-1E+400,1]}': 400,
    f"{_LONG}.0": 400,
    f"{_LONG[:250]}e60": 400,
    _LONG: 200,
    '["1e400", 1e308, 0.5e1]': 200,
    "1e-400": 200,
    "00": 400,
    "+1": 400,
    "0x1": 400,
    "1_0": 400,
    '"\\ud800"': 400,
    '{"\\ud800":1}': 400,
    '"\\u0000"': 200,
    '"\0"': 400,
    "": 400,
    "{}{}": 400,
    "[1,]": 400,
    "/**/{}": 400,
    "\ufeff{}": 400,
    _nested("[", "", "]"): 400,
    _nested('{"a":', "1", "}"): 400,
    _OPEN: 400,
    f"{{{','.join(_MANY)}}}": 200,
}
_NUMBERS: Final = (
    *("1e400", "-1e400", "1e-400", "-0", "1.0", "1e2", "true", "null", '"1"'),
    *("9" * 309, _NINES, f"-{_NINES}", f"0.{_NINES}", f"1{'0' * 4301}", "1e300"),
)
_MEMBERS: Final = (
    *("integer", "int64", "number", "double", "tenths", "thirds", "limited", "one"),
    *("either", "unique", "when", "nested"),
)
_OBJECTS: Final = {
    f'{{"unique":[{_COLLIDING}]}}': 204,
    '{"unique":[1,1.0]}': 400,
    '{"unique":[true,1]}': 204,
    f'{{"unique":{_nested("[", "", "]", 1000)}}}': 400,
    f'{{"pattern":"{"a" * 60}!"}}': 400,  # a great many ways to fail
    f'{{"pattern":"{"a " * 30}!"}}': 400,
    '{"when":"0000-00-00T00:00:00Z"}': 400,
    f'{{"when":"{"9" * 100_000}"}}': 400,
    _nested('{"nested":', "{}", "}"): 400,
    _nested('{"nested":', "{}", "}", 100): 204,
    _nested('{"either":[', "{}", "]}", 1000): 400,
    _nested('{"either":[', '{"integer":"x"}', "]}", 50): 400,
}
_FORMS: Final = {
    "count=NaN": 400,
    "other=1e400": 204,
    f"count={_NINES}": 400,
    "count=1_0": 400,
    "%FF=%FF": 400,
    "name=%FF": 400,
    "numbers={": 400,
    f"numbers={_OPEN}": 400,
    "&" * 10_000: 204,
}


def _cases() -> Iterator[tuple[bytes, int]]:
    for target, status in _TARGETS.items():
        yield last("GET", target), status
    for query, status in _QUERIES.items():
        yield last("GET", f"/items/x?{query}"), status
    for fields, status in _FIELDS.items():
        yield last("GET", "/items/x", *fields), status
    for text, status in _LISTED.items():
        yield last("POST", "/anything", _JSON, body=text.encode()), status
    for text, status in _OBJECTS.items():
        yield last("POST", "/numbers", _JSON, body=text.encode()), status
    for text, status in _FORMS.items():
        yield last("POST", "/forms", _FORM, body=text.encode()), status


@pytest.mark.parametrize(
    ("sent", "status"),
    [pytest.param(*each, id=str(n)) for n, each in enumerate(_cases())],
)
def test_what_means_harm_is_answered(talk: Talk, sent: bytes, status: int) -> None:
    assert statuses(talk(sent)) == [status], sent[:200]


def _never_a_failure(talk: Talk, requests: Iterable[bytes]) -> None:
    for sent in requests:
        found = statuses(talk(sent))
        assert len(found) == 1, sent[:200]
        assert found[0] < 500, sent[:200]


@pytest.mark.parametrize("member", _MEMBERS)
def test_numbers_that_no_machine_has(talk: Talk, member: str) -> None:
    bodies = (f'{{"{member}":{number}}}'.encode() for number in _NUMBERS)
    _never_a_failure(talk, (last("POST", "/numbers", _JSON, body=b) for b in bodies))


def _part(*fields: str, content: bytes = b"x") -> bytes:
    head = "\r\n".join(["--XX", *fields, "", ""]).encode("latin-1")
    return head + content + b"\r\n"


_NAMED: Final = 'Content-Disposition: form-data; name="name"'
_ENDED: Final = b"--XX--\r\n"


@pytest.mark.parametrize(
    "body",
    [
        _part(_NAMED),
        _part(_NAMED)[:-5],
        b"--XX",
        _part() + _ENDED,
        _part("x") + _ENDED,
        _part("Content-Disposition: form-data") + _ENDED,
        _part('Content-Disposition: form-data; name="na\xffme"') + _ENDED,
        _part(_NAMED, content=b"\xff\xfe") + _ENDED,
        *(
            _part(_NAMED, f"Content-Type: text/plain; charset={name}") + _ENDED
            for name in ("nonsense", "hex", "idna", "unicode_escape", "utf-16")
        ),
        _part(f'{_NAMED}; filename="../../../x"') + _ENDED,
        _part(f"{_NAMED}; filename*=UTF-8''%FF") + _ENDED,
        _part(*["X-A: b"] * 5000, _NAMED) + _ENDED,
        _part(_NAMED) * 20_000 + _ENDED,
        _part(f'Content-Disposition: form-data; name="{"a" * 100_000}"') + _ENDED,
        _part(f"Content-Disposition: form-data;{' a=b;' * 20_000} name=name") + _ENDED,
        b"\r\n" * 100_000 + _part(_NAMED) + _ENDED,
        b"-" * 500_000,
    ],
    ids=lambda body: f"{len(body)}",
)
def test_parts(talk: Talk, body: bytes) -> None:
    _never_a_failure(talk, [last("POST", "/forms", _PARTS, body=body)])


def test_boundaries(talk: Talk) -> None:
    body = _part(_NAMED) + _ENDED
    kinds = ["", '""', "\xe2\x98\x83", "a" * 200, "XX; boundary=YY", '"X\\"X"', "X\x7f"]
    fields = (f"Content-Type: multipart/form-data; boundary={kind}" for kind in kinds)
    _never_a_failure(talk, (last("POST", "/forms", f, body=body) for f in fields))


@pytest.mark.parametrize(
    "said",
    [
        "application/json; charset=utf-16",
        "application/json; charset=\xff",
        "application/json;;;",
        'application/json; a="b',
        "application/json, text/plain",
        "*/*",
        "json",
        "",
    ],
)
def test_types_of_content(talk: Talk, said: str) -> None:
    field = f"Content-Type: {said}"
    _never_a_failure(talk, [last("POST", "/anything", field, body=b"{}")])


@pytest.mark.parametrize(
    "body",
    [
        b'{"n":1}\n{"n":"x"}\n',
        b"[" * _DEEP,
        b'{"n":1e400}\n',
        f'{{"n":{_NINES}}}\n'.encode(),
        b"\xff\n",
        b"\n\n\n",
        b"x" * 2_000_000,
    ],
    ids=lambda body: f"{len(body)}",
)
def test_lines(talk: Talk, body: bytes) -> None:
    _never_a_failure(talk, [last("POST", "/lines", _LINES, body=body)])


def test_where_a_number_is_too_large(talk: Talk) -> None:
    """What no float has room for is no other number (RFC 8259, section 6)."""
    body = b'{"a": [1, {"b/c": 1e400}], "d": "1e400", "e": -1E+999, "f": 1e300}'
    answer = talk(last("POST", "/anything", _JSON, body=body))
    errors = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"]
    assert [each["pointer"] for each in errors] == ["/a/1/b~1c", "/e"]
    assert {each["detail"] for each in errors} == {"Input should be a finite number"}


@pytest.mark.parametrize("retry", ["9" * 4301, "\xb2", "1_0", "-1", "1e400", ""])
def test_events_that_say_when_to_come_back(talk: Talk, retry: str) -> None:
    """What is no number of theirs is ignored (WHATWG HTML, section 9.2.6)."""
    body = f"retry: {retry}\ndata: x\n\n".encode()
    answer = talk(last("POST", "/events", _EVENTS, body=body))
    assert (statuses(answer), answer[-1:]) == ([200], b"1")
