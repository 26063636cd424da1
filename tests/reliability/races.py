"""Many at the same moment: for the last place, and with the same form."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import current_app

from participation.core import capacity
from participation.core.database import db, read_only
from tests import factories
from tests.reliability.server import House, Visitor
from tests.reliability.sudden_death import SLUG, stored_texts

Result = TypeVar("Result")


def at_once(people: int, act: Callable[[int], Result]) -> list[Result]:
    """Let so many people act at the same moment and return what each of them got."""
    start = threading.Barrier(people)

    def one(number: int) -> Result:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def last_place(*, people: int, rounds: int) -> list[tuple[int, int]]:
    """Let people reach for one place; for each round, how many were told yes, and how many places are left.

    Call it inside an application.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way

    def reach(name: str) -> bool:
        with app.app_context():
            read_only(False)
            got = capacity.take(name)
            db.session.commit()
            return got

    return [_one_round(f"race:{number}", people, reach) for number in range(rounds)]


def _one_round(name: str, people: int, reach: Callable[[str], bool]) -> tuple[int, int]:
    factories.written(capacity.open_places, name, 1)
    told = at_once(people, lambda _: reach(name))
    left = capacity.free(name)
    db.session.rollback()
    return sum(told), left


def same_form(house: House, *, times: int, rounds: int) -> Sequence[str]:
    """Send one form many times at once over real connections; return a sentence for everything that is not right."""
    house.inside(lambda: factories.board(slug=SLUG))
    house.start()
    complaints = []
    texts = [f"Zur gleichen Zeit, Runde {number}" for number in range(rounds)]
    for text in texts:
        complaints += _send_at_once(house, text, times)
    house.stop()
    stored = house.inside(stored_texts)
    complaints += [f"{text}: {stored.count(text)} rows" for text in texts if stored.count(text) != 1]
    return complaints


def _send_at_once(house: House, text: str, times: int) -> list[str]:
    address = f"/boards/{SLUG}/write"
    form = Visitor(house).get(address).fields()

    def send(number: int) -> tuple[int, str, str]:
        visitor = Visitor(house, f"10.1.{_round_of(text)}.{number}")
        answer = visitor.post(address, {**form, "text": text})
        return answer.status, answer.location, visitor.get(answer.location).text if answer.location else answer.text

    answers = at_once(times, send)
    if {status for status, _, _ in answers} != {303}:
        return [f"{text}: answers {sorted(status for status, _, _ in answers)}"]
    pages = {page for _, _, page in answers}
    return [] if len(pages) == 1 and text in pages.pop() else [f"{text}: {len(pages)} different pages"]


def _round_of(text: str) -> int:
    """Return the number at the end of a text."""
    return int(text.rsplit(" ", 1)[1])
