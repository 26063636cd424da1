"""Addresses of styles, scripts, fonts and pictures, and the serving of them.

``tools/assets.py`` writes these files under names that carry a hash of the
content. A browser may therefore keep them for ever, and a changed file has a
new address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = Path(__file__).parent / "static" / "dist"
PREFIX = "/static/"
HASHED = re.compile(r"\.[0-9a-f]{10}\.[a-z0-9]+$")


class AssetsMissing(RuntimeError):
    """The browser files have not been built, or one was asked for that does not exist."""


class Assets:
    """Finds the hashed name of a file; reads the manifest once, and again when it has changed."""

    def __init__(self, folder: Path = FOLDER, *, watch: bool = False) -> None:
        self.folder = folder
        self.watch = watch
        self._names: dict[str, str] = {}
        self._read_at = -1

    def __call__(self, name: str) -> str:
        """The address of a file, for example ``/static/citizen.0123456789.css``."""
        names = self._manifest()
        try:
            return PREFIX + names[name]
        except KeyError:
            raise AssetsMissing(
                f"There is no browser file {name!r}: put its source into participation/web/browser "
                "and run `python tools/assets.py`."
            ) from None

    def _manifest(self) -> dict[str, str]:
        if self._names and not self.watch:
            return self._names
        manifest = self.folder / "manifest.json"
        try:
            changed_at = manifest.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._names = json.loads(manifest.read_text("utf-8"))
                self._read_at = changed_at
        except (OSError, ValueError):
            raise AssetsMissing(
                "The styles, fonts and scripts have not been built: run `python tools/assets.py`."
            ) from None
        return self._names


asset = Assets()


def static_files(app: WSGIApplication, *, folder: Path = FOLDER, debug: bool = False) -> WSGIApplication:
    """Serve the browser files in front of an application, compressed and kept for ever.

    With ``debug`` a rebuilt file is found without a restart.
    """
    asset.watch = asset.watch or debug
    return _Files(app, str(folder), PREFIX, debug)


class _Files:
    """WhiteNoise with our folder, typed as a plain WSGI application."""

    def __init__(self, app: WSGIApplication, folder: str, prefix: str, debug: bool) -> None:
        self._serve = WhiteNoise(
            app,
            root=folder if debug or Path(folder).is_dir() else None,
            prefix=prefix,
            autorefresh=debug,
            max_age=60,
            allow_all_origins=False,
            immutable_file_test=is_immutable,
            mimetypes={".webmanifest": "application/manifest+json"},
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer: Iterable[bytes] = self._serve(environ, start_response)
        return answer


def is_immutable(path: str, url: str) -> bool:
    """Whether the content under this address can never change."""
    return HASHED.search(url) is not None
