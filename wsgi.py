"""The composition root: the only file that knows every feature.

`create_app()` builds the application from settings; `app` is made when a server first asks for it.
"""

import os
import sys
from collections.abc import Mapping

import click
from flask import Flask

import analysis.feature
import analysis.sources.feature
import forum.answers.feature
import forum.boards.feature
import forum.desk.feature
import forum.discussions.feature
import forum.entry.feature
import forum.hall.feature
import forum.notices.feature
import forum.register.feature
import forum.settings.feature
import forum.translations.feature
import participation.accounts.feature
import participation.contributions.feature
import participation.core.house
import participation.events.feature
import participation.feedback.feature
import participation.moderation.feature
import participation.monitoring.feature
import participation.plan.feature
import participation.process.feature
import participation.web.feature
import surveys.editor.feature
import surveys.exports.feature
import surveys.feature
import surveys.interchange.feature
import surveys.kiosk.feature
import surveys.letters.feature
import surveys.paper.feature
import surveys.results.feature
import surveys.ways.feature
from participation.core import feature, settings
from participation.core.settings import SettingsError
from participation.web import application

FEATURES: tuple[feature.Feature, ...] = (
    participation.core.house.FEATURE,
    participation.web.feature.FEATURE,
    participation.accounts.feature.FEATURE,
    participation.process.feature.FEATURE,
    participation.moderation.feature.FEATURE,
    participation.contributions.feature.FEATURE,
    participation.plan.feature.FEATURE,
    participation.monitoring.feature.FEATURE,
    participation.events.feature.FEATURE,
    participation.feedback.feature.FEATURE,
    surveys.feature.FEATURE,
    surveys.editor.feature.FEATURE,
    surveys.ways.feature.FEATURE,
    surveys.exports.feature.FEATURE,
    surveys.letters.feature.FEATURE,
    surveys.results.feature.FEATURE,
    surveys.interchange.feature.FEATURE,
    surveys.kiosk.feature.FEATURE,
    surveys.paper.feature.FEATURE,
    forum.boards.feature.FEATURE,
    forum.discussions.feature.FEATURE,
    forum.desk.feature.FEATURE,
    forum.notices.feature.FEATURE,
    forum.hall.feature.FEATURE,
    forum.register.feature.FEATURE,
    forum.answers.feature.FEATURE,
    forum.entry.feature.FEATURE,
    forum.translations.feature.FEATURE,
    forum.settings.feature.FEATURE,
    analysis.feature.FEATURE,
    analysis.sources.feature.FEATURE,
)


def create_app(environ: Mapping[str, str] | None = None, features: tuple[feature.Feature, ...] = FEATURES) -> Flask:
    """Build the application.

    Args:
        environ: where settings are read from; the process's environment by default.
        features: what the house offers; tests leave some out.

    Raises:
        SettingsError: with one sentence for each mistake in the settings.
    """
    return application.build(settings.load(os.environ if environ is None else environ), features)


def __getattr__(name: str) -> Flask:
    """Make `app` at the first `import` of it, so that importing this module alone opens nothing."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = made = _made()
    return made


def _made() -> Flask:
    """Return the application for a server or a command; what is wrong with its settings is said in sentences."""
    try:
        return create_app({**os.environ, "DATABASE_URL": "sqlite:///:memory:"} if _needs_no_database() else None)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"The folder of this installation cannot be used: {error.strerror} ({error.filename})."
        ) from error


def _needs_no_database() -> bool:
    """Whether a file of a survey is only tried: `flask surveys import FILE --dry-run` works wherever the house lies."""
    return {"surveys", "import", "--dry-run"} <= set(sys.argv)
