"""The watch over every browser sees what it is there for."""

import pytest
from playwright.sync_api import Browser

from tests.journeys import devices
from tests.journeys.inspection import complaints
from tests.journeys.watch import Watch

HOME = "http://stadt.example"
POLICY = {"Content-Security-Policy": "default-src 'none'; img-src *", "Content-Type": "text/html; charset=utf-8"}
GOOD = "<!DOCTYPE html><html lang=de><title>Gut</title><main><h1>Gut</h1></main>"
BAD = {
    "a second heading": GOOD + "<h1>Noch eine</h1>",
    "no language": GOOD.replace(" lang=de", ""),
    "an inline script": GOOD + "<script>let ignored;</script>",
    "a call to somebody else": GOOD + "<img src='http://elsewhere.example/pixel.png' alt=''>",
}


def _watched(chromium: Browser, html: str, **headers: str) -> tuple[devices.BrowserContext, Watch]:
    context = devices.context(chromium)
    watch = Watch(context, HOME)
    context.route("**/*", lambda route: route.fulfill(body=html, headers={**POLICY, **headers}))
    context.new_page().goto(HOME + "/")
    return context, watch


def test_a_good_page_passes(chromium: Browser) -> None:
    context, watch = _watched(chromium, GOOD)
    watch.check()
    context.close()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_is_noticed(chromium: Browser, name: str) -> None:
    context, watch = _watched(chromium, BAD[name])
    with pytest.raises(AssertionError):
        watch.check()
    context.close()


def test_a_cookie_before_the_sign_in_is_noticed(chromium: Browser) -> None:
    context, watch = _watched(chromium, GOOD, **{"Set-Cookie": "a=b"})
    with pytest.raises(AssertionError, match="cookie"):
        watch.check()
    context.close()


def test_the_inspection_finds_what_axe_the_eye_and_the_finger_miss(chromium: Browser) -> None:
    wide = "<p><a href='/x'>x</a></p><img src='/y.png'><table><tr><td width=2000>z</table>"
    context, _ = _watched(chromium, GOOD.replace("</main>", wide + "</main>"))
    found = "\n".join(complaints(context.pages[0], least=48))
    assert "image-alt" in found
    assert "wider than the window" in found
    assert "smaller than 48 px" in found
    context.close()
