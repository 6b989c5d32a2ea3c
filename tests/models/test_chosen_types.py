"""Types that the user has chosen: words of apiloom's, and what his modules have."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from apiloom.core.type_choice import TypeChoice
from tests.shapes import array, obj, ref
from tests.weaving import Woven, document, read_json, to_json, weave

MODULE = """
from decimal import Decimal
from typing import Annotated
from pydantic import BaseModel, Field

class Money(BaseModel):
    amount: Decimal
    currency: str = "EUR"

Price = Annotated[Decimal, Field(ge=0)]
Rate = Annotated[float, Field(lt=1)]
"""


def _text(format_: str, **keywords: Any) -> Any:
    return {"type": "string", "format": format_, **keywords}


SCHEMAS: dict[str, Any] = {
    "Money": obj("amount", amount={"type": "string"}, inner=obj(a={})),
    "Slot": obj(
        at=_text("date-time"),
        start=_text("time"),
        length=_text("duration"),
        host=_text("ipv4"),
        host6=_text("ipv6"),
        home=_text("uri", default="https://a.example"),
        id=_text("uuid", maxLength=36),
        price=_text("decimal", maxLength=5),
        rate={"type": "number", "format": "decimal"},
        ratio={"type": "number", "format": "ratio", "maximum": 0.5},
        cost=ref("Money"),
        costs=array(ref("Money"), uniqueItems=True),
        maybe={"oneOf": [ref("Money"), {"type": "null"}]},
        prices=array(_text("decimal"), uniqueItems=True),
        local=_text("uuid"),
    ),
    "Asserted": {
        **obj(at=_text("date-time"), price=_text("decimal")),
        "dependentRequired": {"price": ["at"]},
        "patternProperties": {"^t": _text("date-time")},
    },
}
WORDS = {
    "date-time": "naive",
    "time": "naive",
    "duration": "timedelta",
    "ipv4": "ipaddress",
    "ipv6": "ipaddress",
    "uri": "url",
    "uuid": "str",
    "number:decimal": "float",
    "ratio": "decimal",
}


@contextmanager
def woven_with(types: dict[str, str], folder: Path) -> Iterator[Woven]:
    (folder / "chosenmoney.py").write_text(MODULE)
    sys.path.insert(0, str(folder))
    choices = tuple(TypeChoice(key, to) for key, to in types.items())
    whole = document(schemas=SCHEMAS)
    try:
        with weave(whole, targets=("models",), clean=True, types=choices) as woven:
            yield woven
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop("chosenmoney", None)


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Woven]:
    with woven_with(WORDS, tmp_path_factory.mktemp("words")) as woven:
        yield woven


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Woven]:
    types = {
        "string:decimal": "chosenmoney:Price",
        "ratio": "chosenmoney:Rate",
        "#/components/schemas/Money": "chosenmoney:Money",
        "/components/schemas/Slot/properties/local": "str",
    }
    with woven_with(types, tmp_path_factory.mktemp("users")) as woven:
        yield woven


VALUES: dict[str, tuple[Any, Any]] = {
    "at": ("2024-01-01T00:00:00", datetime(2024, 1, 1)),  # noqa: DTZ001 - naive
    "start": ("09:30:00", time(9, 30)),
    "length": ("PT1H", timedelta(hours=1)),
    "host": ("10.0.0.1", IPv4Address("10.0.0.1")),
    "host6": ("::1", IPv6Address("::1")),
    "id": ("c56a4180-65aa-42ec-a945-5fd21dec0538",) * 2,
    "rate": (0.5, 0.5),
    "ratio": (0.25, Decimal("0.25")),
}


@pytest.mark.parametrize("name", VALUES)
def test_words(worded: Woven, name: str) -> None:
    wire, expected = VALUES[name]
    value = getattr(read_json(worded.models.Slot, {name: wire}), name)
    assert (type(value), value) == (type(expected), expected)
    assert to_json(worded.models.Slot(**{name: value})) == {name: wire}


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("at", "2024-01-01T00:00:00Z"),
        ("at", "2024-01-01 00:00:00"),
        ("start", "09:30:00Z"),
        ("length", "P1M"),
        ("host", "10.0.0.256"),
        ("host", 1),
        ("host6", "fe80::1%eth0"),
        ("home", "a b"),
        ("id", "c56a4180"),
        ("ratio", 0.75),
        ("ratio", "0.25"),
    ],
)
def test_words_refuse_what_is_not_so_spelled(
    worded: Woven, name: str, wire: object
) -> None:
    with pytest.raises(ValidationError):
        read_json(worded.models.Slot, {name: wire})


def test_urls_keep_their_text(worded: Woven) -> None:
    slot = read_json(worded.models.Slot, {"home": "https://b.example"})
    assert slot.home.host == "b.example"
    assert to_json(slot) == {"home": "https://b.example"}
    assert worded.models.Slot().home.host == "a.example"


def test_the_evaluator_follows(worded: Woven) -> None:
    asserted = worded.models.Asserted
    both = {"price": "1", "at": "2024-01-01T00:00:00", "t": "2024-01-01T00:00:00"}
    assert to_json(read_json(asserted, both)) == both
    with pytest.raises(ValidationError):
        read_json(asserted, {"t": "2024-01-01T00:00:00Z"})


def test_with_or_without_an_offset(tmp_path: Path) -> None:
    with woven_with({"date-time": "datetime", "time": "time"}, tmp_path) as woven:
        for at in ("2024-01-01T00:00:00", "2024-01-01T00:00:00Z"):
            assert to_json(read_json(woven.models.Slot, {"at": at})) == {"at": at}
        for start in ("09:30:00", "09:30:00Z"):
            value = {"start": start}
            assert to_json(read_json(woven.models.Slot, value)) == value


def test_naive_ones_are_refused_with_a_hint(users: Woven) -> None:
    with pytest.raises(ValidationError, match=r'types = \{ "date-time" = "naive" \}'):
        users.models.Slot(at=datetime(2024, 1, 1))  # noqa: DTZ001 - naive
    with pytest.raises(ValidationError, match=r'types = \{ "time" = "naive" \}'):
        users.models.Slot(start=time(9))
    with pytest.raises(ValidationError, match="with an offset, such as Z"):
        read_json(users.models.Slot, {"at": "2024-01-01T00:00:00"})
    assert users.models.Slot(at=datetime(2024, 1, 1, tzinfo=UTC))


def test_types_of_modules(users: Woven) -> None:
    wire: dict[str, Any] = {
        "price": "1.50",
        "ratio": 0.25,
        "cost": {"amount": "2.5", "currency": "USD"},
        "costs": [{"amount": "1", "currency": "EUR"}],
        "maybe": None,
        "prices": ["1", "2"],
        "local": "c56a4180-65aa-42ec-a945-5fd21dec0538",
    }
    slot = read_json(users.models.Slot, wire)
    chosen = sys.modules["chosenmoney"]
    assert users.models.Money is chosen.Money
    assert isinstance(slot.cost, chosen.Money)
    assert (slot.price, slot.ratio) == (Decimal("1.50"), 0.25)
    assert isinstance(slot.local, str)
    assert to_json(slot) == wire
    source = (users.folder / "models" / "slot.py").read_text()
    assert "from chosenmoney import Price, Rate" in source


@pytest.mark.parametrize(
    "wire",
    [
        {"price": "-1"},
        {"price": "1.2345"},
        {"ratio": 2},
        {"ratio": 0.75},
        {"cost": {"amount": "much"}},
        {"cost": None},
        {"prices": ["1", "1"]},
    ],
)
def test_types_of_modules_judge(users: Woven, wire: object) -> None:
    with pytest.raises(ValidationError):
        read_json(users.models.Slot, wire)


def test_types_of_modules_in_objects_that_are_judged_whole(users: Woven) -> None:
    both = {"price": "1.5", "at": "2024-01-01T00:00:00Z"}
    read = read_json(users.models.Asserted, both)
    assert read.price == Decimal("1.5")
    assert to_json(read) == both
    for refused in ({"price": "1.5"}, {**both, "price": "-1"}, {**both, "price": "x"}):
        with pytest.raises(ValidationError):
            read_json(users.models.Asserted, refused)


def test_what_only_the_schema_needed_is_not_there(users: Woven) -> None:
    assert sorted(users.models.__all__) == ["Asserted", "Money", "Slot"]


def test_the_document_chooses_nothing() -> None:
    """It is not trusted: no name of Python in it is read."""
    asked: dict[str, Any] = {
        f"x-{key}": "os:system"
        for key in ("python-type", "python-class", "pydantic", "type", "import", "base")
    }
    schemas = {"Pet": {**obj(price=_text("decimal", **asked)), **asked}}
    whole = document(schemas=schemas, **asked)
    with weave(whole, targets=("models",)) as woven:
        files = [path.read_text() for path in (woven.folder / "models").rglob("*.py")]
        assert not any("system" in text for text in files)
        assert woven.models.Pet(price=Decimal(1))
