"""The comment on a pull request: short enough, whole, and nobody else's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from apiloom.diff.report.markdown_report import LIMIT, as_markdown, code, plain
from tests.preview.samples import HOSTILE, hostile, large, small

_BLOCK = re.compile(r"^(`{3,})diff\n.*?^\1$", re.MULTILINE | re.DOTALL)
_ALLOWED = {"details", "summary", "b", "code", "sub", "br"}


class _Tags(HTMLParser):
    """Sees that tags are closed in order, and none is there that we do not write."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ALLOWED
        assert not attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def whole(text: str) -> None:
    """See that a comment has every block and every tag closed."""
    outside = _BLOCK.sub("", text)
    assert "```" not in outside
    tags = _Tags()
    tags.feed(outside)
    assert tags.open == []


def test_a_small_one() -> None:
    text = as_markdown([small()])
    whole(text)
    assert text.startswith("## <code>old.yaml</code> → <code>new.yaml</code>\n")
    assert "- **Contract**: 1 breaking, 1 compatible, 1 documentation\n" in text
    assert "- **Python**: 1 breaks code, 1 breaks type checks\n" in text
    assert "**Breaking (1)**" in text, "what breaks is not folded"
    assert "<details><summary><b>Compatible (1)</b></summary>" in text
    assert "+class New:" in text


@pytest.mark.parametrize("limit", [5_000, 8_000, 20_000, LIMIT])
@pytest.mark.parametrize("count", [1, 2])
def test_a_large_one_is_cut_and_whole(limit: int, count: int) -> None:
    text = as_markdown([large()] * count, limit * count)
    assert len(text) <= limit * count
    whole(text)
    assert "400 breaking, 400 risky, 400 compatible, 400 documentation" in text
    assert "and" in text
    assert "more" in text


def test_each_view_has_its_share() -> None:
    """However much one of them has, the worst of the others is there too."""
    text = as_markdown([large()], 20_000)
    whole(text)
    kept = {
        "contract": text.count(" breaking <sub>"),
        "Python": text.count("<code>client.pets.find&#95;"),
        "files": text.count("- changed <code>models/"),
    }
    assert kept["contract"] > kept["Python"] > 20
    assert kept["files"] > 20
    for count, title in (("contract", "Breaking"), ("Python", "Breaks code")):
        start = text.index(f"**{title} (400)**")
        left = re.search(r"… and (\d+) more", text[start:])
        assert left is not None
        assert kept[count] + int(left[1]) == 400, "what is left out is counted"


def test_what_one_preview_does_not_need_is_for_others() -> None:
    text = as_markdown([small(), large()], 30_000)
    assert 25_000 < len(text) <= 30_000


def test_what_matters_most_is_kept() -> None:
    text = as_markdown([large()], 40_000)
    for number in range(400):
        assert f"change {number} breaking" in text or number > 150
    assert text.count("change ") > 150
    assert "documentation <sub>" not in text


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_document_does_nothing(text: str) -> None:
    shown, said = code(text), plain(text)
    inner = shown.removeprefix("<code>").removesuffix("</code>")
    for found in (inner, said):
        assert not re.search(r"[<>`*_|\[\]~$\x00-\x1f\x7f\u202e]", found)
        # GitHub looks for these in the finished page, but not inside of code.
        assert not re.search(r"://\w|\bwww\.\w", found)
    finished = re.sub(r"&#(\d+);", lambda each: chr(int(each[1])), said)
    assert not re.search(r"[@#]\w|\bGH-\d|://\w|\bwww\.\w|:\w+:", finished)


def test_a_hostile_document() -> None:
    text = as_markdown([hostile()])
    whole(text)
    outside = _BLOCK.sub("", text)
    assert "@everyone" not in outside
    assert "<script" not in outside
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_nothing_to_compare() -> None:
    assert as_markdown([]) == "No document to compare.\n"
