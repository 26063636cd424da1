"""Receipts: what they say before and after their answer was counted, and what they never say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import current_app

from participation.core import codes
from participation.core.database import db
from participation.core.vocabulary import Role
from surveys import answering, retention, services
from surveys.models import SurveyAnswer
from surveys.receipts import services as receipts
from surveys.receipts import verify
from surveys.receipts.models import CountEntry
from surveys.rules import Access, Anonymity
from surveys.ways.services import Comer
from tests import factories
from tests.surveys import town


@pytest.fixture
def survey(app):
    return town.survey(questions=(town.text_question(),))


def test_a_receipt_says_arrived_and_later_counted(browser, survey) -> None:
    code = town.answer(survey, {"idea": "Bäume"})
    where = f"/receipt/{codes.grouped(code).lower()}"
    assert browser.get(f"/en{where}").h1 == "Arrived"
    town.close(survey)
    town.open_all(survey)
    page = browser.get(f"/en{where}")
    assert page.h1 == "Counted"
    assert "Bäume" not in page.text


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "{} "])
def test_a_code_is_found_however_it_is_typed(browser, survey, typed) -> None:
    code = codes.grouped(town.answer(survey, {}))
    for words in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        page = browser.fill("/receipt", code=typed.format(words))
        assert page.location == f"/receipt/{code.lower()}"


def test_an_unknown_code_comes_back_as_it_was_typed(browser, survey) -> None:
    page = browser.fill("/receipt", 422, code="AAAA-BBBB-CCCC")
    assert page.fields()["code"] == "AAAA-BBBB-CCCC"
    browser.get("/receipt/aaaa-bbbb-cccc", 404)


def test_the_thanks_are_those_of_their_own_survey(browser, survey) -> None:
    code = codes.grouped(town.answer(survey, {})).lower()
    browser.get(f"/surveys/{survey.slug}/thanks/{code}")
    browser.get(f"/surveys/{town.survey().slug}/thanks/{code}", 404)
    browser.get(f"/surveys/{survey.slug}/thanks/aaaa-bbbb-cccc", 404)


def test_the_thanks_say_counted_once_the_answer_is(browser, survey) -> None:
    code = codes.grouped(town.answer(survey, {})).lower()
    town.close(survey)
    before = browser.get(f"/surveys/{survey.slug}/thanks/{code}")
    town.open_all(survey)
    after = browser.get(f"/surveys/{survey.slug}/thanks/{code}")
    assert len(after.html.css(".is-done")) > len(before.html.css(".is-done"))


# Taking back


def test_a_sealed_answer_is_taken_back_by_its_receipt_and_an_opened_one_is_not(browser, survey) -> None:
    mine, other = town.answer(survey, {"idea": "Meins"}), town.answer(survey, {"idea": "Anderes"})
    where = f"/en/receipt/{codes.grouped(mine).lower()}"
    page = browser.follow(browser.fill(where))
    assert page.h1 == "Taken back"
    assert not page.html.css_first("main form[method=post]")
    town.close(survey)
    town.open_all(survey)
    assert [row.values["idea"] for row in services.answers(survey)] == ["Anderes"]
    counted = browser.get(f"/en/receipt/{codes.grouped(other).lower()}")
    assert not counted.html.css_first("main form[method=post]")
    assert browser.post(f"/en/receipt/{codes.grouped(other).lower()}", {}, 422).h1 == "Counted"


def test_a_personal_answer_is_taken_back_and_a_changed_one_says_that_a_newer_one_counts(app, browser) -> None:
    survey = town.survey(access=Access.ACCOUNTS, anonymity=Anonymity.PERSONAL, questions=(town.text_question(),))
    comer = Comer(person_id=factories.person().id)
    first, second = (town.answer(survey, {"idea": words}, comer) for words in ("Eins", "Zwei"))
    assert browser.get(f"/en/receipt/{first}").h1 == "Replaced"
    page = browser.follow(browser.fill(f"/en/receipt/{second}"))
    assert page.h1 == "Taken back"
    assert services.answers(survey) == []


def test_receipts_say_that_answers_were_deleted_when_their_time_was_over(browser, survey) -> None:
    code = town.answer(survey, {"idea": "alt"})
    town.close(survey)
    town.open_all(survey)
    listed(survey)
    assert factories.written(retention.forget_answers, town.day(3 * 365 + 30)) == 1
    assert browser.get(f"/en/receipt/{code}").h1 == "Deleted when its time was over"
    assert listed(survey)["entries"][-1]["gone"] == [{"mark": "", "what": "all", "reason": "retention"}]
    assert receipts.faults(survey) == []


# The public list and the script that checks it


def listed(survey):
    factories.written(receipts.publish_lists)
    return receipts.public_list(survey)


def check(folder, survey, codes_=(), answers=None) -> tuple[int, str]:
    """Run the script as somebody at home does, and return how it ended and what it said."""
    (folder / "proof.json").write_text(json.dumps(receipts.public_list(survey)))
    (folder / "codes.txt").write_text("\n".join(codes_))
    (folder / "answers.json").write_text(json.dumps(receipts.answers_to_check(survey) if answers is None else answers))
    arguments = ["proof.json", "--receipts", "codes.txt", "--answers", "answers.json"]
    script = [sys.executable, "-I", str(Path(verify.__file__)), *arguments]
    ended = subprocess.run(script, cwd=folder, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout


@pytest.fixture
def thousand(survey):
    """A thousand answers that were opened and listed, and their receipts."""
    found = []
    with factories.writing():
        for number in range(1000):
            found.append(answering.receipt_code(f"form {number}"))
            answering.take_in(survey, {"idea": f"Satz {number}"}, found[-1])
    town.open_all(survey)
    listed(survey)
    return found


def test_of_a_thousand_receipts_all_are_found_and_one_altered_answer_is_named(tmp_path, survey, thousand) -> None:
    code, said = check(tmp_path, survey, thousand)
    assert (code, "1000 von 1000 Belegen gefunden." in said) == (0, True)
    victim = services.answers(survey)[500].key
    with factories.writing():
        db.session.get_one(SurveyAnswer, victim).values = {"idea": "verfälscht"}
    code, said = check(tmp_path, survey, thousand)
    assert code == 1
    assert said.count("STIMMT NICHT") == 2
    assert f"Antwort {victim} steht nicht in der Liste" in said
    with factories.writing():
        db.session.delete(db.session.get_one(SurveyAnswer, victim))
    assert "fehlt" in receipts.faults(survey)[0]
    refused = check_command(survey)
    assert (refused.exit_code, "fehlt" in refused.output) == (1, True)


def check_command(survey):
    db.session.rollback()
    return current_app.test_cli_runner().invoke(args=["surveys", "verify", survey.slug])


def test_the_command_says_that_all_is_well(survey) -> None:
    town.answer_all(survey, [{"idea": "Ja"}] * 25)
    town.open_all(survey)
    listed(survey)
    assert "25 answers" in check_command(survey).output


def test_a_changed_entry_and_a_foreign_receipt_are_named(tmp_path, survey) -> None:
    town.answer_all(survey, [{"idea": "Ja"}] * 25)
    town.open_all(survey)
    listed(survey)
    with factories.writing():
        entry = db.session.get_one(CountEntry, (survey.id, 1))
        entry.body = {**entry.body, "day": "2020-01-01"}
    code, said = check(tmp_path, survey, ["ABCD-ABCD-ABCD"])
    assert (code, "Eintrag 1 wurde" in said, "Beleg ABCD-ABCD-ABCD" in said) == (1, True, True)


def test_entries_wait_for_ten_or_for_the_end_and_follow_each_other(survey) -> None:
    town.answer_all(survey, [{"idea": "Ja"}] * 25)
    town.open_all(survey)
    assert len(listed(survey)["entries"]) == 1
    town.answer_all(survey, [{"idea": "Nein"}] * 3)
    assert len(listed(survey)["entries"]) == 1
    town.close(survey)
    town.open_all(survey)
    first, second = listed(survey)["entries"]
    assert (len(first["answers"]), len(second["receipts"]), second["previous"]) == (25, 3, first["hash"])
    assert len(listed(survey)["entries"]) == 2


def test_everybody_gets_list_and_script_and_the_answers_stay_with_the_staff(browser, staff, survey) -> None:
    where = f"/surveys/{survey.slug}/proof"
    assert browser.get(where).h1
    town.answer_all(survey, [{"idea": "Geheim"}] * 25)
    town.open_all(survey)
    factories.written(receipts.publish_lists)
    page = browser.get(where)
    assert page.html.css_first(f"a[href='{where}.json']")
    assert "Geheim" not in browser.get(f"{where}.json").text
    assert "import json" in browser.get("/proof/verify.py").text
    browser.get(f"{where}/answers.json", 303)
    assert len(json.loads(staff(Role.PLANNER).get(f"{where}/answers.json").text)) == 25
    receipt = town.answer(survey, {})
    assert "Eintrag" not in browser.get(f"/receipt/{receipt}").text
