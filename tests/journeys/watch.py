"""A look over the shoulder of every browser: what no page of the house may ever do."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

from participation.web import marks

#: Runs in every page before its own scripts and reports by the console, where the watch listens.
IN_THE_PAGE = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
document.addEventListener("DOMContentLoaded", () => {
  if (!location.protocol.startsWith("http")) return;
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) console.error(`${headings} h1 on ${location.pathname}`);
  if (!["de", "en"].includes(document.documentElement.lang)) console.error(`no language on ${location.pathname}`);
});
"""
#: Chromium says this of a page that answers with 404 or 422, or with nothing at all because the test took the net away.
NO_FAULT_OF_OURS = "Failed to load resource:"


class Watch:
    """Collects what went wrong in one browser, and whom it called."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.context = context
        self.is_guest = True
        self.has_supported = False
        self.complaints: list[str] = []
        context.add_init_script(IN_THE_PAGE)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(NO_FAULT_OF_OURS):
            self.complaints.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home + "/", "data:", "chrome-error:")):
            self.complaints.append(f"a call to {request.url}")

    def check(self) -> None:
        """Assert that nothing went wrong so far."""
        if self.is_guest:
            expected = {marks.COOKIE} if self.has_supported else set()
            names = {cookie.get("name") for cookie in self.context.cookies()} - expected
            assert not names, f"a cookie before the sign-in: {names}"
        assert not self.complaints, "\n".join(self.complaints)
