"""The blueprint that all pages of the desk share."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
