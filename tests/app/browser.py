"""A browser for tests: Chromium without a window, driven through a pipe by its own protocol."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Tab:
    """One page of the browser; it notes every request and every complaint of the page."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = os.fdopen(read, "rb", buffering=0), os.fdopen(write, "wb", buffering=0)
        self._rest = b""
        self._number = 0
        self._session = ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._write.write(json.dumps(message).encode() + b"\0")
        while True:
            heard = self._hear()
            if heard.get("id") == self._number:
                assert "error" not in heard, heard
                result: dict[str, Any] = heard["result"]
                return result

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = self._read.read(1 << 20)
            assert piece, "the browser has ended"
            self._rest += piece
        text, self._rest = self._rest.split(b"\0", 1)
        heard: dict[str, Any] = json.loads(text)
        said = heard.get("params", {})
        match heard.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(said["request"]["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(said["exceptionDetails"].get("exception", {}).get("description", "?"))
            case "Runtime.consoleAPICalled":
                self.complaints.append(str(said["args"]))
            case "Log.entryAdded":
                self.complaints.append(said["entry"]["text"])
        return heard

    def open(self, url: str) -> None:
        """Go to a page and wait until it is ready or says why not."""
        self.requests.clear()
        self.complaints.clear()
        self.call("Page.navigate", url=url)
        self.until("document.body && /ready|broken/.test(document.body.className)")

    def ask(self, expression: str) -> Any:
        """Evaluate an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression: str, seconds: float = 60.0) -> None:
        """Wait until an expression holds in the page."""
        end = time.monotonic() + seconds
        while not self.ask(expression):
            assert time.monotonic() < end, f"never came true: {expression}; {self.complaints}"
            self.ask("new Promise(requestAnimationFrame)")

    def press(self, key: str, code: str = "", *, shift: bool = False, text: str = "") -> None:
        """Press and release a key."""
        numbers = {"Space": 32, "ArrowRight": 39, "ArrowLeft": 37, "Home": 36, "End": 35, "Tab": 9}
        common = {
            "key": key,
            "code": code or key,
            "modifiers": 8 * shift,
            "windowsVirtualKeyCode": numbers.get(code or key, 0),
        }
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@contextmanager
def browser(profile: Path) -> Iterator[Tab]:
    """Start a browser with a fresh profile.

    Args:
        profile: An empty folder.

    Yields:
        Its one tab.
    """
    program = next((path for path in map(shutil.which, _NAMES) if path), None)
    assert program, "tests of the page need Chromium: apt-get install chromium"
    (their_read, our_write), (our_read, their_write) = os.pipe(), os.pipe()
    # The browser wants its ends as 3 and 4: first out of the way of these numbers.
    far_read, far_write = (fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (their_read, their_write))

    def place() -> None:
        os.dup2(far_read, 3)
        os.dup2(far_write, 4)

    words = (
        program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
        "--disable-dev-shm-usage", "--remote-debugging-pipe", f"--user-data-dir={profile}",
    )  # fmt: skip
    process = subprocess.Popen(
        words,
        preexec_fn=place,  # noqa: PLW1509 - nothing but two system calls
        pass_fds=(3, 4),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (their_read, their_write, far_read, far_write):
        os.close(end)
    tab = Tab(our_read, our_write)
    try:
        yield tab
    finally:
        process.terminate()
        process.wait()
        tab._read.close()
        tab._write.close()
