"""The commands that run the house: `flask --app wsgi serve`, `worker`, `upgrade`, `migration`."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _
from rich.console import Console
from rich.panel import Panel
from waitress.server import create_server

from participation.core import heap, migrate, worker
from participation.core.refusing import answer_who_has_no_body, let_refusals_have
from participation.core.settings import AT_HOME, PREFIX, Settings
from participation.core.vocabulary import Language

SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
HERE = {"127.0.0.1", "localhost"}


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo town first, once, and show passwords for its staff.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--threads", default=8, show_default=True, help="How many requests are served at a time.")
@click.option("--no-worker", is_flag=True, help="Start no worker beside the pages.")
@with_appcontext
def serve(demo: bool, host: str, port: int, threads: int, no_worker: bool) -> None:
    """Bring the database up to date and serve the pages, with a worker beside them."""
    heap.keep_level()
    _lead_here(host, port)
    server = listen(_app(), host, port, threads)
    migrate.upgrade()
    if demo:
        _run("demo", "--staff-passwords")
    if not no_worker:
        threading.Thread(target=_keep_worker, name="worker's keeper", daemon=True).start()
    _greet(host, port)
    server.run()


@click.command("worker")
@click.option("--lease", type=float, help="After how many seconds a dead worker's job goes on elsewhere.")
@click.option("--with-parent", is_flag=True, help="End when the process that started this one ends.")
@with_appcontext
def work(lease: float | None, with_parent: bool) -> None:
    """Do the work that waits: mail, analysis, the nightly tidying."""
    heap.keep_level()
    app = _app()
    if lease:
        app.config["JOB_LEASE"] = timedelta(seconds=lease)
    if with_parent:
        worker.end_with_parent()
    worker.work(app)


@click.command()
@with_appcontext
def upgrade() -> None:
    """Bring the database up to date; safe at any time, from several processes at once."""
    migrate.upgrade()
    click.echo("The database is up to date.")


@click.command()
@click.argument("text")
@with_appcontext
def migration(text: str) -> None:
    """Write the migration that makes the database what the models say."""
    migrate.upgrade()
    migrate.write(text)


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way
    return app


def listen(app: Flask, host: str, port: int, threads: int) -> Any:
    """Return the server of the pages, listening already; what it refuses by itself reads and travels like a page."""
    answer_who_has_no_body()
    let_refusals_have(app.extensions["security_headers"], _unreadable())
    try:
        # Waitress drops what a proxy says of the visitor unless told to leave it to the application (ProxyFix).
        drops = not app.extensions["settings"].trusted_proxies
        return create_server(
            app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=drops
        )
    except OSError as error:
        sentence = _("Port %(port)s of %(host)s is not free. Choose another one: --port 8001", port=port, host=host)
        raise click.ClickException(sentence) from error


def _unreadable() -> str:
    """Return what is said to a request that no page can answer, in both languages: nobody knows whose it is."""
    told = []
    for language in (Language.DE, Language.EN):
        with force_locale(language):
            told.append(_("The server could not read this request. Please go back and open the page once more."))
    return "\n".join(told)


def _run(name: str, *arguments: str) -> None:
    """Run a command that another feature brings."""
    command = current_app.cli.commands.get(name)
    if command is None:
        raise click.ClickException(f"There is no command “{name}”.")
    command.main([*arguments], prog_name=name, standalone_mode=False)


def _keep_worker() -> None:
    """Run a worker as a process of its own, and a new one whenever it dies; ever slower if it keeps dying."""
    pause = SHORTEST_PAUSE
    while True:
        began = time.monotonic()
        _start_worker().wait()
        pause = SHORTEST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        time.sleep(pause)


def _start_worker() -> subprocess.Popen[bytes]:
    """Start a worker that ends with this process: the pipe between them closes however we end."""
    return subprocess.Popen(  # nothing in it comes from outside
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--with-parent"],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us; the worker ends after us, its job put back
    )


def _lead_here(host: str, port: int) -> None:
    """Let links, also those of the worker's mails, lead to this port, where nobody has named an address."""
    settings: Settings = current_app.extensions["settings"]
    if settings.base_address == AT_HOME and not settings.is_production and host in HERE:
        address = f"http://{host}:{port}"
        os.environ[f"{PREFIX}BASE_ADDRESS"] = address
        current_app.extensions["settings"] = replace(settings, base_address=address)


def _greet(host: str, port: int) -> None:
    settings: Settings = current_app.extensions["settings"]
    address = f"http://{host}:{port}" if host in HERE else settings.base_address
    lines = [
        f"[bold]{settings.town.name} {settings.town.claim}[/bold]",
        "",
        _("Open in your browser: %(address)s", address=f"[link={address}]{address}[/link]"),
        _("To stop, press Ctrl and C."),
    ]
    Console().print(Panel("\n".join(lines), border_style="magenta", padding=(1, 3), expand=False))
