"""Parts and fields: what each stands for, by its schema, its type and its charset."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from .conftest import Desk
from .raw_client import MULTIPART, joined, part

OK = 204
JSON_FILE = b'"quoted"'


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", None])
@pytest.mark.parametrize("content", [JSON_FILE, b"{", b"\xff\x00", b"null"])
def test_a_file_is_its_bytes(
    desk: Desk, content: bytes, media_type: str | None
) -> None:
    sent = part('name="file"; filename="a"', content, media_type)
    raw = part('name="raw"', content, media_type)
    assert desk.client.form("/files", sent, raw).status == OK
    assert desk.body == {"file": content, "raw": content}


def test_files_of_a_list(desk: Desk) -> None:
    parts = [
        part('name="files"; filename="a.json"', text, "application/json")
        for text in (b"1", b"[")
    ]
    file = part('name="file"; filename="a"', b"x")
    assert desk.client.form("/files", file, *parts).status == OK
    assert desk.body["files"] == [b"1", b"["]


def test_text_for_which_bytes_stand(desk: Desk) -> None:
    file = part('name="file"; filename="a"', b"x")
    encoded = part('name="encoded"; filename="a.png"', b"AP8=", "image/png")
    assert desk.client.form("/files", file, encoded).status == OK
    assert desk.body["encoded"] == b"\x00\xff"


@pytest.mark.parametrize(
    "disposition",
    [
        "name=file",
        "name=file; filename=a.txt",
        "NAME=file ; FileName = a b.txt",
        'filename="a;name=x.txt"; name="file"',
        'filename="a\\";name=x"; name=file',
        'x="; name=\\"text"; name=file',
        "filename*=UTF-8''na%C3%AFve.txt; name=file",
        'name="file"; name="other"',
        "name=\"fi%6Ce\"; name*=us-ascii''file",
    ],
)
def test_the_name_of_a_part(desk: Desk, disposition: str) -> None:
    assert desk.client.form("/files", part(disposition, b"x")).status == OK
    assert desk.body == {"file": b"x"}


def test_a_folded_head(desk: Desk) -> None:
    folded = b'content-disposition:form-data;\r\n\tname="file"\r\nX\r\n\r\nx'
    assert desk.client.form("/files", folded).status == OK
    assert desk.body == {"file": b"x"}


def test_a_name_that_browsers_escape(desk: Desk) -> None:
    assert desk.client.form("/forms", part('name="a%22b%0D%0A%6C"', b"x")).status == OK
    assert desk.body == {'a"b\r\n%6C': "x"}


def test_an_input_without_a_file(desk: Desk) -> None:
    empty = part('name="raw"; filename=""', b"", "application/octet-stream")
    file = part('name="file"; filename="a"', b"x")
    assert desk.client.form("/files", file, empty).status == OK
    assert desk.body == {"file": b"x"}
    none = part('name="file"; filename=""', b"", "application/octet-stream")
    answer = desk.client.form("/files", none)
    assert answer.status == 400
    assert answer.json["errors"] == [{"pointer": "/file", "detail": "Field required"}]


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("iso-8859-1", b"\xe9"),
        ("ISO-8859-15", b"\xe9"),
        ('"windows-1252"', b"\xe9"),
        ("utf-16le", b"\xe9\x00"),
        ("koi8-r", "\u0439".encode("koi8-r")),
        ("Shift_JIS", "\u65e5".encode("shift-jis")),
        ("utf-8", "é".encode()),
    ],
)
def test_charsets(desk: Desk, charset: str, content: bytes) -> None:
    sent = part("name=text", content, f"text/plain; charset={charset}")
    assert desk.client.form("/forms", sent).status == OK
    codec = charset.strip('"')
    assert desk.body == {"text": content.decode(codec)}


def test_the_charset_of_a_whole_form(desk: Desk) -> None:
    """RFC 7578, section 4.6."""
    default = part("name=_charset_", b"iso-8859-1")
    said = part("name=any", "é".encode(), "text/plain; charset=utf-8")
    parts = [default, part("name=text", b"\xe9"), said]
    assert desk.client.form("/forms", *parts).status == OK
    assert desk.body == {"text": "é", "any": "é"}


def test_a_charset_that_the_document_declares(desk: Desk) -> None:
    assert desk.client.form("/forms", part("name=typed", b"\xe9")).status == OK
    assert desk.body == {"typed": "é"}
    plain = part("name=typed", b"\xe9", "text/plain")
    assert desk.client.form("/forms", plain).status == 400


def test_a_styled_part_has_a_charset(desk: Desk) -> None:
    sent = part("name=spaced", b"\xe9 b+c", "text/plain; charset=iso-8859-1")
    assert desk.client.form("/forms", sent).status == OK
    assert desk.body == {"spaced": ["é", "b+c"]}


@pytest.mark.parametrize(
    ("content", "media_type", "detail"),
    [
        (b"\xff", None, "The field 'text' is not text in utf-8."),
        (b"a", "text/plain; charset=idna", "The field 'text' is not text in idna."),
        (b"a", "text/plain; charset=rot13", "The field 'text' is not text in rot13."),
    ],
)
def test_no_text(
    desk: Desk, content: bytes, media_type: str | None, detail: str
) -> None:
    answer = desk.client.form("/forms", part("name=text", content, media_type))
    assert (answer.status, answer.json["detail"]) == (400, detail)


def test_free_fields_that_repeat_are_lists(desk: Desk) -> None:
    parts = [
        part(f"name={name}", text) for name in ("free", "any") for text in (b"1", b"2")
    ]
    parts.append(part("name=once", b"3"))
    expected = {"free": ["1", "2"], "any": ["1", "2"], "once": "3"}
    assert desk.client.form("/forms", *parts).status == OK
    assert desk.body == expected
    assert desk.client.fields("/forms", "free=1&free=2&any=1&any=2&once=3").status == OK
    assert desk.body == expected


def test_free_parameters_that_repeat_are_lists(desk: Desk) -> None:
    answer = desk.client.send(
        "/search?free=1&free=2&x=3&x=4&y=5", "", b"", method="GET"
    )
    assert answer.status == OK
    request = desk.seen[-1]
    assert request.free == ["1", "2"]
    assert request.rest == {"x": ["3", "4"], "y": "5"}


def test_what_the_schema_does_not_admit_twice(desk: Desk) -> None:
    for path, text in (("/closed", "a=1&a=2"), ("/texts", "x=1&x=2")):
        answer = desk.client.fields(path, text)
        assert answer.status == 400
        assert "must be given once" in answer.json["detail"]
    for free in ("x=1&x=2", "x=1"):
        answer = desk.client.fields("/closed", free)
        assert answer.json["errors"][0]["pointer"] == "/x"


@pytest.mark.parametrize(
    "field",
    [
        "n=1_000",
        "n=F",
        "n= 5",
        "n=5.5",
        "n=true",
        "n=",
        "n=0x10",
        "n=5001",
        "x=1_0.0",
        "x=F",
        "x=nan",
        "b=F",
        "b=1",
        "b=yes",
        "b=True",
        "when=5",
        "when=2025-01-01",
        "day=0",
        "day=2025-01-01T00:00:00Z",
        "id=1",
        "dec=1_0",
        'm={"n":"5"}',
        'm={"n":true}',
        'm={"day":5}',
        'ms={"n":"1_000"}',
        "m=[]",
        "m=x",
    ],
)
def test_fields_are_judged_as_strictly_as_json(desk: Desk, field: str) -> None:
    name, _, text = field.partition("=")
    assert desk.client.fields("/forms", field).status == 400
    file = part('name="f"; filename="f"', b"\xff")
    for parts in ([], [file]):
        sent = part(f"name={name}", text.encode())
        assert desk.client.form("/forms", sent, *parts).status == 400
    if text[:1] in "[{":
        sent = part(f"name={name}", text.encode(), "application/json")
        assert desk.client.form("/forms", sent, file).status == 400
    assert desk.seen == []


def test_fields_have_the_types_of_json(desk: Desk) -> None:
    text = (
        "n=5&x=1.5&b=true&when=2025-01-01T00:00:00Z&day=2025-01-02&text=5&dec=1.50"
        '&m={"n":5,"day":"2025-01-02"}&ms={"n":1}&ms={"n":2}'
        "&id=b5f6f1f0-0000-4000-8000-000000000001"
    )
    assert desk.client.fields("/forms", text).status == OK
    plain = desk.body
    pairs = [pair.split("=", 1) for pair in text.split("&")]
    parts = [part(f"name={name}", value.encode()) for name, value in pairs]
    file = part('name="f"; filename="f"', b"\xff")
    assert desk.client.form("/forms", *parts, file).status == OK
    assert desk.body == {**plain, "f": b"\xff"}
    assert (plain["n"], plain["x"], plain["b"], plain["text"]) == (5, 1.5, True, "5")
    assert plain["day"] == plain["m"].day == dt.date(2025, 1, 2)
    assert plain["dec"] == Decimal("1.50")
    assert [each.n for each in plain["ms"]] == [1, 2]


def test_ordered_parts(desk: Desk) -> None:
    mixed = MULTIPART.replace("form-data", "mixed")

    def send(*texts: bytes) -> int:
        return desk.client.send("/ordered", mixed, joined(*texts)).status

    assert send(b"\r\n5", b"Content-Type: application/json\r\n\r\n6") == OK
    assert desk.body == [5, 6]
    assert send(b"\r\n1_000") == 400
    assert send(b'Content-Type: application/json\r\n\r\n"6"') == 400


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/matrix;mat=5", OK),
        ("/matrix;mat", OK),
        ("/matrix;mat==", OK),
        ("/matrix;matter=5", 400),
        ("/matrix;matter", 400),
        ("/matrix;ma=5", 400),
        ("/matrixmat=5", 400),
        ("/numbers;mat=5;mat=6", OK),
        ("/numbers;mat=5;matter=6", 400),
    ],
)
def test_matrix_parameters(desk: Desk, target: str, status: int) -> None:
    answer = desk.client.send(target, "", b"", method="GET")
    assert answer.status == status, answer.body
    if status == OK:
        assert desk.seen[-1].mat in ("5", "", "=", [5, 6])
