"""The page at `/docs`, used in a browser as a person would."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from apiloom.runtime.server.document import DocumentEndpoint, PageEndpoint
from tests.preview.browser import CHROMIUM, Browser, browsing
from tests.roundtrip.running import serve

PLANTED: Final = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{base}}'
READY: Final = "document.getElementById('main').ariaBusy === 'false'"


pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all of them."""
    with browsing(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def docs(browser: Browser, service: Any) -> Iterator[str]:
    """The page of the service, loaded; its address."""
    with serve(service.app) as url:
        opened(browser, f"{url}/docs")
        yield url


def opened(browser: Browser, address: str) -> None:
    """Go there, and wait until the document is shown."""
    browser.said.clear()
    browser.requests.clear()
    browser.open(address)
    until(browser, READY)


def until(browser: Browser, expression: str) -> None:
    while not browser.value(expression):
        time.sleep(0.02)


def fill(browser: Browser, title: str, value: str) -> None:
    """Write into the control whose label begins with `title`."""
    found = browser.value(f"""(() => {{
      const label = [...document.querySelectorAll("details[open] label, nav label")]
        .find((each) => each.querySelector("code").textContent === {json.dumps(title)});
      const control = label.querySelector("input, textarea");
      control.value = {json.dumps(value)};
      control.dispatchEvent(new Event("input", {{ bubbles: true }}));
      return true;
    }})()""")
    assert found


def show(browser: Browser, summary: str) -> None:
    """Open what folds away under a summary."""
    found = browser.value(f"""(() => {{
      const wanted = [...document.querySelectorAll("summary")]
        .find((each) => each.textContent.includes({json.dumps(summary)}));
      if (!wanted.parentElement.open) wanted.click();
      return true;
    }})()""")
    assert found


def shown(browser: Browser) -> str:
    """The text of the page, as far as it is to be seen."""
    return str(browser.value("document.getElementById('main').innerText"))


def test_operations_stand_by_tag(browser: Browser, docs: str) -> None:
    text = shown(browser)
    assert text.startswith("Shop 2\n")
    assert browser.value("document.title") == "Shop"
    assert "orders" in text
    assert "/orders/{id}" in text
    assert all(each.startswith(docs) for each in browser.requests), browser.requests
    assert browser.said == []


def test_parameters_bodies_and_responses_are_described(
    browser: Browser, docs: str
) -> None:
    show(browser, "PUT/orders/{id}")
    until(browser, "document.querySelector('.operation[open] textarea') !== null")
    show(browser, "Schema of the body")
    show(browser, "204")
    until(browser, "document.body.innerText.includes('Without a body.')")
    text = shown(browser)
    assert "id path · string · required" in text, text
    assert "Needs credentials: token" in text
    assert "amount integer required · ≥ 0" in text
    body = browser.value("document.querySelector('.operation[open] textarea').value")
    assert json.loads(body) == {"id": "", "amount": 0}
    assert docs


def test_a_request_is_tried(browser: Browser, docs: str) -> None:
    show(browser, "Credentials")
    fill(browser, "token", "secret")
    show(browser, "PUT/orders/{id}")
    until(browser, "document.querySelector('.operation[open] textarea') !== null")
    fill(browser, "id", "b/c")
    body = json.dumps({"id": "b/c", "amount": 7})
    browser.value(
        "document.querySelector('.operation[open] textarea').value ="
        f" {json.dumps(body)}"
    )
    browser.value("document.querySelector('.operation[open] form button').click()")
    until(browser, "document.body.innerText.includes('204')")
    until(browser, "document.body.innerText.includes('204 No Content')")
    browser.value("document.querySelector('.operation[open]').open = false")
    show(browser, "GET/orders/{id}")
    until(browser, "document.querySelector('.operation[open] form') !== null")
    fill(browser, "id", "b/c")
    browser.value("document.querySelector('.operation[open] form button').click()")
    until(browser, "document.body.innerText.includes('\"amount\": 7')")
    assert f"{docs}/orders/b%2Fc" in browser.requests
    assert browser.said == []


def test_a_stream_is_shown_as_it_comes_and_can_be_stopped(
    browser: Browser, docs: str
) -> None:
    show(browser, "GET/orders ")
    until(browser, "document.querySelector('.operation[open] form') !== null")
    browser.value("document.querySelector('.operation[open] form button').click()")
    until(browser, "document.body.innerText.includes('\"amount\":3')")
    browser.value("document.querySelector('.operation[open] .quiet').click()")
    until(browser, "document.querySelector('.operation[open] .quiet').hidden")
    assert docs


def test_keys_are_enough(browser: Browser, docs: str) -> None:
    browser.press("/")
    assert browser.value("document.activeElement.type") == "search"
    for key in "put":
        browser.press(key)
    seen = "[...document.querySelectorAll('.operation')].filter((each) => !each.hidden)"
    until(browser, f"{seen}.length === 1")
    while browser.value("document.activeElement.tagName") != "SUMMARY" or (
        browser.value("document.activeElement.textContent") == "Credentials"
    ):
        browser.press("Tab")
    browser.press("Enter")
    until(browser, "document.querySelector('.operation[open] textarea') !== null")
    assert browser.value("location.hash") == "#putOrder"
    opened(browser, f"{docs}/docs#watchOrders")
    assert browser.value("document.querySelectorAll('.operation[open]').length") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_can_be_read(
    browser: Browser, docs: str, width: int, scheme: str
) -> None:
    show(browser, "PUT/orders/{id}")
    until(browser, "document.querySelector('.operation[open] textarea') !== null")
    assert browser.look(width, 900, scheme).startswith(b"\x89PNG")
    assert browser.value("document.documentElement.scrollWidth") <= width
    pairs = browser.value("""(() => {
      const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const light = (colour) => numbers(colour).slice(0, 3).map((each) => each / 255)
        .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
      const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
          const colour = getComputedStyle(at).backgroundColor;
          if (numbers(colour)[3] !== 0) return colour;
        }
      };
      return [...document.querySelectorAll("p, code, span, h2, button, summary")]
        .filter((each) => each.textContent.trim() !== "" && each.offsetParent !== null)
        .map((each) => {
          const [dark, bright] = [light(getComputedStyle(each).color),
            light(ground(each))].sort((a, b) => a - b);
          return [(bright + 0.05) / (dark + 0.05), each.textContent.slice(0, 30)];
        });
    })()""")
    # Text can be read at a contrast of 4.5 (WCAG 2.2, 1.4.3).
    assert pairs
    assert [each for each in pairs if each[0] < 4.5] == []
    assert docs


def _planted_content() -> dict[str, Any]:
    """Media types and a schema whose every text wants to be markup."""
    schema = {
        "type": "object",
        "title": PLANTED,
        "description": PLANTED,
        "required": [PLANTED],
        "properties": {
            PLANTED: {"type": "string", "enum": [PLANTED], "description": PLANTED},
            "__proto__": {"type": "array", "items": {"$ref": "#/components/schemas/A"}},
        },
        "patternProperties": {PLANTED: {"type": PLANTED}},
        "oneOf": [{"$ref": "#/components/schemas/A"}, True],
    }
    examples = {PLANTED: {"value": PLANTED}}
    return {
        PLANTED: {"schema": schema, "examples": examples},
        "application/json": {"schema": schema},
    }


def _planted(path: str) -> dict[str, Any]:
    """A document whose every text wants to be markup."""
    content = _planted_content()
    schema = content["application/json"]["schema"]
    operation = {
        "operationId": PLANTED,
        "tags": [PLANTED],
        "summary": PLANTED,
        "description": PLANTED,
        "security": [{PLANTED: []}],
        "parameters": [
            {
                "name": PLANTED,
                "in": "query",
                "required": True,
                "description": PLANTED,
                "example": PLANTED,
                "schema": {"type": PLANTED, "enum": [PLANTED]},
            }
        ],
        "requestBody": {"content": content},
        "responses": {
            PLANTED: {
                "description": PLANTED,
                "headers": {PLANTED: {"schema": schema}},
                "content": content,
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": PLANTED, "version": PLANTED, "description": PLANTED},
        "servers": [{"url": f"javascript:{PLANTED}"}],
        "tags": [{"name": PLANTED, "description": PLANTED}],
        "paths": {
            path: {"get": operation, "additionalOperations": {PLANTED: operation}}
        },
        "webhooks": {PLANTED: {"post": operation}},
        "components": {
            "schemas": {"A": schema},
            "securitySchemes": {PLANTED: {"type": PLANTED, "description": PLANTED}},
        },
    }


def test_a_document_cannot_act(browser: Browser, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(_planted(f"/{PLANTED}")), "utf-8")

    async def answer(request: Request) -> JSONResponse:
        return JSONResponse({"<script>alert(3)</script>": PLANTED})

    routes = [
        Route("/openapi.json", DocumentEndpoint(document)),
        Route("/docs", PageEndpoint("/openapi.json")),
        Route("/{rest:path}", answer),
    ]
    with serve(Starlette(routes=routes)) as url:
        opened(browser, f"{url}/docs")
        for _ in range(4):  # what is inside is made when it is opened
            browser.value(
                "document.querySelectorAll('details').forEach((each) => {"
                " each.open = true; })"
            )
            time.sleep(0.1)
        browser.value("document.querySelector('.operation form button').click()")
        until(browser, "document.body.innerText.includes('alert(3)')")
        kinds = browser.value(
            "[...new Set([...document.querySelectorAll('*')]"
            ".map((each) => each.tagName))].join(' ')"
        )
    assert not {"IMG", "IFRAME", "A", "OBJECT"} & set(kinds.split())
    assert browser.value("document.querySelectorAll('script').length") == 1
    assert [each for each in browser.requests if not each.startswith(url)] == []
    assert browser.said == []
