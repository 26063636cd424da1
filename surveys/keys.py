"""Where the key files of surveys lie: outside the database, and outside what is backed up with it."""

from pathlib import Path

from flask import current_app


def key_folder() -> Path:
    """Return the folder with one key file for each survey."""
    folder: Path = current_app.extensions["settings"].instance / "keys"
    return folder
