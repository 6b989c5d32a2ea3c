"""Swagger UI in place of the own page, from an installed distribution."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.preview.browser import CHROMIUM, browsing
from tests.roundtrip.running import serve
from tests.runtime_server.asgi import call
from tests.serving.test_page import until

TEXT: Final = "document.body.innerText"
TRY: Final = """(() => {
  document.querySelector("#operations-orders-getOrder button").click();
})()"""
WRITE: Final = """(() => {
  const input = document.querySelector("tr[data-param-name=id] input");
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")
    .set.call(input, "b/c");
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
})()"""
SENT: Final = """(() => {
  const answer = document.querySelector(".live-responses-table");
  if (answer === null) document.querySelector(".execute").click();
  return answer !== null && answer.innerText.includes("There is no b/c");
})()"""


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_it_is_used_without_a_network(service: Any, app: Any, tmp_path: Path) -> None:
    made = app(swagger_ui="fastapi-swagger", lifespan=service.lifespan)
    with browsing(tmp_path) as browser, serve(made) as url:
        browser.open(f"{url}/docs")
        until(browser, f"{TEXT}.includes('/orders/{{id}}')")
        browser.value(TRY)
        until(browser, "document.querySelector('.try-out__btn') !== null")
        browser.value("document.querySelector('.try-out__btn').click()")
        until(browser, "document.querySelector('.execute') !== null")
        browser.value(WRITE)
        until(browser, SENT)
        assert f"{url}/orders/b%2Fc" in browser.requests
        assert [
            each for each in browser.requests if not each.startswith((url, "data:"))
        ] == []
        assert [each for each in browser.said if "404" not in each] == []


def test_it_stands_where_the_page_would(app: Any) -> None:
    made = app(swagger_ui="fastapi-swagger", page_path="/try", base_path="/v2")
    page = call(made, "GET", "/m/v2/try", root_path="/m")
    text = page.body.decode()
    assert 'name="document" content="/m/v2/openapi.json"' in text
    assert 'src="/m/v2/try/swagger-ui-bundle.js"' in text
    assert "script-src 'self' 'sha256-" in (
        page.header("content-security-policy") or ""
    )
    style = call(made, "GET", "/m/v2/try/swagger-ui.css", root_path="/m")
    assert style.header("content-type") == "text/css; charset=utf-8"
    assert b".swagger-ui" in style.body
    assert call(app(page_path=None), "GET", "/docs").status == 404


def _distribution(folder: Path, *names: str) -> None:
    """Put a distribution called `other` there, with files of these names."""
    info = folder / "other-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1\n")
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in names))
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_of_several_releases_the_newest_is_served(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = ("5.9.0", "5.34.0", "4.15.5")
    _distribution(
        tmp_path,
        *(f"ui/{release}/swagger-ui-bundle.js" for release in releases),
        *(f"ui/{release}/swagger-ui.css" for release in releases),
        "ui/6.0.0/swagger-ui-bundle.js",
    )
    monkeypatch.syspath_prepend(tmp_path)
    script = call(app(swagger_ui="other"), "GET", "/docs/swagger-ui-bundle.js")
    assert script.body == b"ui/5.34.0/swagger-ui-bundle.js"


def test_what_is_not_there_is_told_at_once(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImportError, match="not installed: pip install no-such-ui"):
        app(swagger_ui="no-such-ui")
    _distribution(tmp_path, "ui/swagger-ui.css")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImportError, match=r"'other' has no swagger-ui-bundle\.js with"):
        app(swagger_ui="other")
