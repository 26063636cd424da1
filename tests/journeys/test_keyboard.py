"""Everything without a pointer: the focus goes everywhere, can be seen everywhere, and is never covered."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import devices
from tests.journeys.people import Citizen
from tests.journeys.town import Town

#: What has the focus: a name for the failure, whether it can be seen, and whether something covers it.
FOCUS = """
async () => {
  for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") ?? one : one;
  const marked = [one, shown].some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
  const box = one.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const free = box.bottom > 0 && box.top < innerHeight && !!top && (one.contains(top) || top.contains(one));
  return {name: one.outerHTML.slice(0, 100), marked, free, field: one.name || "", words: one.textContent.trim()};
}
"""


@pytest.fixture(params=[devices.DESK, devices.PHONE], ids=["desk", "phone"])
def typist(request: pytest.FixtureRequest, town: Town, chromium: Browser) -> Iterator[Citizen]:
    """Somebody who has no pointer."""
    context = devices.context(chromium, request.param, reduced_motion="reduce")
    somebody = Citizen(context, town, is_slow=False)
    yield somebody
    somebody.watch.check()
    context.close()


def test_the_skip_link_comes_first_and_leads_to_the_content(typist: Citizen) -> None:
    typist.opens_the_short_address()
    typist.presses("Tab")
    skip = typist.page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    typist.presses("Enter")
    expect(typist.page.locator("main")).to_be_focused()
    typist.presses("Tab")
    assert typist.page.evaluate("() => !!document.activeElement.closest('main')")


def test_an_idea_is_written_by_keyboard_alone(typist: Citizen, town: Town) -> None:
    text = f"Nur mit Tasten, {typist.page.viewport_size}: ein Geländer am Deich."
    typist.opens(f"/boards/{town.board}/write")
    to_type = {"text": text, "title": "Geländer am Deich", "place": "Deich", "display_name": "Reiher"}
    for _ in range(60):
        typist.presses("Tab")
        focus = typist.page.evaluate(FOCUS)
        assert focus, "the focus got lost"
        if focus["field"] in to_type:
            typist.page.keyboard.type(to_type.pop(focus["field"]))
        elif focus["words"].startswith("Mehr angeben"):
            typist.presses("Enter")
        elif focus["field"] == "district":
            typist.presses("ArrowDown")
        elif focus["words"] == "Idee absenden":
            typist.presses("Enter")
            break
    typist.sees_the_heading("Ihre Idee ist angekommen.")
    assert not to_type
    assert town.ideas(text) == 1


@pytest.mark.parametrize("path", ["/", "/boards/{board}", "/boards/{board}/write", "/status", "/barrier", "/sign-in"])
def test_the_focus_is_always_seen_and_never_covered(typist: Citizen, town: Town, path: str) -> None:
    typist.opens(path.format(board=town.board))
    stops = 0
    while stops < 120:
        typist.presses("Tab")
        focus = typist.page.evaluate(FOCUS)
        if focus is None:
            break
        stops += 1
        assert focus["marked"], f"no sign of the focus: {focus['name']}"
        assert focus["free"], f"the focus is covered: {focus['name']}"
    assert stops > 5


def test_what_says_the_same_opens_from_the_list_and_does_not_open_the_idea(typist: Citizen, town: Town) -> None:
    text = f"Am Steg {typist.page.viewport_size} fehlt ein Rettungsring, und zwar seit dem letzten Sommer."
    for _ in range(2):
        town.answers(town.receives_an_idea(text))
    typist.opens(f"/boards/{town.board}")
    same = typist.page.get_by_role("link", name="und eine gleichlautende").first
    same.focus()
    focus = typist.page.evaluate(FOCUS)
    assert focus["free"], "the surface of the idea's heading covers the link"
    same.click()
    typist.reads("2 Ideen lauten fast gleich")
