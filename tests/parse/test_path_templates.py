"""What path templates mean, however they are written."""

import pytest

from apiloom.api.parse.path_templates import template_of


@pytest.mark.parametrize(
    ("written", "declared", "path", "names"),
    [
        ("/a/{b}.{c}", ["b", "c"], "/a/{b}.{c}", ("b", "c")),
        ("/{a}:verb", ["a"], "/{a}:verb", ("a",)),
        ("/a/:b/c:d", ["b", "d"], "/a/{b}/c:d", ("b",)),
        ("/a/:b", [], "/a/:b", ()),
        ("/{proxy+}", ["proxy"], "/{proxy}", ("proxy",)),
        ("/{proxy+}", ["proxy+"], "/{proxy+}", ("proxy+",)),
        ("/{+name}/{path*}", ["name", "path"], "/{name}/{path}", ("name", "path")),
        ("/{id:[0-9]+}", ["id"], "/{id}", ("id",)),
        ("/{id:[0-9]+}", [], "/{id:[0-9]+}", ("id:[0-9]+",)),
        ("a/{b}", ["b"], "/a/{b}", ("b",)),
        ("/{b}/{b}", ["b"], "/{b}/{b}", ("b",)),
        ("/#Action=List", [], "/", ()),
        ("", [], "/", ()),
    ],
)
def test_path(
    written: str, declared: list[str], path: str, names: tuple[str, ...]
) -> None:
    template = template_of(written, declared)
    assert (template.path, template.names, template.query) == (path, names, ())


@pytest.mark.parametrize(
    ("written", "declared", "several"),
    [
        ("/{proxy+}", ["proxy"], {"proxy"}),
        ("/{+name}:run/{id}", ["name", "id"], {"name"}),
        ("/{*rest}", ["rest"], {"rest"}),
        ("/{id:[0-9]+}", ["id"], set()),
        ("/{path*}", ["path"], set()),
        ("/{proxy+}", ["proxy+"], set()),
    ],
)
def test_several_segments(written: str, declared: list[str], several: set[str]) -> None:
    assert template_of(written, declared).several == several


def test_query() -> None:
    template = template_of("/a?x=1&flag&y={y}#end", [])
    assert template.query == (("x", "1"), ("flag", ""), ("y", "{y}"))
    assert template.path == "/a"


def test_query_expression() -> None:
    template = template_of("/a{?q,limit*}{&page}", [])
    assert (template.path, template.optional) == ("/a", ("q", "limit", "page"))
