"""Findings are stored when words come in and when they change, so that no page has to look for them."""

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import screening
from participation.contributions.attachments.rules import FileKind, Kept
from participation.contributions.models import Contribution, Idea
from participation.contributions.wiping import ERASED
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation import detectors
from participation.moderation.detectors import MarkKind, Part
from tests import factories

CAMPAIGN = (
    "Wir fordern die Stadt auf, den Bau der Umgehungsstraße sofort zu stoppen und das Geld in Radwege und Busse zu "
    "stecken, denn unsere Kinder brauchen saubere Luft und sichere Wege."
)


def _kinds(idea: Contribution) -> list[MarkKind]:
    db.session.rollback()
    return list(detectors.kinds(screening.marks_of(_row(idea))))


def _row(idea: Contribution) -> Idea:
    return db.session.scalars(see_all(select(Idea).where(Idea.id == idea.id), "a test")).one()


def test_what_is_found_is_stored_and_shown_without_looking_again(staff, monkeypatch: pytest.MonkeyPatch) -> None:
    idea = factories.idea(public=False, title="Ein Idiot", text="Tel. 030 1234567")
    monkeypatch.setattr(detectors, "look", lambda *_: pytest.fail("a page looked for marks"))
    page = staff(Role.MODERATOR).get(f"/en/desk/moderation/{idea.reference}")
    assert page.all_words("table th[scope=row]") == ["1 Telephone", "2 Insult"]
    assert "in the title" in page.words("table")


def test_other_words_have_other_marks(app) -> None:
    idea = factories.idea(public=False, text="Tel. 030 1234567")
    with factories.writing():
        _row(idea).text = "Ein Idiot war das."
    assert _kinds(idea) == [MarkKind.INSULT]
    with factories.writing():
        _row(idea).text = ERASED
    assert _kinds(idea) == []


def test_what_others_found_is_looked_for_again_at_night(app) -> None:
    idea = factories.idea(public=False, text="Tel. 030 1234567")
    with factories.writing():
        row = _row(idea)
        row.findings, row.screened_by, row.alarm = [], 0, 0
    assert [factories.written(screening.look_again) for _ in range(2)] == [1, 0]
    db.session.rollback()
    assert (_row(idea).alarm, _kinds(idea)) == (1, [MarkKind.PHONE])


def test_nearly_the_same_text_points_to_the_first_and_many_are_a_flood(staff) -> None:
    board = factories.board()
    first, *others = (factories.idea(board, public=False, text=f"{CAMPAIGN} Ihre Nummer {n}") for n in range(5))
    other = factories.idea(board, public=False, text="Die Umgehungsstraße ist zu laut, baut bitte einen Lärmschutz.")
    assert [_kinds(idea) for idea in (first, other)] == [[], []]
    assert [_kinds(idea) for idea in others[:3]] == [[MarkKind.TWIN]] * 3
    assert _kinds(others[3]) == [MarkKind.FLOOD, MarkKind.TWIN]
    page = staff(Role.MODERATOR).get(f"/en/desk/moderation/{others[0].reference}")
    assert page.words("table a") == first.reference


def test_names_and_descriptions_of_files_are_looked_at_too(app) -> None:
    picture = Kept(FileKind.PICTURE, "0" * 64, "Auto_LWL-AB_123.jpg", 1, words="Der Wagen von Herrn Muster")
    idea = factories.idea(public=False, files=(picture,))
    assert _kinds(idea) == [MarkKind.PERSON, MarkKind.PLATE]
    assert {mark.part for mark in screening.marks_of(_row(idea))} == {Part.FILE}
