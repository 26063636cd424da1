"""Kill the server under writers, again and again: nothing acknowledged is lost, nothing is doubled.

A writer behaves as a person with a browser in a dead spot: what was not answered is sent again, the same body, until
it is. An answer 303 is the acknowledgement; from then on the idea must be in the database, exactly once.
"""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from sqlalchemy import select, update

from participation.access.guard import see_all
from participation.contributions.models import Contribution, Idea, Support
from participation.core import codes
from participation.core.database import db
from participation.web import marks
from surveys import sealing
from surveys.keys import key_folder
from surveys.models import SealedAnswer, Survey
from tests import factories
from tests.reliability.server import SECRET_KEY, Answer, House, Visitor
from tests.surveys import town

LONGEST_ABSENCE_S = 5.0
PATIENCE_S = 20.0
SLUG = "ideen"
SURVEY = "umfrage"
SUPPORTED = "ZEBRA1"


@dataclass(frozen=True, slots=True)
class Findings:
    """What differs between what people were told and what is stored."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]


def compare(acknowledged: Iterable[str], stored: Iterable[str]) -> Findings:
    """Compare the texts that were acknowledged with the texts in the database."""
    counts = Counter(stored)
    return Findings(
        lost=tuple(sorted(set(acknowledged) - set(counts))),
        doubled=tuple(sorted(text for text, count in counts.items() if count > 1)),
    )


def stored_texts() -> list[str]:
    """Return the texts of all ideas; call it inside an application."""
    return list(db.session.scalars(see_all(select(Idea.text), "a test counts them")))


def stored_answers() -> list[str]:
    """Return the texts of all answers to the survey, opened with its key; call it inside an application."""
    survey = db.session.scalars(select(Survey).where(Survey.slug == SURVEY)).unique().one()
    opener = sealing.Opener(key_folder(), survey.slug, survey.public_key)
    boxes = db.session.scalars(select(SealedAnswer.box).where(SealedAnswer.survey_id == survey.id))
    return [opener.open(box)["values"]["idea"] for box in boxes]


@dataclass(frozen=True, slots=True)
class Deed:
    """What people do again and again while the server dies.

    Attributes:
        furnish: makes what they need; called inside an application.
        address: of the page with the form.
        field: where their text goes.
        stored: the texts in the database; called inside an application.
        target: where the form is sent, if not to its own page.
        form: which form of the page it is.
        shown: what the page they are led to has to show, from their text and its address.
        name: under what an acknowledged deed is known, from their text and the answer.
    """

    furnish: Callable[[], object]
    address: str
    field: str
    stored: Callable[[], list[str]]
    target: str = ""
    form: str = "main form[method=post]"
    shown: Callable[[str, str], str] = lambda text, _location: text
    name: Callable[[str, Answer], str] = lambda text, _answer: text


def stored_marks() -> list[str]:
    """Return the marks of the browsers that support the idea, as far as the table knows those that tried."""
    idea = db.session.scalars(see_all(select(Idea).where(Idea.reference == SUPPORTED), "a test")).one()
    keys = db.session.scalars(select(Support.voter).where(Support.contribution_id == idea.id)).all()
    assert idea.support_count == len(keys), "people see another number than is stored"
    return list(keys)


def make_idea_to_support() -> None:
    """Make a public idea with a reference that is known beforehand."""
    idea = factories.idea(title=SUPPORTED)
    with factories.writing():
        db.session.execute(update(Contribution).where(Contribution.id == idea.id).values(reference=SUPPORTED))


def key_of_browser(_text: str, answer: Answer) -> str:
    """Return the key under which the browser is counted that was given its mark with this answer."""
    given = SimpleCookie(answer.headers["set-cookie"])[marks.HTTPS_COOKIE].value
    return codes.fingerprint(SECRET_KEY, "voter:1", f"browser:{given}")


WRITE_IDEAS = Deed(lambda: factories.board(slug=SLUG), f"/boards/{SLUG}/write", "text", stored_texts)
ANSWER_SURVEY = Deed(
    lambda: town.survey(slug=SURVEY, questions=(town.choice("way", "foot", "bike"), town.text_question())),
    f"/surveys/{SURVEY}/answer",
    "q.idea",
    stored_answers,
    shown=lambda _text, location: location.rsplit("/", 1)[1].upper(),
)
SUPPORT_IDEA = Deed(
    make_idea_to_support,
    f"/ideas/{SUPPORTED}",
    "deed",  # whatever is no withdrawal supports
    stored_marks,
    target=f"/ideas/{SUPPORTED}/support",
    form="#support form",
    shown=lambda _text, _location: SUPPORTED,
    name=key_of_browser,
)


@dataclass
class Writers:
    """Many people who write at the same time until they are told to stop."""

    house: House
    count: int
    deed: Deed = WRITE_IDEAS
    acknowledged: dict[str, str] = field(default_factory=dict)
    repeated: int = 0
    surprises: list[str] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let them write."""
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(self.count)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish what they are sending, and stop."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def get_going(self) -> None:
        """Wait until something more has been acknowledged, as a kill of an idle server shows nothing."""
        before, patience = len(self.acknowledged), time.monotonic() + PATIENCE_S
        while len(self.acknowledged) <= before + self.count and time.monotonic() < patience:
            time.sleep(0.05)

    def _write(self, writer: int) -> None:
        number, page = 0, self.deed.address
        target = self.deed.target or page
        while not self._ended.is_set():
            number += 1
            # An address of its own for each idea, as limits are not what is tried here.
            visitor = Visitor(self.house, f"10.{writer}.{number // 250 % 250}.{number % 250}", timeout=5)
            text = f"Idee {number} von Person {writer}"
            form = self._until_answered(lambda v=visitor: v.get(page)).fields(self.deed.form)
            body = {**form, self.deed.field: text}
            answer = self._until_answered(lambda v=visitor, b=body: v.post(target, b))
            with self._lock:
                if answer.status == 303:
                    self.acknowledged[self.deed.name(text, answer)] = answer.location
                else:
                    self.surprises.append(f"{answer.status} for {text}")

    def _until_answered(self, send) -> Answer:
        while True:
            try:
                answer = send()
                if answer.status != 503:
                    return answer
            except (OSError, http.client.HTTPException):
                pass
            with self._lock:
                self.repeated += 1
            time.sleep(0.25)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the kills did."""

    kills: int
    acknowledged: int
    repeated: int
    longest_absence_s: float
    findings: Findings
    surprises: tuple[str, ...]
    wrong_links: tuple[str, ...]


def kill_under_writers(house: House, *, kills: int, writers: int, seed: int = 1, deed: Deed = WRITE_IDEAS) -> Outcome:
    """Kill and start the server while people write, then compare what they were told with what is stored."""
    house.inside(deed.furnish)
    house.start()
    people = Writers(house, writers, deed)
    people.begin()
    moments = random.Random(seed)
    absences = []
    try:
        for _ in range(kills):
            people.get_going()
            time.sleep(moments.uniform(0.7, 1.7))
            house.kill()
            absences.append(house.start())
        time.sleep(0.5)
    finally:
        people.end()
    wrong = tuple(_wrong_links(house, deed, people.acknowledged))
    house.stop()
    findings = house.inside(lambda: compare(people.acknowledged, deed.stored()))
    return Outcome(
        kills=kills,
        acknowledged=len(people.acknowledged),
        repeated=people.repeated,
        longest_absence_s=max(absences),
        findings=findings,
        surprises=tuple(people.surprises),
        wrong_links=wrong,
    )


def _wrong_links(house: House, deed: Deed, acknowledged: dict[str, str]) -> Iterable[str]:
    """Yield those of a sample whose page does not show what is theirs."""
    for text, location in random.Random(2).sample(sorted(acknowledged.items()), min(20, len(acknowledged))):
        if deed.shown(text, location) not in Visitor(house).get(location).text:
            yield f"{location}: not {text}"
