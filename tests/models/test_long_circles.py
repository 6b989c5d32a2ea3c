"""Circles and chains of hundreds of schemas."""

from __future__ import annotations

import pytest

from tests.shapes import INTEGER, all_of, array, obj, ref
from tests.weaving import document, weave


def _ring(size: int) -> dict[str, list[int]]:
    return {f"S{each:03}": [(each + 1) % size] for each in range(size)}


def _backward_ring(size: int) -> dict[str, list[int]]:
    return {f"S{each:03}": [(each - 1) % size] for each in range(size)}


def _chain(size: int) -> dict[str, list[int]]:
    return {f"S{each:03}": [each + 1][: size - each - 1] for each in range(size)}


def _dense(size: int) -> dict[str, list[int]]:
    return {
        f"S{each:03}": sorted({(each * step + step) % size for step in range(1, 5)})
        for each in range(size)
    }


@pytest.mark.parametrize("graph", [_ring(500), _backward_ring(120), _dense(100)])
def test_long_circles_import_and_decode(graph: dict[str, list[int]]) -> None:
    """Pydantic alone recurses from class to class, and gives up at some eighty."""
    names = list(graph)
    schemas: dict[str, object] = {
        name: obj(id=INTEGER, **{names[each]: ref(names[each]) for each in needed})
        for name, needed in graph.items()
    }
    schemas["Outside"] = obj(all=array(ref(names[3])))
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        for start in ("S000", "S007", names[-1]):
            wire: dict[str, object] = {"id": 0}
            here, path = start, [start]
            for _ in range(60):
                here = names[graph[here][0]]
                path.append(here)
            for name in reversed(path[1:]):
                wire = {"id": 1, name: wire}
            assert woven.write(start, woven.read(start, wire)) == wire
            assert not woven.accepts(start, {"id": "x"})
        outside = {"all": [{"id": 1}]}
        assert woven.write("Outside", woven.read("Outside", outside)) == outside


def test_a_long_chain_of_modules() -> None:
    graph = _chain(150)
    schemas: dict[str, object] = {
        name: obj(id=INTEGER, **{f"S{each:03}": ref(f"S{each:03}") for each in needed})
        for name, needed in graph.items()
    }
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        wire = {"id": 1, "S001": {"S002": {"id": 3}}}
        assert woven.write("S000", woven.read("S000", wire)) == wire
        assert not woven.accepts("S000", {"S001": {"S002": {"id": "x"}}})


def test_a_long_chain_of_all_of() -> None:
    """Each of 200 says something of a property of the next, whichever stands first."""
    size = 200
    schemas: dict[str, object] = {
        f"S{each:03}": all_of(ref(f"S{each + 1:03}"), obj(**{f"p{each % 4}": INTEGER}))
        for each in range(size)
    }
    schemas[f"S{size:03}"] = obj("id", id=INTEGER)
    whole = document(schemas={"S000": schemas.pop("S000"), **schemas})
    with weave(whole, targets=("models",)) as woven:
        wire = {"id": 1, "p0": 1, "p3": 2}
        assert woven.write("S000", woven.read("S000", wire)) == wire
        assert not woven.accepts("S000", {"id": 1, "p2": "x"})
        assert not woven.accepts("S000", {"p0": 1})
