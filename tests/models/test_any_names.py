"""Schemas and properties called anything at all, generated, imported and used."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shapes import INTEGER, obj, ref
from tests.weaving import document, weave

_AWKWARD = st.sampled_from(
    [
        *("", " ", "-", "_", "__", "1", "42", "$", "\U0001f600", "a", "A", "\uff21"),
        *("class", "None", "self", "__init__", "__class__", "__dict__", "model_config"),
        *("Model", "Field", "Annotated", "Maybe", "Integer", "Any", "BaseModel"),
        *("TYPE_CHECKING", "attach", "json", "copy", "models", "client", "errors"),
        *("_runtime", "con", "NUL", "Pet", "pet", "PET", "P-et", "\ufb01", "fi"),
        *("\u00df", "ss", "\u0130", "x" * 300, "a/b", "a~b", "a.b", "\u2028", "'\"\\"),
        *("PetInput", "PetBase", "PetDict", "TypedDict", "Required", "Date"),
    ]
)
_NAMES = _AWKWARD | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0%"), max_size=8
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        _NAMES, st.lists(_NAMES, unique=True, max_size=5), min_size=1, max_size=7
    ),
    st.booleans(),
)
def test_any_names(named: dict[str, list[str]], circular: bool) -> None:
    """Every schema has these properties, and refers to the next, round or not."""
    names = list(named)
    following = dict(zip(names, names[1:] + names[: int(circular)], strict=False))
    schemas: dict[str, object] = {}
    for name, properties in named.items():
        schema = obj(**dict.fromkeys(properties, INTEGER))
        if name in following:
            schema["properties"]["to the next"] = _reference(following[name])
        schemas[name] = schema
    content = {"application/json": {"schema": _reference(names[0])}}
    operation = {
        "operationId": "useIt",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    whole = document(schemas=schemas, paths={"/it": {"put": operation}})
    with weave(whole, targets=("models", "client")) as woven:
        places = woven.manifest["names"]
        assert len(set(places.values())) == len(places)
        modules = {place.partition(":")[0] for place in places.values()}
        assert len({module.casefold() for module in modules}) == len(modules)
        for name, properties in named.items():
            pointer = _reference(name)["$ref"].removeprefix("#")
            class_name = places[pointer].partition(":")[2]
            wire: dict[str, object] = dict.fromkeys(properties, 1)
            if name in following and "to the next" not in properties:
                wire["to the next"] = dict.fromkeys(named[following[name]], 2)
            if "to the next" in properties:
                continue
            assert woven.write(class_name, woven.read(class_name, wire)) == wire
            for wire_name in properties:
                assert not woven.accepts(class_name, wire | {wire_name: "x"})
        assert woven.module("client").Client
        assert woven.module("operations.it").It


def _reference(name: str) -> dict[str, str]:
    return ref(name.replace("~", "~0").replace("/", "~1"))
