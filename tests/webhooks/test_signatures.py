"""Signatures as services publish them, and what is no such signature."""

from collections.abc import Mapping

import pytest

from apiloom.runtime.signatures import (
    HmacSignature,
    SignatureError,
    StandardWebhooks,
    Verifier,
)

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEW_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
SIGNED_AT = 1614265330
BODY = b'{"test": 2432232314}'
FIELDS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(SIGNED_AT),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
"""The example of the Standard Webhooks specification."""

GITHUB = HmacSignature(
    secret="It's a Secret to Everybody", header="X-Hub-Signature-256", prefix="sha256="
)
GITHUB_FIELDS = {
    "x-hub-signature-256": "sha256="
    "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
}
"""The example of GitHub's documentation, for `Hello, World!`."""

SLACK = HmacSignature(
    secret="8f742231b10e8888abcd99yyyzzz85a5",
    header="X-Slack-Signature",
    prefix="v0=",
    signed="v0:{timestamp}:{body}",
    timestamp_header="X-Slack-Request-Timestamp",
)
SLACK_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
    b"&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
    b"%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SLACK_FIELDS = {
    "X-Slack-Request-Timestamp": "1531420618",
    "X-Slack-Signature": "v0="
    "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
}
"""The example of Slack's documentation."""

STRIPE = HmacSignature(
    secret="whsec_test",
    header="Stripe-Signature",
    prefix="v1=",
    signed="{timestamp}.{body}",
    timestamp_prefix="t=",
)
BASE64 = HmacSignature(secret=b"\xff\x00", header="X-Hmac", encoding="base64")


def at(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the clock of the module stand still."""
    monkeypatch.setattr("apiloom.runtime.signatures.time.time", lambda: seconds)


@pytest.mark.parametrize(
    ("verifier", "body", "fields", "now"),
    [
        (StandardWebhooks(SECRET), BODY, FIELDS, SIGNED_AT),
        (StandardWebhooks([NEW_SECRET, SECRET]), BODY, FIELDS, SIGNED_AT + 299),
        (GITHUB, b"Hello, World!", GITHUB_FIELDS, 0),
        (SLACK, SLACK_BODY, SLACK_FIELDS, 1531420618 - 299),
    ],
)
def test_published_examples(
    verifier: Verifier,
    body: bytes,
    fields: Mapping[str, str],
    now: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(now, monkeypatch)
    verifier.verify(body, fields)
    verifier.verify(body, {name.upper(): value for name, value in fields.items()})
    with pytest.raises(SignatureError, match="not that of the sender"):
        verifier.verify(body + b" ", fields)


@pytest.mark.parametrize(
    "scheme", [StandardWebhooks(SECRET), GITHUB, SLACK, STRIPE, BASE64]
)
def test_what_is_signed_is_verified(scheme: StandardWebhooks | HmacSignature) -> None:
    fields = scheme.sign(b'{"a": 1}', "msg_1")
    scheme.verify(b'{"a": 1}', fields)
    with pytest.raises(SignatureError):
        scheme.verify(b'{"a": 2}', fields)
    for name in fields:
        without = {key: value for key, value in fields.items() if key != name}
        with pytest.raises(SignatureError, match="no header field"):
            scheme.verify(b'{"a": 1}', without)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("webhook-id", "msg_2", "not that of the sender"),
        ("webhook-timestamp", str(SIGNED_AT - 301), "too old: 301 s"),
        ("webhook-timestamp", str(SIGNED_AT + 301), "from the future"),
        ("webhook-timestamp", "nan", "not a number"),
        ("webhook-timestamp", "inf", "not a number"),
        ("webhook-timestamp", "soon", "not a number"),
        ("webhook-timestamp", str(SIGNED_AT + 1), "not that of the sender"),
        ("webhook-signature", "v1,", "not that of the sender"),
        ("webhook-signature", "v1a,AAAA", "not that of the sender"),
        ("webhook-signature", FIELDS["webhook-signature"][3:], "not that of"),
        ("webhook-signature", "v1,\u00e9", "not that of the sender"),
        ("webhook-signature", "", "no header field"),
    ],
)
def test_what_is_refused(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(SIGNED_AT, monkeypatch)
    with pytest.raises(SignatureError, match=reason) as raised:
        StandardWebhooks(SECRET).verify(BODY, {**FIELDS, name: value})
    assert "g0hM9" not in str(raised.value)
    assert "MfKQ9" not in str(raised.value)


def test_one_of_several_signatures_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    at(SIGNED_AT, monkeypatch)
    several = f"v2,AAAA v1,AAAA {FIELDS['webhook-signature']}"
    fields = {**FIELDS, "webhook-signature": several}
    StandardWebhooks(SECRET).verify(BODY, fields)
    fields = dict(STRIPE.sign(BODY, ""))
    fields["Stripe-Signature"] += ",v1=00,v0=11"
    STRIPE.verify(BODY, fields)
    stamp, _, signature = fields["Stripe-Signature"].partition(",")
    with pytest.raises(SignatureError):
        STRIPE.verify(BODY, {"Stripe-Signature": f"{stamp},v0{signature[2:]}"})


def test_a_secret_stays_a_secret() -> None:
    assert "MfKQ9" not in repr(StandardWebhooks(SECRET))
    assert "Everybody" not in repr(GITHUB)


def test_what_cannot_verify_anything() -> None:
    for secret in ("whsec_", "", [], ["", SECRET]):
        with pytest.raises(ValueError, match="without a secret"):
            StandardWebhooks(secret)
        with pytest.raises(ValueError, match="without a secret"):
            HmacSignature(
                secret="" if secret == "whsec_" else secret, header="X-Signature"
            )
    with pytest.raises(ValueError, match="base64"):
        StandardWebhooks("whsec_%%%%")
    with pytest.raises(ValueError, match=r"\{body\}"):
        HmacSignature(secret="s", header="X", signed="constant")
    with pytest.raises(ValueError, match="timestamp"):
        HmacSignature(secret="s", header="X", signed="{timestamp}.{body}")
    with pytest.raises(ValueError, match="timestamp"):
        HmacSignature(secret="s", header="X", timestamp_header="X-Time")
