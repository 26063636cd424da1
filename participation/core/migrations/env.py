"""Alembic begins here; what it does is in participation.core.migrate."""

from participation.core import migrate

migrate.run_migrations()
