"""Whoever writes a model writes what was set: it can be read back."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final

import pytest
from pydantic import (
    BaseModel,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    create_model,
    field_serializer,
    model_serializer,
)
from pydantic_core import PydanticSerializationError, to_json, to_jsonable_python

from tests.shapes import INTEGER, TEXT, array, by_tag, obj, one_of, ref
from tests.weaving import Json, Woven, document, read_json, weave

LIST: Any = list  # of types that only this run knows

SCHEMAS: Final = {
    "Axis": obj(
        "values",
        values=array({"type": "number"}),
        unit=TEXT,
        note={"type": ["string", "null"]},
        size={"type": "integer", "default": 3},
        at={"type": "string", "format": "date-time"},
        **{"foo-bar": INTEGER},
    ),
    "Chart": obj(
        x=ref("Axis"),
        all=array(ref("Axis")),
        named={"type": "object", "additionalProperties": ref("Axis")},
        inner=ref("Chart"),
        either=one_of(ref("Axis"), TEXT),
        pet=ref("Pet"),
        some=ref("Some"),
    ),
    "Board": obj(charts=array(ref("Chart"))),
    "Cat": obj("kind", kind={"const": "cat"}, purr=TEXT),
    "Dog": obj("kind", kind={"const": "dog"}, bark=TEXT),
    "Pet": one_of(ref("Cat"), ref("Dog"), discriminator=by_tag("kind")),
    "Some": {**obj(a=TEXT, b=TEXT), "minProperties": 1},
}
AXIS: Final[Json] = {"values": [1, 2.5], "foo-bar": 1, "at": "2026-01-01T00:00:00Z"}
WIRE: Final[Json] = {
    "x": AXIS,
    "all": [{"values": []}, {"values": [], "note": None}],
    "named": {"k": {"values": [1]}},
    "inner": {"inner": {}, "x": {"values": []}},
    "either": {"values": [3]},
    "pet": {"kind": "dog"},
    "some": {"a": "x"},
    "new": {"deep": [None, 1]},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


@pytest.fixture(scope="module")
def chart(woven: Woven) -> Any:
    return read_json(woven.models.Chart, WIRE)


def holder(type_: Any) -> type[BaseModel]:
    """A model of the user's own with fields of ours."""
    return create_model("Holder", first=(type_, ...), second=(type_ | None, None))


def adapter(type_: Any) -> TypeAdapter[Any]:
    """One of the user's own."""
    return TypeAdapter(type_)


