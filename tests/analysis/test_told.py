"""Once a planner releases it, everybody reads what was said so far in the words of the contributions."""

import pytest

from analysis import runs
from analysis.deeds import services as deeds
from analysis.finding import Finding, Group, Place
from analysis.models import Topic
from analysis.told import sentences
from participation.core import jobs
from participation.core.database import db
from participation.core.vocabulary import Channel, Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser, statements

DESK = "/desk/topics/public"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


@pytest.fixture
def ideas(board):
    """Three ideas in a confirmed topic, and one in a topic of the machine."""
    texts = ("Der Rufbus soll am Abend fahren.", "Am Abend fährt kein Rufbus.", "Abends steht man ohne Rufbus da.")
    made = [factories.idea(board, title=f"Abend {number}", text=text) for number, text in enumerate(texts)]
    lonely = factories.idea(board, title="Bücher", text="Die Bibliothek braucht neue Bücher.")
    groups = (_group("Rufbus", made), _group("Bücher der Maschine", [lonely]))
    factories.written(runs.store, board.process_id, Finding({one.id: "MO" for one in (*made, lonely)}, groups))
    topic = db.session.query(Topic).filter_by(name="Rufbus").one()
    factories.written(deeds.confirm, topic, 1, None)
    return made


def _group(name: str, ideas) -> Group:
    return Group(name, (name,), "MO", 0.9, tuple(Place(one.id, 0.7, False, ()) for one in ideas))


def _page(board) -> str:
    return f"/process/{board.process.slug}/topics"


def _release(staff) -> Browser:
    planner = staff(Role.PLANNER)
    planner.post(f"{DESK}/release", planner.get(DESK).fields("form[action$='/release']"))
    jobs.reconcile()
    return planner


def test_nobody_but_planners_reads_it_before_its_release(board, ideas, staff, browser: Browser) -> None:
    browser.get(_page(board), status=404)
    assert "bisher gesagt" not in browser.get("/").text
    assert "noch nicht freigegeben" in staff(Role.PLANNER).get(_page(board)).text


def test_after_the_release_everybody_reads_confirmed_topics_in_the_words_of_people(
    board, ideas, staff, browser: Browser
) -> None:
    _release(staff)
    page = browser.get(_page(board))
    assert "Rufbus" in page.words("article")
    assert "3 Beiträge" in page.words("article")
    told = {node.attributes["href"] for node in page.html.css(".quoted a")}
    assert told <= {f"/ideas/{one.reference}/way" for one in ideas}
    assert told
    assert "Bücher der Maschine" not in page.text
    assert browser.get("/").html.css_first(f"a[href='{_page(board)}']")


def test_what_is_open_is_told(board, ideas, staff, browser: Browser) -> None:
    _release(staff)
    assert browser.get(_page(board)).all_words(".standing .big") == ["1", "4"]


def test_the_english_page_marks_german_words(board, ideas, staff, browser: Browser) -> None:
    _release(staff)
    page = browser.get(f"/en{_page(board)}")
    assert page.h1 == "What was said so far"
    assert {node.attributes.get("lang") for node in page.html.css(".quoted")} == {"de"}


def test_hidden_and_changed_contributions_are_quoted_no_more(board, ideas, staff, browser: Browser) -> None:
    _release(staff)
    quoted = browser.get(_page(board)).words(".quoted")
    first = next(one for one in ideas if one.text in quoted)
    with factories.writing():
        first.visibility = Visibility.HIDDEN
        db.session.add(first)
    assert first.text not in browser.get(_page(board)).text
    with factories.writing():
        for one in (*ideas[1:], ideas[0]):
            one.text = f"Neu: {one.text}"
            db.session.add(one)
    assert browser.get(_page(board)).words(".quoted") == ""


def test_a_release_can_be_taken_back(board, ideas, staff, browser: Browser) -> None:
    planner = _release(staff)
    assert "Seit" in planner.get(DESK).words("main")
    planner.post(f"{DESK}/withdraw", planner.get(DESK).fields("form#withdraw"))
    browser.get(_page(board), status=404)


def test_the_sentences_are_chosen_anew_every_night(board, ideas, staff, app) -> None:
    assert factories.written(sentences.order_all) == 0
    _release(staff)
    assert factories.written(sentences.order_all) == 1


def test_nothing_said_is_said_so(board, staff, browser: Browser) -> None:
    _release(staff)
    assert "Noch wurde nichts gesagt" in browser.get(_page(board)).text


def test_releasing_is_for_planners(board, staff) -> None:
    staff(Role.MODERATOR).get(DESK, status=403)


def test_the_page_takes_the_same_number_of_statements_however_many_there_are(board, ideas, staff, browser) -> None:
    _release(staff)
    with statements() as few:
        browser.get(_page(board))
    more = [factories.idea(board) for _ in range(6)]
    groups = tuple(_group(f"Thema {number}", more[number : number + 2]) for number in (0, 2, 4))
    factories.written(runs.store, board.process_id, Finding({one.id: "BI" for one in more}, groups))
    with statements() as many:
        browser.get(_page(board))
    assert len(few) == len(many) <= 10


def test_every_way_by_which_voices_came_is_counted(board, ideas, staff, browser: Browser) -> None:
    factories.idea(board, text="Am Telefon gesagt.", channel=Channel.PHONE)
    factories.idea(board, text="Vom Tisch am Abend.", channel=Channel.EVENT)
    factories.idea(board, text="Heimlich am Telefon.", channel=Channel.PHONE, public=False)
    factories.comment(ideas[0])
    _release(staff)
    told = browser.get(f"/en{_page(board)}").words("[aria-labelledby=h-ways]")
    assert [f"{name}{count}" in told for name, count in (("Calls", 1), ("Notes from events", 1))] == [True, True]
    assert "Ideas on the website4" in told
    assert "Comments" not in told
