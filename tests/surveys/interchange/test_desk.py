"""At the desk: what a file would bring is shown before anything is kept."""

import io

import pytest

from participation.core.vocabulary import Role
from surveys import services
from tests import factories

ADDRESS = "/desk/survey-files"
FORM = """survey,,,
,type,name,label
,text,who,Wer sind Sie?
,video,film,Ein Film?
settings,,,
,form_title,,
,Wege in der Stadt,,
"""


@pytest.fixture
def planner(staff):
    factories.process(slug="agenda")
    return staff(Role.PLANNER)


def brought(planner, content: str, name: str = "umfrage.csv", status: int = 200):
    fields = planner.get(ADDRESS).fields() | {"file": (io.BytesIO(content.encode()), name), "check": ""}
    return planner.post(ADDRESS, fields, status=status, content_type="multipart/form-data")


def test_a_file_is_read_shown_and_kept_as_a_draft_once(planner) -> None:
    page = brought(planner, FORM)
    assert "Wege in der Stadt" in page.words("main .card")
    assert "film" in page.words("main table")
    assert services.at_desk() == []
    kept = page.fields() | {"keep": ""}
    for _ in range(2):
        planner.post(ADDRESS, kept, content_type="multipart/form-data")
    (survey,) = services.at_desk()
    assert (survey.slug, survey.is_published, len(survey.questions)) == ("wege-in-der-stadt", False, 2)
    assert "Wege in der Stadt" in planner.get(f"{ADDRESS}?kept=yes").text


def test_a_refused_file_gets_its_sentence(planner) -> None:
    assert "XLSForm" in brought(planner, "Guten Tag", status=422).words("main .summary, main [role=alert]")
    fields = planner.get(ADDRESS).fields() | {"check": ""}
    planner.post(ADDRESS, fields, status=422, content_type="multipart/form-data")


def test_what_was_not_read_here_is_not_kept(planner) -> None:
    fields = brought(planner, FORM).fields() | {"keep": "", "read": "eyJ9.forged"}
    planner.post(ADDRESS, fields, status=422, content_type="multipart/form-data")
    assert services.at_desk() == []


def test_only_planners_bring_surveys_in(staff) -> None:
    staff(Role.MODERATOR).get(ADDRESS, status=403)