WRITERS: Final[dict[str, Callable[[Any], Any]]] = {
    "dump": lambda chart: chart.model_dump(mode="json"),
    "dump_json": lambda chart: json.loads(chart.model_dump_json()),
    "adapter": lambda chart: json.loads(TypeAdapter(type(chart)).dump_json(chart)),
    "annotated": lambda chart: json.loads(
        adapter(Annotated[type(chart), Field(title="T")]).dump_json(chart)
    ),
    "list": lambda chart: TypeAdapter(LIST[type(chart)]).dump_python(
        [chart], mode="json"
    )[0],
    "union": lambda chart: adapter(str | type(chart)).dump_python(chart, mode="json"),
    "any": lambda chart: TypeAdapter(Any).dump_python(chart, mode="json"),
    "dictionary": lambda chart: json.loads(
        TypeAdapter(dict[str, Any]).dump_json({"k": [chart]})
    )["k"][0],
    "core_json": lambda chart: json.loads(to_json({"k": chart}))["k"],
    "core_python": to_jsonable_python,
    "field": lambda chart: json.loads(
        holder(type(chart))(first=chart, second=chart).model_dump_json()
    )["second"],
    "pickle": lambda chart: pickle.loads(pickle.dumps(chart)).model_dump(mode="json"),
    "copy": lambda chart: copy.copy(chart).model_dump(mode="json"),
    "deepcopy": lambda chart: copy.deepcopy(chart).model_dump(mode="json"),
    "model_copy": lambda chart: chart.model_copy(deep=True).model_dump(mode="json"),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_is_what_was_read(chart: Any, writer: str) -> None:
    """No null, no default that was not there, and keys as the document has them."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert WRITERS[writer](chart) == WIRE


def test_a_python_dump_is_read_back(woven: Woven, chart: Any) -> None:
    dumped = chart.model_dump()
    assert woven.models.Chart.model_validate(dumped) == chart
    assert dumped["x"]["at"].year == 2026


def test_defaults_can_be_asked_for(woven: Woven, chart: Any) -> None:
    """And still nothing absent is written as null, down to the last model."""
    whole = chart.model_dump(exclude_unset=False, mode="json")
    assert whole == json.loads(chart.model_dump_json(exclude_unset=False))
    assert whole["x"] == AXIS | {"size": 3}
    assert whole["all"] == [
        {"values": [], "size": 3},
        {"values": [], "note": None, "size": 3},
    ]
    assert whole["inner"] == {"inner": {}, "x": {"values": [], "size": 3}}
    assert whole["named"] == {"k": {"values": [1], "size": 3}}
    assert whole["new"] == WIRE["new"]
    assert read_json(woven.models.Chart, whole).model_dump(mode="json") == whole
    assert chart.model_dump(mode="json") == WIRE


def test_a_circle_of_instances_is_no_endless_dump(woven: Woven) -> None:
    chart = woven.models.Chart(all=[])
    chart.all.append(woven.models.Axis(values=[], new=chart))
    for unset in (True, False):
        with pytest.raises(ValueError, match=r"Circular reference|Recursion"):
            chart.model_dump(exclude_unset=unset)


def test_options_of_a_dump_are_pydantics(chart: Any) -> None:
    assert chart.model_dump(include={"pet"}) == {"pet": {"kind": "dog"}}
    assert chart.model_dump(exclude={*WIRE} - {"pet"}, mode="json") == {
        "pet": {"kind": "dog"}
    }
    named = TypeAdapter(type(chart.x)).dump_python(chart.x, by_alias=False)
    assert named["foo_bar"] == 1
    assert chart.all[1].model_dump(exclude_none=True) == {"values": []}
    assert (
        chart.all[1].model_dump_json(indent=1) == '{\n "values": [],\n "note": null\n}'
    )


def test_unions_of_others_choose_by_the_value(woven: Woven) -> None:
    models = woven.models
    adapter: TypeAdapter[Any] = TypeAdapter(LIST[models.Cat | models.Dog | int])
    values = [models.Dog(kind="dog"), 5, models.Cat(kind="cat", purr="x")]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        dumped = adapter.dump_python(values)
    assert dumped == [{"kind": "dog"}, 5, {"kind": "cat", "purr": "x"}]


def test_a_subclass_is_written_as_what_is_declared(woven: Woven) -> None:
    """As pydantic does it: FastAPI relies on it to keep secrets."""

    class Stored(woven.models.Axis):  # type: ignore[misc, name-defined]
        secret: str = "x"

    axis = Stored(values=[], secret="s")
    assert TypeAdapter(LIST[woven.models.Axis]).dump_python([axis]) == [{"values": []}]
    both: TypeAdapter[Any] = TypeAdapter(LIST[woven.models.Axis | Stored])
    assert both.dump_python([axis]) == [{"values": [], "secret": "s"}]
    assert TypeAdapter(Stored).dump_python(axis) == {"values": [], "secret": "s"}


def test_a_value_of_another_type_is_told(woven: Woven) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(LIST[woven.models.Axis])
    with pytest.warns(UserWarning, match="Expected `Axis`"):
        assert adapter.dump_python([5]) == [5]
    with pytest.raises(PydanticSerializationError):
        adapter.dump_python([woven.models.Cat(kind="cat")], warnings="error")


def test_the_schema_of_what_is_written_is_that_of_the_model(woven: Woven) -> None:
    """In a model of the user's, in an adapter, and of the class itself."""
    axis = woven.models.Axis.model_json_schema(mode="serialization")
    assert set(axis["properties"]) == {*SCHEMAS["Axis"]["properties"]}
    assert axis["properties"]["unit"]["type"] == "string"
    for mode in ("validation", "serialization"):
        held = holder(woven.models.Chart).model_json_schema(mode=mode)
        listed = TypeAdapter(LIST[woven.models.Chart]).json_schema(mode=mode)
        own = woven.models.Chart.model_json_schema(mode=mode)
        for described in (held, listed, own):
            assert set(described["$defs"]) >= {"Axis", "Chart", "Cat", "Dog", "Some"}
            assert described["$defs"]["Axis"]["required"] == ["values"]
            assert "$ref" not in described["$defs"]["Axis"]


def test_classes_may_be_built_in_any_order_and_again() -> None:
    for first in ("Axis", "Chart", "Pet"):
        with weave(document(schemas=SCHEMAS), targets=("models",)) as woven:
            if first != "Pet":
                getattr(woven.models, first).model_rebuild()
            adapter: TypeAdapter[Any] = TypeAdapter(LIST[woven.models.Chart])
            chart = read_json(woven.models.Chart, WIRE)
            assert adapter.dump_python([chart], mode="json") == [WIRE]
            board = woven.models.Board
            assert board(charts=[chart]).model_dump(mode="json") == {"charts": [WIRE]}
            for again in (woven.models.Axis, board, woven.models.Chart, board):
                again.model_rebuild(force=True)
            again = read_json(woven.models.Chart, WIRE)
            assert again.model_dump(mode="json") == WIRE
            assert board(charts=[again]).model_dump(mode="json") == {"charts": [WIRE]}
            assert to_jsonable_python(again) == WIRE


def test_a_model_in_a_circle_that_is_judged_as_a_whole(woven: Woven) -> None:
    """Built first by others, inside of something: once in each way to ask for it."""
    schemas: dict[str, object] = {
        "Node": {
            **obj(at={"type": "string", "format": "date-time"}, next=ref("Node")),
            "minProperties": 1,
        }
    }
    wire = {"next": {"at": "2026-01-01T00:00:00Z"}}
    for built in (False, True):
        with weave(document(schemas=schemas), targets=("models",)) as package:
            node = package.models.Node
            if built:
                node.model_rebuild()
            for outer in (LIST[node], holder(node), node):
                adapter: TypeAdapter[Any] = TypeAdapter(outer)
                for mode in ("validation", "serialization"):
                    adapter.json_schema(mode=mode)
            adapter = TypeAdapter(LIST[node])
            read = adapter.validate_json(json.dumps([wire]))
            assert adapter.dump_python(read, mode="json") == [wire]


def test_serializers_of_the_user_have_their_say(woven: Woven) -> None:
    """Of a field and of a whole model, alone, inside of ours and inside of theirs."""

    class Mine(woven.models.Axis):  # type: ignore[misc, name-defined]
        @field_serializer("unit")
        def _loud(self, unit: str) -> str:
            return unit.upper()

        @model_serializer(mode="wrap")
        def _whole(self, handler: SerializerFunctionWrapHandler) -> Any:
            return {**handler(self), "mine": True}

    class Holding(woven.models.Board):  # type: ignore[misc, name-defined]
        axis: Mine
        inner: Holding | None = None

    class Theirs(BaseModel):
        axis: Mine
        holding: Holding

    Mine.model_rebuild()
    axis = Mine(values=[], unit="mm")
    written = {"values": [], "unit": "MM", "mine": True}
    holding = Holding(axis=axis, inner=Holding(axis=axis))
    held = {"axis": written, "inner": {"axis": written}}
    assert axis.to_dict() == json.loads(axis.to_json()) == axis.model_dump() == written
    assert holding.to_dict() == json.loads(holding.model_dump_json()) == held
    assert adapter(LIST[Mine]).dump_python([axis]) == [written]
    assert adapter(Any).dump_python({"k": holding}) == {"k": held}
    theirs = Theirs(axis=axis, holding=holding)
    assert theirs.model_dump() == {"axis": written, "holding": held}
