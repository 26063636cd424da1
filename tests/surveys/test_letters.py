"""Letters with codes: what is read of a list, what is made of it once, and what nobody can know afterwards."""

import shutil
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select

from participation.core import jobs
from participation.core.database import db
from participation.core.vocabulary import Role
from surveys.letters import addresses, services
from surveys.letters.models import LetterRun
from surveys.rules import Access
from surveys.ways import services as ways
from surveys.ways.models import SurveyCode
from tests import factories
from tests.surveys import town

LIST = "Anrede;Vorname;Name;Straße;Hausnr.;PLZ;Ort\nFrau;Änne;Größmann;Am Markt;1 a;12345;Elderow\n"
TYPED = "Familie Öztürk, Seeweg 4, 12345 Elderow\n"


@pytest.fixture
def listed(app):
    shutil.rmtree(app.extensions["settings"].instance / "letters", ignore_errors=True)
    return town.survey(access=Access.CODES, questions=(town.text_question(),))


@pytest.fixture
def planner(staff):
    return staff(Role.PLANNER)


def here(survey, path="") -> str:
    return f"/desk/ways/{survey.slug}/letters{path}"


def order(planner, survey, text=TYPED, **more):
    return planner.fill(here(survey), addresses=text, make="1", **more)


def work() -> None:
    factories.written(jobs.reconcile)


def fetched(planner, made) -> bytes:
    return planner.post(made.location, planner.get(made.location).fields(), 200).response.data


