"""The table is put into a file of which every other byte stays."""

from __future__ import annotations

import tomllib

import pytest

from apiloom.cli.config.table_edit import CannotEditError, Entry, table_text, with_table

ONE = Entry("api/openapi.yaml", "src/pets", ("models", "client"))
TWO = Entry('odd "name"\\\n\x7fé.yaml', "src/two")
TABLE = table_text([ONE])


def test_the_table_of_one_document_and_of_several() -> None:
    assert TABLE == (
        '[tool.apiloom]\nspec = "api/openapi.yaml"\noutput = "src/pets"\n'
        'targets = ["models", "client"]\n'
    )
    documents = tomllib.loads(table_text([ONE, TWO]))["tool"]["apiloom"]["documents"]
    assert [entry["spec"] for entry in documents] == [ONE.spec, TWO.spec]
    assert "targets" not in documents[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", TABLE),
        ("\n\n", f"\n\n{TABLE}"),
        ("[a]\nb = 1", f"[a]\nb = 1\n\n{TABLE}"),
        ("[a]\nb = 1\n", f"[a]\nb = 1\n\n{TABLE}"),
        ("# x\n\n", f"# x\n\n{TABLE}"),
        ("[a]\r\nb = 1\r\n", f"[a]\nb = 1\n\n{TABLE}".replace("\n", "\r\n")),
        ("[tool]\nx = 1\n[tool.y]\n", f"[tool]\nx = 1\n[tool.y]\n\n{TABLE}"),
        ("[tool.apiloom-x]\n", f"[tool.apiloom-x]\n\n{TABLE}"),
    ],
)
def test_it_is_put_at_the_end(before: str, after: str) -> None:
    assert with_table(before, TABLE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a]\n\n[tool.apiloom]\nspec = 1 # mine\n# more\n", f"[a]\n\n{TABLE}"),
        (
            "[tool.apiloom]\nspec = 1\n\n# about b\n  # too\n[b]\nc = 1\n",
            f"\n# about b\n  # too\n[b]\nc = 1\n\n{TABLE}",
        ),
        (
            "# top\n[tool . 'apiloom'] # x\nspec = '''\n[b]\n'''\n"
            "[[tool.apiloom.documents]]\nspec = 1\n[tool.apiloom.documents.names]\n"
            '"/x" = "X"\n[c]\n[[tool.apiloom.documents]]\n# last\n',
            f"# top\n[c]\n\n{TABLE}",
        ),
        (
            "[tool.apiloom]\r\nspec = 1\r\n\r\n[b]\r\n",
            f"\n[b]\n\n{TABLE}".replace("\n", "\r\n"),
        ),
        ("[tool.apiloom]", TABLE),
    ],
)
def test_it_takes_the_place_of_another(before: str, after: str) -> None:
    tomllib.loads(before)
    assert with_table(before, TABLE) == after


@pytest.mark.parametrize(
    "text",
    [
        "tool = { x = 1 }\n",
        "[tool]\napiloom.spec = 1\n",
        "[tool]\napiloom = { spec = 1 }\n",
        "tool.apiloom.spec = 1\n",
        "[[tool]]\n",
    ],
)
def test_where_it_cannot_be_put(text: str) -> None:
    tomllib.loads(text)
    with pytest.raises(CannotEditError):
        with_table(text, TABLE)


def test_nothing_else_is_touched() -> None:
    lines = [
        "[project]  # \t odd   spacing",
        "name='x'",
        'deps = [ "a" ,',
        "  # why",
        "  'b',]",
        "\t[tool.black]",
        'text = """',
        "[tool.apiloom]",
        '"""',
    ]
    text = "\n".join(lines) + "\n"
    assert with_table(text, TABLE).startswith(text)
