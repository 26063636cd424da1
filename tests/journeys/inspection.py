"""What is measured on an open page: axe-core's rules, sideways scrolling, the size of what is pressed."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = f"""
axe.run(document, {{runOnly: {RULES}, resultTypes: ["violations"]}}).then((found) => JSON.parse(JSON.stringify(
  found.violations.map((one) => `${{one.id}} (${{one.impact}}): ${{one.help}}\\n` +
    one.nodes.slice(0, 4).map((node) => `    ${{node.html.slice(0, 200)}}\\n      ${{node.failureSummary}}`).join("\\n")
))))
"""

#: Smaller than asked for, measured by what a finger hits, however it is drawn. Links in running text are left out.
SMALL_TARGETS = """
(least) => {
  const own = "a[href], button, input:not([type=hidden]), select, textarea, summary, label.choice";
  const inText = (element) => {
    if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, td, blockquote, small, span:has(> a)") || element.parentElement;
    const copy = block.cloneNode(true);
    copy.querySelectorAll("a, button, svg, .sr").forEach((part) => part.remove());
    return copy.textContent.trim().length > 0;
  };
  const hits = (element, x, y) => {
    const found = document.elementFromPoint(x, y);
    if (!found) return false;
    const target = found.closest("label")?.control === element ? element : found.closest(own);
    return target === element || element.contains(found);
  };
  const reach = (element, x, y, dx, dy) => {
    let inside = 0, outside = 60;
    while (outside - inside > 1) {
      const middle = (inside + outside) >> 1;
      if (hits(element, x + dx * middle, y + dy * middle)) inside = middle; else outside = middle;
    }
    return inside;
  };
  const small = [];
  for (const element of document.querySelectorAll(own)) {
    const box = [...element.getClientRects()].find((one) => one.width > 1 && one.height > 1);
    if (!box || element.disabled || inText(element) || element.closest(".skip, .sr")) continue;
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    if (!hits(element, x, y)) continue;
    const height = 1 + reach(element, x, y, 0, -1) + reach(element, x, y, 0, 1);
    const width = 1 + reach(element, x, y, -1, 0) + reach(element, x, y, 1, 0);
    if (height < least - 1 || width < Math.min(least, 44) - 1)
      small.push(`${element.outerHTML.slice(0, 120)}: ${width} × ${height}`);
  }
  return small;
}
"""
SIDEWAYS = """
(width) => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map((one) => `wider than the window: ${one.outerHTML.slice(0, 160)}`)
"""


def complaints(page: Page, least: int | None = None) -> list[str]:
    """Return everything that is wrong with the open page.

    Args:
        least: how many pixels high a target must be; None does not measure.
    """
    size = page.viewport_size
    assert size is not None
    # Not innerWidth: a phone makes that as large as the page.
    found = [*_axe(page), *page.evaluate(SIDEWAYS, size["width"])]
    if least:
        found += _small_targets(page, least)
    return found


def _axe(page: Page) -> list[str]:
    # By the debugging protocol, which no page's policy for scripts concerns.
    session = page.context.new_cdp_session(page)
    known = session.send("Runtime.evaluate", {"expression": "typeof axe"})
    if known["result"]["value"] == "undefined":
        session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8"), "silent": False})
    result: dict[str, Any] = session.send(
        "Runtime.evaluate", {"expression": RUN_AXE, "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    assert "exceptionDetails" not in result, result
    found: list[str] = result["result"]["value"]
    return found


def _small_targets(page: Page, least: int) -> list[str]:
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": int(height)})
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    page.set_viewport_size(size)
    return [f"smaller than {least} px: {one}" for one in found]
