"""When a token is used, renewed and replaced; nothing is sent here."""

import pickle
from typing import Any

import pytest

from apiloom.runtime import oauth
from apiloom.runtime.errors import TokenError
from apiloom.runtime.oauth import ClientCredentials, RefreshToken


def source(**arguments: Any) -> ClientCredentials:
    return ClientCredentials("my app", "s3cr3t:%", **arguments)


def test_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """One renews a token that is old, while others use it; at its end nobody does."""
    now = [1000.0]
    monkeypatch.setattr(oauth, "monotonic", lambda: now[0])
    tokens = source()
    first = tokens.begin(("read",), None)
    assert first.leads
    grant = b'{"access_token":"t1","token_type":"bearer","expires_in":"600"}'
    tokens.land(("read",), tokens.read(("read",), 200, grant, now[0]))
    now[0] = 1479.0
    assert tokens.begin(("read",), None) == oauth.Step("t1")
    now[0] = 1481.0
    leading = tokens.begin(("read",), None)
    assert (leading.token, leading.leads) == ("t1", True)
    assert tokens.begin(("read",), None) == oauth.Step("t1")
    tokens.fall(("read",), TokenError(500, {}))
    assert tokens.begin(("read",), None) == oauth.Step("t1")
    now[0] = 1487.0
    assert tokens.begin(("read",), None).leads
    now[0] = 1571.0
    waiting = tokens.begin(("read",), None)
    assert waiting.token is None
    assert waiting.flight is not None
    assert not waiting.leads


def test_a_token_that_says_no_lifetime_is_used_until_it_is_refused() -> None:
    tokens = source()
    tokens.begin((), None)
    tokens.land((), tokens.read((), 200, b'{"access_token":"t"}', 0.0))
    assert tokens.begin((), None) == oauth.Step("t")
    assert tokens.begin((), "other") == oauth.Step("t")
    assert tokens.begin((), "t").leads


def test_nothing_shows_a_secret() -> None:
    for given in (source(), RefreshToken("s3cr3t", "app", "s3cr3t")):
        assert "s3cr3t" not in repr(given)
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(given)
