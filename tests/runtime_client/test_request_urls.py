"""URLs put together of a base that is parsed once are those that httpx2 parses."""

from typing import Any

import httpx2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apiloom.runtime import request_urls
from apiloom.runtime.request_urls import url_below

BASES = (
    "http://api.test",
    "https://api.test:8443/v1",
    "http://api.test:80",
    "http://[::1]:8080/a%20b",
    "https://bücher.test/straße",
    "http://api.test/v1?key=1",
)
PIECES = st.sampled_from(
    [
        *(
            "a",
            "Z9",
            "-._~",
            "!$&'()*+,;=",
            ":@",
            "/",
            "//",
            ".",
            "..",
            "%2F",
            "%c3%a4",
        ),
        *("?", "&b=", "%", "%4", "#", "[", "]", "{x}", "|", " ", '"', "ä", "\\"),
    ]
)
TARGETS = st.lists(PIECES, max_size=12).map("".join).map(lambda text: f"/{text}")


@given(st.sampled_from(BASES), TARGETS)
@example("http://api.test/v1", "/a/../b")
@example("http://api.test/v1", "/.well-known/x?y=/../z")
@example("http://api.test/v1", "/a?")
@example("http://api.test/v1", "/a?b?c=%26&d")
def test_as_httpx2_parses_them(base: str, target: str) -> None:
    expected = httpx2.URL(base + target)
    made = url_below(base, target)
    assert vars(made) == vars(expected)
    assert (made, str(made), hash(made)) == (expected, str(expected), hash(expected))
    assert made.raw_path == expected.raw_path


def test_what_httpx2_refuses_is_refused() -> None:
    for target in ("/a\nb", f"/{'a' * 70_000}"):
        with pytest.raises(httpx2.InvalidURL):
            url_below("http://api.test", target)


def test_another_way_to_hold_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where httpx2 has no such parts, or has more, it parses each URL itself."""

    class Other(httpx2.URL):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.more = 1

    request_urls._parts_of.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(httpx2, "URL", Other)
        url = url_below("http://api.test/v1", "/a?b=c")
    request_urls._parts_of.cache_clear()
    assert isinstance(url, Other)
    assert url == httpx2.URL("http://api.test/v1/a?b=c")
