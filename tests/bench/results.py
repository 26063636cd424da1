"""How long results over a hundred thousand answers take, and how much memory: `python -m tests.bench.results`.

    python -m tests.bench.results [--database sqlite|postgresql] [--answers 100000]

Each line of the table is a process of its own, so that nothing is known beforehand and its memory is its own.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app
from rich.console import Console
from rich.table import Table

from participation.accounts import sessions
from participation.core.database import db, read_only
from participation.core.settings import HOUSE
from participation.core.vocabulary import Role
from surveys import services
from surveys.columns import packs
from surveys.interchange.out import formats
from surveys.interchange.out.formats import Format
from tests import factories
from tests.bench import many
from tests.bench.machine import machine, memory
from tests.reliability.server import HOST, House, build, demolish
from wsgi import create_app

PAGES = {
    "page": "",
    "one group": "?group=q01:a2",
    "another group": "?group=q02:a5",
    "two questions": "/table?rows=q07&columns=q20",
    "texts": "/texts?question=q17&q=Heidekaten",
}
MOST_S, MOST_FILE_S, MOST_MB = 1.0, 30.0, 300


def main() -> int:
    """Measure, print, and say whether the budget holds."""
    options = _options()
    if options.inside:
        return _measure_inside(House(Path(options.inside[0]), options.inside[1]), options.inside[2])
    console = Console()
    console.width = max(console.width, 110)
    console.print(machine())
    is_kept = True
    for database in options.database or ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory(prefix="stadtfaden-bench-") as folder:
            house = build(Path(folder) / "bench", database)
            try:
                house.inside(lambda: many.furnish(options.answers))
                is_kept &= _measured(console, house, database, options.answers)
            finally:
                demolish(house)
    return 0 if is_kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.results", description="How fast results are.")
    parser.add_argument("--database", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--inside", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(console: Console, house: House, database: str, answers: int) -> bool:
    table = Table(title=f"{database}: {answers} answers, 20 questions", title_justify="left")
    for head in ("what", "wall s", "CPU s", "peak MB"):
        table.add_column(head, justify="left" if head == "what" else "right")
    is_kept = True
    for what in ("unpacked", "pack", "pages", *(one.value for one in (Format.CSV, Format.XLSX, Format.SAV))):
        for name, wall, cpu, peak in _in_a_process(house, what):
            is_slow = wall > (MOST_S if what == "pages" else MOST_FILE_S) or peak > MOST_MB
            is_kept &= not is_slow
            table.add_row(name, f"{wall:.2f}", f"{cpu:.2f}", f"{peak:.0f}", style="red" if is_slow else "")
    console.print(table)
    return is_kept


def _in_a_process(house: House, what: str) -> list[tuple[str, float, float, float]]:
    command = [sys.executable, "-m", "tests.bench.results", "--inside", str(house.folder), house.database_url, what]
    done = subprocess.run(command, cwd=HOUSE, check=True, stdout=subprocess.PIPE, text=True)
    return [tuple(line) for line in json.loads(done.stdout.splitlines()[-1])]


def _measure_inside(house: House, what: str) -> int:
    app = create_app(house.environ)
    with app.app_context():
        read_only(False)
        found = _pages(app) if what == "pages" else [_timed(*_deed(what))]
    print(json.dumps(found))
    return 0


def _deed(what: str) -> tuple[str, Callable[[], object]]:
    survey = services.by_slug(many.SLUG)
    assert survey is not None
    if what == "unpacked":
        return "all answers read one by one", lambda: services.results(survey)
    if what == "pack":
        return "the worker packs them", lambda: (packs.pack_all(survey), db.session.commit())
    return f"file: {what}", lambda: _file(survey.id, what)


def _file(survey_id: int, what: str) -> None:
    with tempfile.TemporaryDirectory() as folder, current_app.test_request_context("/"):
        formats.write(services.by_id(survey_id), Format(what), Path(folder) / "answers")


def _pages(app: Flask) -> list[tuple[str, float, float, float]]:
    person = factories.person(Role.PLANNER, mail="planung@elderow.example")
    with factories.writing():
        cookie = sessions.begin(person)
    client = app.test_client()
    client.set_cookie(app.extensions["sign_in_cookie"], cookie, domain=HOST, secure=True)
    proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST}

    def get(path: str) -> None:
        answer = client.get(f"/desk/surveys/{many.SLUG}/results{path}", headers=proxy, base_url=f"https://{HOST}")
        assert answer.status_code == 200, answer.status

    client.get("/", headers=proxy)
    first = _timed("page, opened for the first time", lambda: get(""))
    return [first, *(_timed(name, lambda path=path: get(path)) for name, path in PAGES.items())]


def _timed(name: str, act: Callable[[], object]) -> tuple[str, float, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    taken = time.perf_counter() - wall, time.process_time() - cpu
    return name, *taken, memory()


if __name__ == "__main__":
    sys.exit(main())
