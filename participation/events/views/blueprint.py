"""The blueprint that all pages of events share."""

from flask import Blueprint

bp = Blueprint("events", __name__)
