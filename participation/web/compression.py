"""Gzip for the pages of people without a session; pages with one stay as they are, so that lengths tell nothing."""

import gzip

from flask import Flask, Response, current_app, request

SMALLEST = 900
LEVEL = 5


def init_app(app: Flask) -> None:
    """Compress what is worth it, after everything else has spoken."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    mimetype = response.mimetype or ""
    is_text = mimetype.startswith("text/") or mimetype in {"image/svg+xml", "application/json"}
    if not is_text or response.direct_passthrough or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    knows_visitor = current_app.extensions["sign_in_cookie"] in request.cookies
    if knows_visitor or not request.accept_encodings["gzip"] or response.status_code != 200:
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
