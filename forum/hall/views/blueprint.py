"""The blueprint that all pages of the hall share, and what each of them begins with."""

from flask import Blueprint, abort, url_for

from forum.hall import services
from forum.hall.models import Hall
from participation.core import codes
from participation.web import languages

bp = Blueprint("hall", __name__)


def hall_or_404(code: str) -> Hall:
    """Return the hall with this code."""
    found = services.hall(code)
    if found is None:
        abort(404)
    return found


def phone_address(found: Hall) -> str:
    """Return the full address that phones open."""
    return languages.full_address(url_for("hall.ask", code=codes.grouped(found.code).lower()))
