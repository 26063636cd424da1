"""Fifty people with phones at once, for as long as asked: most read, some answer the survey, a few write.

Each opens a page, looks at it for one to three seconds, and goes on. What is counted: answers that are none, seconds
from the tap to the last byte, and what the server's processes keep in memory after a while and at the end.
"""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

import psutil

from tests import factories
from tests.reliability.server import Answer, House, Visitor
from tests.surveys import town

SLUG, SURVEY = "ideen", "umfrage"
READING, ANSWERING = 0.70, 0.25
LOOKING_S = (1.0, 3.0)
WARM_UP = 0.2
MOST_P95_S, MOST_GROWTH = 0.5, 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fifty phones found."""

    requests: int
    errors: Sequence[str]
    p50_s: float
    p95_s: float
    slowest_s: float
    growth: float
    acts: Counter[str]

    def complaints(self) -> list[str]:
        """Return a sentence for each promise that is not kept."""
        found = [f"{len(self.errors)} errors: {'; '.join(self.errors[:3])}"] if self.errors else []
        if self.p95_s >= MOST_P95_S:
            found.append(f"95 of 100 answers took up to {self.p95_s * 1000:.0f} ms")
        if self.growth >= MOST_GROWTH:
            found.append(f"memory grew by {self.growth:.1%}")
        return found


@dataclass
class Phones:
    """The people, and what they were answered."""

    house: House
    references: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    ended: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def live(self, number: int) -> None:
        """Read, answer and write in turn, with time to look, until it is over."""
        chance, turn = random.Random(number), 0
        self.ended.wait(chance.uniform(0, LOOKING_S[1]))
        while not self.ended.is_set():
            turn += 1
            visitor = Visitor(self.house, f"10.{number}.{turn // 250 % 250}.{turn % 250}")
            drawn = chance.random()
            if drawn < READING:
                self._get(visitor, chance.choice(self._pages(chance)), "read")
            elif drawn < READING + ANSWERING:
                self._send(visitor, chance, f"/surveys/{SURVEY}/answer", "q.idea", "answer")
            else:
                self._send(visitor, chance, f"/boards/{SLUG}/write", "text", "write")
            self.ended.wait(chance.uniform(*LOOKING_S))

    def _pages(self, chance: random.Random) -> Sequence[str]:
        idea = f"/ideas/{chance.choice(self.references)}"
        board = f"/boards/{SLUG}"
        return (board, f"{board}?page={chance.randint(2, 9)}", f"{board}?q=Licht", idea, idea, "/", f"/en{board}")

    def _send(self, visitor: Visitor, chance: random.Random, path: str, name: str, act: str) -> None:
        page = self._get(visitor, path, act)
        if page is None:
            return
        self.ended.wait(chance.uniform(*LOOKING_S))
        body = {**page.fields(), name: f"Am Markt fehlt eine Bank, Nummer {chance.randrange(10**9)}."}
        self._timed(lambda: visitor.post(path, body), 303, f"sending {path}")

    def _get(self, visitor: Visitor, path: str, act: str) -> Answer | None:
        with self.lock:
            self.acts[act] += 1
        return self._timed(lambda: visitor.get(path), 200, path)

    def _timed(self, tap: Callable[[], Answer], expected: int, name: str) -> Answer | None:
        begun = time.perf_counter()
        try:
            answer = tap()
        except (OSError, http.client.HTTPException) as error:
            with self.lock:
                self.errors.append(f"{name}: {error!r}")
            return None
        with self.lock:
            self.seconds.append(time.perf_counter() - begun)
            if answer.status != expected:
                self.errors.append(f"{name}: {answer.status}")
        return answer if answer.status == expected else None


def furnish(ideas: int) -> list[str]:
    """Make a board with ideas and a survey; return the references of the ideas. Call it inside an application."""
    board = factories.board(slug=SLUG)
    town.survey(
        slug=SURVEY, process=board.process, questions=(town.choice("way", "foot", "bike"), town.text_question())
    )
    return [factories.idea(board, text=f"Am Weg {number} fehlt Licht.").reference for number in range(ideas)]


def hold(house: House, *, minutes: float, phones: int = 50, ideas: int = 300) -> Outcome:
    """Let so many phones be used at once for so long, and return what they found."""
    references = house.inside(lambda: furnish(ideas))
    house.start(worker=True)
    people = Phones(house, references)
    threads = [threading.Thread(target=people.live, args=(number,)) for number in range(phones)]
    try:
        for thread in threads:
            thread.start()
        time.sleep(minutes * 60 * WARM_UP)
        before = _memory(house)
        time.sleep(minutes * 60 * (1 - WARM_UP))
        after = _memory(house)
    finally:
        people.ended.set()
        for thread in threads:
            thread.join()
        house.stop()
    return outcome(people, before, after)


def outcome(people: Phones, before: int, after: int) -> Outcome:
    """Put together what was found."""
    parts = quantiles(people.seconds, n=100)
    growth = max(0.0, after / before - 1)
    return Outcome(len(people.seconds), people.errors, parts[49], parts[94], max(people.seconds), growth, people.acts)


def _memory(house: House) -> int:
    """Return what the server and its worker keep in memory, in bytes."""
    assert house.process is not None
    server = psutil.Process(house.process.pid)
    return sum(one.memory_info().rss for one in (server, *server.children(recursive=True)))
