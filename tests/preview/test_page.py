"""The page, as a browser has it: whole, filtered, quiet, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

import pytest

from apiloom import Preview
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.location import Location
from apiloom.diff.report.html_report import as_page
from apiloom.diff.report.page_room import LIMIT
from tests.preview.browser import CHROMIUM, Browser, browsing
from tests.preview.samples import HOSTILE, hostile, large, small

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"
)
Open: TypeAlias = Callable[..., Browser]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One for all tests here."""
    with browsing(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a preview; afterwards it must not have complained."""
    browser.said.clear()
    browser.requests.clear()

    def open_page(preview: Preview, fragment: str = "") -> Browser:
        page = tmp_path / "page.html"
        page.write_text(as_page([preview]), "utf-8")
        browser.open(f"{page.as_uri()}{fragment}")
        return browser

    yield open_page
    assert browser.said == []
    assert all(url.startswith(("file:", "about:")) for url in browser.requests)


def shown(browser: Browser) -> int:
    """How many changes are to be seen."""
    script = "[...document.querySelectorAll('.change')].filter(e => e.offsetParent)"
    found: int = browser.value(f"{script}.length")
    return found


def here(browser: Browser) -> str:
    """What is said of the change that the keyboard is at."""
    found: str = browser.value(
        "document.querySelector('.change.here summary code')?.textContent || ''"
    )
    return found


@needs_chromium
def test_all_is_shown_and_counted(opened: Open) -> None:
    page = opened(small())
    assert shown(page) == 5
    assert page.value("document.getElementById('count').value") == "5 of 5 changes"
    assert page.value("document.getElementById('filters').offsetHeight") > 0


@needs_chromium
@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("#level=breaking", 2),
        ("#level=breaking,documentation", 3),
        ("#level=risky", 1),
        ("#tag=shops", 1),
        ("#tag=pets", 2),
        ("#tag=pets&level=compatible", 0),
        ("#find=SCHEMA", 1),
        ("#tag=nobody", 0),
        ("#level=&tag=&find=", 5),
        ("#nonsense", 5),
    ],
)
def test_the_address_filters(fragment: str, expected: int, opened: Open) -> None:
    page = opened(small(), fragment)
    assert shown(page) == expected
    pressed = page.value(
        "[...document.querySelectorAll('[aria-pressed=true]')]"
        ".map(e => e.dataset.level).join()"
    )
    wanted = re.search(r"level=([\w,]+)", fragment)
    assert pressed == (wanted[1] if wanted else "")
    empty = "[...document.querySelectorAll('.empty')].filter(e => e.offsetParent)"
    if expected in {0, 5}:
        assert page.value(f"{empty}.length") == (0 if expected else 2)


@needs_chromium
def test_a_click_filters_and_is_in_the_address(opened: Open) -> None:
    page = opened(small())
    page.value("document.querySelector('.chip.breaking').click()")
    assert shown(page) == 2
    assert page.value("location.hash") == "#level=breaking"
    page.value("document.querySelector('.chip.risky').click()")
    assert shown(page) == 3
    page.value("document.querySelector('.chip.breaking').click()")
    assert page.value("location.hash") == "#level=risky"
    page.value("tag.value = 'pets'; tag.dispatchEvent(new Event('change')); tag.value")
    assert shown(page) == 0


@needs_chromium
def test_the_keyboard_does_it_all(opened: Open) -> None:
    page = opened(small())
    page.press("j")
    assert here(page) == "GET /pets"
    for _ in range(9):
        page.press("j")
    assert here(page) == "models.Pet.id", "it stops at the last one"
    page.press("k")
    assert here(page) == "client.pets.find"
    page.press("Enter")
    assert page.value("document.querySelector('.change.here details').open")
    page.press("1")
    assert shown(page) == 2
    page.press("0")
    assert shown(page) == 5
    page.press("e")
    assert page.value("document.querySelectorAll('.change details[open]').length") == 5
    page.press("/")
    for letter in "1jschema":
        page.press(letter)
    assert page.value("words.value") == "1jschema", "letters are letters there"
    page.press("Escape")
    page.press("t")
    assert page.value("document.documentElement.dataset.theme")


@needs_chromium
def test_a_hostile_document_is_text(opened: Open) -> None:
    page = opened(hostile())
    assert page.value("document.scripts.length") == 1
    assert page.value("document.images.length") == 0
    assert page.value("document.querySelectorAll('h1 b').length") == 0
    text: str = page.value("document.documentElement.outerHTML")
    assert "<b>old</b>.yaml" in page.value("document.body.innerText")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "{{ 7 * 7 }}" in text
    assert shown(page) == 2 * len(HOSTILE)


@needs_chromium
@pytest.mark.parametrize("text", HOSTILE)
def test_tags_of_any_text_can_be_chosen(text: str, opened: Open) -> None:
    page = opened(hostile(), f"#tag={quote(text, safe='')}")
    assert shown(page) == 2
    assert page.value("tag.selectedIndex") > 0


@needs_chromium
def test_a_large_one_is_opened(opened: Open) -> None:
    page = opened(large(), "#level=risky")
    assert shown(page) == 800
    assert "more lines" in page.value("document.body.textContent")


def headings(page: Browser) -> list[str]:
    """The headings that are to be seen, of all views."""
    found: str = page.value(
        "[...document.querySelectorAll('.group')].filter(e => e.offsetParent)"
        ".map(e => e.textContent).join('|')"
    )
    return found.split("|")


@needs_chromium
def test_changes_are_grouped_by_operation_or_by_cause(opened: Open) -> None:
    page = opened(small(), "#group=operation")
    assert headings(page) == ["GET /pets", "no operation", "PUT /shops", "GET /pets"]
    assert shown(page) == 5
    page.press("1")
    assert headings(page) == ["GET /pets", "GET /pets"]
    page.press("g")
    assert page.value("location.hash") == "#group=cause&level=breaking"
    assert headings(page) == ["operation-removed", "method removed"]
    page.press("0")
    assert headings(page) == [""]
    assert shown(page) == 5
    page.press("j")
    assert here(page) == "GET /pets"
    # The list is for pointers and keyboards alike.
    page.value("group.value = 'cause'; group.dispatchEvent(new Event('change'))")
    assert "operation-removed" in headings(page)


@needs_chromium
def test_what_was_found_wrong_is_folded_below_the_sum(opened: Open) -> None:
    items = tuple(
        Diagnostic("unknown-type", Severity.WARNING, f"no {number}", Location("a.yaml"))
        for number in range(40)
    )
    page = opened(replace(small(), diagnostics=items))
    assert not page.value("document.querySelector('.said').open")
    assert page.value("document.querySelectorAll('.said li').length") == 40
    order = page.value(
        "document.querySelector('.cards').compareDocumentPosition("
        "document.querySelector('.said')) & Node.DOCUMENT_POSITION_FOLLOWING"
    )
    assert order


def test_no_page_is_huge() -> None:
    """Whatever there is; and what is not on it is counted."""
    long = large()
    longer = replace(
        long,
        contract=(long.contract or ()) * 4,
        surface=tuple(
            replace(each, new=f"<&\u00e4{'>' * 900}") for each in long.surface or ()
        ),
    )
    for previews in ([long], [longer], [longer, long]):
        page = as_page(previews)
        assert 1_000_000 < len(page.encode()) <= LIMIT
    assert re.search(r"… and [\d,]+ more, which --format json has", page)


@needs_chromium
@pytest.mark.parametrize("width", [1280, 420])
def test_it_is_light_and_dark_and_fits(width: int, opened: Open) -> None:
    page = opened(small())
    page.value("for (const each of document.querySelectorAll('details')) each.open = 1")
    colours = set()
    for scheme in ("light", "dark"):
        assert len(page.look(width, 900, scheme)) > 15_000
        colours.add(page.value("getComputedStyle(document.body).backgroundColor"))
        assert page.value("document.documentElement.scrollWidth") <= width
    assert len(colours) == 2


@needs_chromium
def test_it_is_read_without_a_script(opened: Open) -> None:
    page = opened(small())
    try:
        page.call("Emulation.setScriptExecutionDisabled", value=True)
        page = opened(small())
        assert shown(page) == 5
        assert page.value("document.getElementById('filters').offsetHeight") == 0
        assert not page.value("document.documentElement.className")
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


def test_nothing_comes_from_elsewhere() -> None:
    page = as_page([small()])
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert not re.search(r"@import|url\(", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "style=" not in page
    assert not re.search(r"\son\w+=", page)


def test_the_same_preview_is_the_same_page() -> None:
    assert as_page([small(), large()]) == as_page([small(), large()])