# Reading a list


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (LIST, "Frau\nÄnne Größmann\nAm Markt 1 a\n12345 Elderow"),
        (TYPED, "Familie Öztürk\nSeeweg 4\n12345 Elderow"),
        ('"Öztürk; Familie";"Seeweg 4";12345;Elderow\r\n', "Öztürk; Familie\nSeeweg 4\n12345 Elderow"),
        ("Ida Maar\tDorfstr. 9\t12345 Heidekaten", "Ida Maar\nDorfstr. 9\n12345 Heidekaten"),
        ("PLZ,Ort,Name,Strasse\n12345,Elderow,Ida Maar,Weg 9\n", "Ida Maar\nWeg 9\n12345 Elderow"),
    ],
)
def test_a_list_is_read_whatever_its_separator_quotes_or_headings(text, address) -> None:
    assert addresses.read(text) == addresses.Addresses((address,), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_of_any_age_are_read(encoding) -> None:
    assert addresses.decoded(LIST.encode(encoding)) == LIST


def test_every_line_that_makes_no_letter_is_named_with_its_reason() -> None:
    lines = [TYPED, "Nur ein Name", TYPED, "A;B;C", f"{'x' * 60}, Weg 1, 12345 Ort", "Bekannt, Weg 2, 12345 Ort"]
    found = addresses.read("\n".join(line.strip().replace(";", ",") for line in lines), {"Bekannt\nWeg 2\n12345 Ort"})
    assert len(found.good) == 1
    assert [(fault.number, fault.why) for fault in found.faults] == [
        (2, addresses.TOO_SHORT),
        (3, addresses.TWICE),
        (4, addresses.NO_POSTCODE),
        (5, addresses.TOO_LONG),
        (6, addresses.KNOWN),
    ]


# Making letters


def test_checking_keeps_nothing_and_says_what_is_wrong(planner, listed) -> None:
    body = {**planner.get(here(listed)).fields(), "addresses": "", "check": "1"}
    body["file"] = (BytesIO(f"{LIST}Frau;;Ohne Ort;Weg;1;;\n".encode("cp1252")), "liste.csv")
    page = planner.post(here(listed), body, 200, content_type="multipart/form-data")
    assert "Änne Größmann" in page.words("address")
    assert "Ohne Ort" in page.words("#read + *, [aria-labelledby=read]")
    assert "Änne" in page.fields()["addresses"]
    assert services.standing(listed).codes == 0
    empty = planner.fill(here(listed), 422, check="1")
    assert empty.words(".error")


def test_letters_carry_the_code_once_and_are_gone_when_they_were_fetched(planner, browser, listed, app) -> None:
    made = order(planner, listed)
    assert planner.get(made.location).html.css("meta[http-equiv=refresh]")
    work()
    box = next((app.extensions["settings"].instance / "letters").iterdir()).read_bytes()
    content = fetched(planner, made)
    assert content[:5] == b"%PDF-"
    assert content[:200] not in box
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    code = ways.code_of(listed, 1)
    assert all(words in text for words in ("Familie Öztürk", f"{code[:4]}-{code[4:]}", f"localhost/u/{listed.slug}"))
    assert not list((app.extensions["settings"].instance / "letters").iterdir())
    again = planner.get(made.location)
    assert not again.html.css("form button[type=submit].btn-main")
    assert browser.get(f"/u/{listed.slug}?code={code}", 302).location == f"/surveys/{listed.slug}?code={code}"
    stored = [str(value) for table in (SurveyCode, LetterRun) for row in _rows(table) for value in row]
    assert not any(code in value for value in stored)


def _rows(entity):
    db.session.rollback()
    return db.session.execute(select(entity.__table__)).all()


def test_two_taps_make_one_list(planner, listed) -> None:
    body = {**planner.get(here(listed)).fields(), "addresses": TYPED, "make": "1"}
    assert planner.post(here(listed), body).location == planner.post(here(listed), body).location
    assert services.standing(listed).codes == 1


def test_a_table_for_mail_merge_holds_codes_and_starts_no_formula(planner, listed) -> None:
    made = order(planner, listed, "=Wagner, Weg 1, 12345 Elderow", made_as="csv")
    work()
    table = fetched(planner, made).decode("utf-8-sig").splitlines()
    code = ways.code_of(listed, 1)
    grouped = f"{code[:4]}-{code[4:]}"
    cells = [grouped, f"http://localhost/u/{listed.slug}?code={grouped}", "'=Wagner", "Weg 1", "12345 Elderow"]
    assert table[1] == ";".join(cells)


# Reminders


def test_reminders_go_to_unused_codes_alone_and_hold_the_same_ones(planner, listed) -> None:
    order(planner, listed, f"{TYPED}Ida Maar, Weg 9, 12345 Elderow\n", made_as="csv")
    with factories.writing():
        ways.redeem(listed, ways.code_of(listed, 1))
    made = planner.fill(here(listed, "/reminder"), made_as="csv")
    work()
    table = fetched(planner, made).decode()
    assert "Ida Maar" in table
    assert ways.code_of(listed, 2)[:4] in table
    assert "Öztürk" not in table
    assert not planner.get(here(listed, "/reminder")).html.css("main form")


def test_what_nobody_fetches_is_gone_after_a_week(planner, listed, app) -> None:
    order(planner, listed)
    work()
    assert factories.written(services.forget_old, town.day(7)) == 0
    assert factories.written(services.forget_old, town.day(8)) == 1
    assert not list((app.extensions["settings"].instance / "letters").iterdir())


# Who may


def test_moderators_and_guests_make_no_letters_and_open_surveys_have_none(planner, staff, browser, listed) -> None:
    staff(Role.MODERATOR).get(here(listed), 403)
    browser.get(here(listed), 303)
    planner.get(here(town.survey()), 404)


def test_the_ways_of_a_survey_lead_to_each_of_them(planner, listed) -> None:
    assert planner.get("/desk/ways").html.css_first(f"main a[href='/desk/ways/{listed.slug}']")
    page = planner.get(f"/desk/ways/{listed.slug}")
    assert page.html.css_first(f"main a[href='{here(listed)}']")
    poster = planner.get(page.html.css_first("main a[href$=poster]").attributes["href"])
    assert f"localhost/u/{listed.slug}" in poster.words("article")
