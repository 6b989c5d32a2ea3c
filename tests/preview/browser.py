"""Chromium, spoken to by the DevTools protocol over two pipes.

https://chromedevtools.github.io/devtools-protocol/; `--remote-debugging-pipe` reads
messages from file descriptor 3 and writes them to 4, each ended by a NUL.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

CHROMIUM: Final = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)


_LAUNCH: Final = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
for end, number in zip(ends, (3, 4)):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Puts the two pipes where the browser looks for them."""


@dataclass(slots=True)
class Browser:
    """One tab. `said` is what its pages wrote to the console, or were refused."""

    asked: IO[bytes]
    answers: IO[bytes]
    session: str = ""
    said: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    _last: int = 0
    _events: list[str] = field(default_factory=list)
    _rest: bytes = b""

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the protocol, and its result."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.asked.write(json.dumps(message).encode() + b"\0")
        self.asked.flush()
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, address: str) -> None:
        """Go to a page and wait until it is there.

        By way of an empty one, or another fragment would not load it anew.
        """
        for place in ("about:blank", address):
            self._events.clear()
            self.call("Page.navigate", url=place)
            while "Page.loadEventFired" not in self._events:
                self._next()

    def value(self, expression: str) -> Any:
        """What an expression is in the page."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        text = {"text": "\r"} if key == "Enter" else {}
        text = {"text": key} if len(key) == 1 else text
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def look(self, width: int, height: int, scheme: str) -> bytes:
        """A picture of the page in a window of this size, light or dark."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        found: str = self.call("Page.captureScreenshot", format="png")["data"]
        return base64.b64decode(found)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self.answers.fileno(), 1 << 16)
            assert read, "the browser has gone"
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        self._note(found)
        return found

    def _note(self, event: dict[str, Any]) -> None:
        method: str = event.get("method", "")
        params: dict[str, Any] = event.get("params", {})
        self._events.append(method)
        if method == "Runtime.exceptionThrown":
            self.said.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.said.append(str(params["entry"]["text"]))
        elif method == "Runtime.consoleAPICalled":
            self.said.append(str(params["args"]))
        elif method == "Network.requestWillBeSent":
            self.requests.append(str(params["request"]["url"]))


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """A browser for as long as the block lasts."""
    assert CHROMIUM is not None
    (their_in, our_out), (our_in, their_out) = os.pipe(), os.pipe()
    pipes = (str(their_in), str(their_out))
    command = [sys.executable, "-I", "-S", "-c", _LAUNCH, *pipes, CHROMIUM, *_FLAGS]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={profile}", "about:blank"],
        pass_fds=(their_in, their_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(profile)},
    )
    os.close(their_in)
    os.close(their_out)
    with os.fdopen(our_out, "wb") as asked, os.fdopen(our_in, "rb", 0) as answers:
        browser = Browser(asked, answers)
        try:
            targets = browser.call("Target.getTargets")["targetInfos"]
            target = next(each for each in targets if each["type"] == "page")
            attached = browser.call(
                "Target.attachToTarget", targetId=target["targetId"], flatten=True
            )
            browser.session = attached["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                browser.call(f"{domain}.enable")
            yield browser
        finally:
            process.terminate()
            process.wait(timeout=30)
