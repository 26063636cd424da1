"""The devices on which people open the town: a phone in a dead spot, the desk of an office."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import ARGS, executable

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

households = count(1)


@dataclass(frozen=True, slots=True)
class Net:
    """A connection: bits a second in thousands, and the milliseconds until the first comes."""

    kbit: int
    latency_ms: int


SLOW_3G = Net(400, 400)
SLOW_4G = Net(1600, 150)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser and end it with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGS))
        try:
            yield browser
        finally:
            browser.close()


def context(browser: Browser, device: dict[str, Any] = PHONE, **more: Any) -> BrowserContext:
    """Return a browser nobody has used before, in a house of its own."""
    house = next(households)
    address = f"10.{house >> 16 & 255}.{house >> 8 & 255}.{house & 255}"
    fresh = browser.new_context(
        **{"locale": "de-DE", "timezone_id": "Europe/Berlin", **device, **more},
        extra_http_headers={"X-Forwarded-For": address},
    )
    fresh.set_default_timeout(15_000)
    return fresh


class Line:
    """The connection of one page and the speed of its processor; fast until told otherwise."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.net = Net(0, 0)

    def becomes(self, net: Net, *, cpu: int = 1) -> None:
        """Make connection and processor as slow as this."""
        self.net = net
        self._emulate(is_offline=False)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})

    def breaks(self) -> None:
        """Lose the connection."""
        self._emulate(is_offline=True)

    def returns(self) -> None:
        """Find the connection again."""
        self._emulate(is_offline=False)

    def _emulate(self, *, is_offline: bool) -> None:
        throughput = self.net.kbit * 1000 / 8 or -1
        self.session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": is_offline,
                "latency": self.net.latency_ms,
                "downloadThroughput": throughput,
                "uploadThroughput": throughput,
            },
        )
