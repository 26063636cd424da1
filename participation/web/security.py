"""Security headers, on every response: pages, errors, downloads, static files.

The values follow the OWASP and MDN/Mozilla Observatory recommendations; own files only, nothing inline, no nonce.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, request

from participation.web.assets import PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NO_FRAME = "frame-ancestors 'none'"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        NO_FRAME,
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PARTS = ("font/", "text/css", "text/javascript")
"""Files of ours that are only ever a part of a page, never one themselves."""

ONLY_OF_PAGES = frozenset(
    {"X-Frame-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Permissions-Policy"}
)
CAMERA = "stadtfaden.camera"
NOTHING = f"default-src 'none'; {NO_FRAME}"
FRAME_SITES = "stadtfaden.frame_sites"
NEVER_FRAMED = frozenset({"X-Frame-Options", "Cross-Origin-Resource-Policy"})
TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains"


def policy(pictures_from: str = "") -> str:
    """Return the policy of our pages; the ground of maps may come from one other host, and nothing else."""
    own = "img-src 'self' data:"
    return CONTENT_SECURITY_POLICY.replace(own, f"{own} {pictures_from}".strip())


def let_frame(sites: Iterable[str]) -> None:
    """Let these sites show the page being made in a frame of theirs; by default nobody may."""
    request.environ[FRAME_SITES] = " ".join(sites)


def let_use_camera() -> None:
    """Let the page being made ask for the camera; no other page can."""
    request.environ[CAMERA] = "yes"


def with_camera(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers of a page that may ask for the camera."""
    return [(name, value.replace("camera=()", "camera=(self)")) for name, value in headers]


def framed(headers: Iterable[tuple[str, str]], sites: str) -> list[tuple[str, str]]:
    """Return the headers of a page that these sites may frame, and nobody else."""
    allowed = f"frame-ancestors 'self' {sites}"
    kept = [(name, value.replace(NO_FRAME, allowed)) for name, value in headers if name not in NEVER_FRAMED]
    return [*kept, ("Cross-Origin-Resource-Policy", "cross-origin")]


def of_part(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers of a style, a script or a font: what only pages need stays away, as each byte is paid for."""
    kept = [(name, value) for name, value in headers if name not in ONLY_OF_PAGES]
    return [(name, NOTHING if name == "Content-Security-Policy" else value) for name, value in kept]


class SecurityHeaders:
    """WSGI layer that adds the headers to whatever leaves the house."""

    def __init__(self, app: "WSGIApplication", *, is_https: bool, pictures_from: str = "") -> None:
        """Wrap the application; `pictures_from` is the one host, if any, from which maps have their ground."""
        self.app = app
        self.headers = list({**HEADERS, "Content-Security-Policy": policy(pictures_from)}.items())
        if is_https:
            self.headers.append(("Strict-Transport-Security", TRANSPORT_SECURITY))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve the response with our headers; one the inner application has set itself stays."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            present = {name.lower(): value for name, value in headers}
            added = [(name, value) for name, value in self._own(environ, present) if name.lower() not in present]
            return start_response(status, headers + added, exc_info)

        return self.app(environ, start)

    def _own(self, environ: "WSGIEnvironment", present: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return what we add to a response that has these headers already."""
        is_file = environ.get("PATH_INFO", "").startswith(PREFIX)
        if is_file and present.get("content-type", "").startswith(PARTS):
            return of_part(self.headers)
        headers = with_camera(self.headers) if CAMERA in environ else self.headers
        return framed(headers, environ[FRAME_SITES]) if FRAME_SITES in environ else headers


def init_app(app: Flask) -> None:
    """Keep personal and unfinished pages out of every cache."""
    app.after_request(_no_store)


def _no_store(response: Response) -> Response:
    """Let browsers keep nothing of a page unless the view said otherwise; the back button then asks again."""
    if "Cache-Control" not in response.headers:
        is_public = request.method in {"GET", "HEAD"} and response.status_code == 200 and not _knows_visitor()
        response.headers["Cache-Control"] = "private, no-cache" if is_public else "no-store"
    return response


def _knows_visitor() -> bool:
    return current_app.extensions["sign_in_cookie"] in request.cookies
