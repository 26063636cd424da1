"""Results at the desk: groups, tables of two questions, the register; nobody finds a single person by subtracting."""

import io
import itertools
import random
import zipfile
from base64 import b64encode

import numpy as np
import pytest
from scipy.optimize import linprog
from sqlalchemy import insert

from participation.core.cells import protected
from participation.core.database import Texts, db
from participation.core.vocabulary import Channel, Role
from participation.questions.types import Option, Question, QuestionType, Scale
from surveys import demo, services
from surveys.models import SurveyAnswer
from surveys.results import rules
from surveys.results import services as results
from surveys.results.services import Reading
from tests import factories
from tests.client import Browser, statements
from tests.surveys import town

EXPECTED = town.TOWN["survey"]["results_expected"]
REGISTER = {age: town.TOWN["town"]["population_by_age"][age] for age in EXPECTED["groups"]}
SAMPLE = dict(zip(EXPECTED["groups"], EXPECTED["n_total_by_group"], strict=True))


def answered(survey, rows) -> None:
    """Put opened answers there: pairs of a channel and values."""
    with factories.writing():
        db.session.execute(
            insert(SurveyAnswer),
            [
                {"key": f"{survey.id:08x}{number:024x}", "survey_id": survey.id, "channel": channel, "values": values,
                 "salt": "0" * 32}
                for number, (channel, values) in enumerate(rows)
            ],
        )  # fmt: skip


def crossed(counts) -> list:
    """Return answers to the questions "way" and "age" that make this table."""
    return [
        (Channel.WEB, {"way": f"w{row}", "age": f"a{column}"})
        for row, line in enumerate(counts)
        for column, count in enumerate(line)
        for _ in range(count)
    ]


def two_questions(rows: int, columns: int) -> tuple[Question, Question]:
    return town.choice("way", *(f"w{n}" for n in range(rows))), town.choice("age", *(f"a{n}" for n in range(columns)))


# Rules


def test_weights_and_the_weighted_share_are_those_of_the_town() -> None:
    weight = rules.weights(REGISTER, SAMPLE)
    assert [round(weight[age], 4) for age in EXPECTED["groups"]] == EXPECTED["weights"]
    said = dict(zip(EXPECTED["groups"], EXPECTED["q02_top2_by_group"], strict=True))
    assert round(100 * sum(said.values()) / sum(SAMPLE.values()), 1) == EXPECTED["q02_top2_unweighted_pct"]
    share = rules.weighted_share(weight, said, SAMPLE)
    assert share is not None
    assert round(100 * share, 1) == EXPECTED["q02_top2_weighted_pct"]


def test_unequal_weights_tell_less_than_so_many_equal_ones() -> None:
    assert rules.effective_number({"a": 1.0, "b": 1.0}, {"a": 40, "b": 60}) == pytest.approx(100)
    assert rules.effective_number({"a": 2.0, "b": 0.5}, {"a": 20, "b": 80}) < 70


def attacked(counts, shown, rows_known, columns_known) -> list:
    """Return the small cells of which somebody with all sums learns the exact number."""
    unknown = [(r, c) for r, line in enumerate(shown) for c, cell in enumerate(line) if cell is None]
    sums = [[(r, c) for c in range(len(counts[0]))] for r in range(len(counts)) if rows_known[r]]
    sums += [[(r, c) for r in range(len(counts))] for c in range(len(counts[0])) if columns_known[c]]
    sums.append([(r, c) for r in range(len(counts)) for c in range(len(counts[0]))])
    matrix = np.array([[float(place in line) for place in unknown] for line in sums])
    right = np.array([float(sum(counts[r][c] for r, c in line if (r, c) in unknown)) for line in sums])
    found = []
    for number, (row, column) in enumerate(unknown):
        if not 0 < counts[row][column] < 5:
            continue
        aim = np.zeros(len(unknown))
        aim[number] = 1
        low, high = (linprog(sign * aim, A_eq=matrix, b_eq=right, method="highs").fun * sign for sign in (1, -1))
        if high - low < 0.5:
            found.append((row, column))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_whoever_knows_all_sums_finds_no_small_cell(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(2, 6), chance.randint(2, 6)
    counts = [[chance.choice((0, 0, 1, 2, 3, 4, 6, 9, 30)) for _ in range(size[1])] for _ in range(size[0])]
    rows_known = [not 0 < sum(line) < 5 for line in counts]
    columns_known = [not 0 < sum(line) < 5 for line in zip(*counts, strict=True)]
    shown = protected(counts, rows_known, columns_known)
    small = [(r, c) for r, line in enumerate(counts) for c, n in enumerate(line) if 0 < n < 5]
    assert all(shown[row][column] is None for row, column in small)
    if any(0 < n < 5 for line in zip(*counts, strict=True) for n in [sum(line)]) or not all(rows_known):
        return  # a sum that is hidden stands in the one-way results with another one that hides it
    assert attacked(counts, shown, rows_known, columns_known) == []


def test_the_attack_would_be_noticed() -> None:
    counts = [[2, 30], [40, 50]]
    shown = [[None, 30], [40, 50]]
    assert attacked(counts, shown, [True, True], [True, True]) == [(0, 0)]


# The town's case: two answers of 14 to 17 year olds in Neu Wiesow


def test_two_young_people_of_a_village_are_found_in_no_table_and_no_group(app) -> None:
    place, age = town.choice("place", "alt", "bhs", "nwi"), town.choice("age", "young", "middle", "old")
    survey = town.survey(questions=(place, age))
    there = {"alt": (10, 60, 40), "bhs": (12, 80, 50), "nwi": (2, 21, 16)}
    answered(
        survey,
        [
            (Channel.WEB, {"place": where, "age": group})
            for where, counts in there.items()
            for group, count in zip(("young", "middle", "old"), counts, strict=True)
            for _ in range(count)
        ],
    )
    reading = Reading(survey)
    by_key = reading.columns
    one, other = reading.crosstab(by_key["place"], by_key["age"]), reading.crosstab(by_key["age"], by_key["place"])
    assert one.cells[2][0] is None
    assert [list(line) for line in zip(*other.cells, strict=True)] == [list(line) for line in one.cells]
    counts = [[*there[where], 0] for where in there] + [[0, 0, 0, 0]]
    assert attacked(counts, one.cells, [True] * 4, [True] * 4) == []
    for group in ("place:nwi", "age:young"):
        found = reading.group(group)
        assert found is not None
        said = next(one for one in reading.of_group(*found) if one.column.key != "channel")
        hidden = [share.key for share in said.shares if share.count is None]
        assert {"place:nwi": "young", "age:young": "nwi"}[group] in hidden
        assert len(hidden) > 1


# Pages


@pytest.fixture
def survey():
    questions = (
        *two_questions(3, 3),
        Question("tools", QuestionType.MULTIPLE, Texts(de="Womit?", en="With what?"),
                 options=(Option("phone", Texts(de="Handy", en="Phone")), Option("pc", Texts(de="PC", en="PC")))),
        Question("rate", QuestionType.MATRIX, Texts(de="Wie gut?", en="How good?"), scale=Scale(1, 3),
                 rows=(Option("bus", Texts(de="Bus", en="Bus")), Option("rail", Texts(de="Bahn", en="Rail")))),
        town.text_question("words"),
    )  # fmt: skip
    made = town.survey(questions=questions)
    rows = crossed([[20, 6, 9], [7, 12, 30], [8, 5, 11]])
    for number, (_, values) in enumerate(rows):
        values |= {"tools": ["phone"] if number % 2 else ["phone", "pc"], "rate": {"bus": number % 3 + 1, "rail": 2}}
    answered(made, [(Channel.PAPER if number % 4 == 0 else Channel.WEB, v) for number, (_, v) in enumerate(rows)])
    return made


def test_the_desk_reads_every_question_the_ways_and_the_lines_of_a_matrix(staff, survey) -> None:
    page = staff(Role.PLANNER).get(f"/en/desk/surveys/{survey.slug}/results")
    assert "108 answers were counted" in page.text
    for words in ("paper", "website", "How good?: Bus", "With what?", "Not representative"):
        assert words in page.text
    assert "27" in page.words("#c-1 + *, [aria-labelledby=c-1]")


def test_one_group_is_one_column_of_the_table(staff, survey) -> None:
    page = staff(Role.PLANNER).get(f"/en/desk/surveys/{survey.slug}/results?group=age:a0")
    assert "Shown are the answers of this group" in page.text
    reading = Reading(survey)
    group = reading.group("age:a0")
    assert group is not None
    said = next(one for one in reading.of_group(*group) if one.column.key == "way")
    assert [share.count for share in said.shares] == [20, 7, 8]
    assert reading.group("age:none of these") is None


def test_pages_of_results_ask_the_database_little(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    for address in ("", "?group=age:a0", "/table?rows=way&columns=age", "/register?question=age", "/public"):
        planner.get(f"/en/desk/surveys/{survey.slug}/results{address}")
        with statements() as ran:
            planner.get(f"/en/desk/surveys/{survey.slug}/results{address}")
        assert len(ran) <= 10, address


def test_a_table_of_two_questions_names_both_and_hides_the_small(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    page = planner.get(f"/en/desk/surveys/{survey.slug}/results/table?rows=tools&columns=age")
    assert "With what?" in page.words("h2")
    page = planner.get(f"/en/desk/surveys/{survey.slug}/results/table?rows=way&columns=way")
    assert "Please choose two different questions." in page.text


def test_the_register_gives_weighted_shares_beside_the_counted_ones(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    address = f"/en/desk/surveys/{survey.slug}/results"
    assert ">weighted<" not in planner.get(address).text
    page = planner.fill(f"{address}/register?question=age", 422, form="form[method=post]", group0="many")
    assert page.fields("form[method=post]")["group0"] == "many"
    planner.fill(f"{address}/register?question=age", form="form[method=post]", group0="500", group1="300", group2="200")
    page = planner.get(address)
    assert ">weighted<" in page.text
    assert "Who took part, beside the register" in page.text
    (about,) = Reading(services.by_slug(survey.slug)).participation()
    assert round(about.weight["a0"], 3) == round(0.5 / (35 / 108), 3)


def test_a_weighted_share_is_the_registers_and_none_stands_where_a_cell_is_hidden(app) -> None:
    asked = (town.choice("age", "young", "old"), town.choice("way", "bus", "rad"), town.choice("rare", "x", "y"))
    survey = town.survey(questions=asked)
    people = [("young", "bus")] * 30 + [("young", "rad")] * 10 + [("old", "bus")] * 5 + [("old", "rad")] * 10
    rows = [{"age": age, "way": way, "rare": "x" if n < 3 else "y"} for n, (age, way) in enumerate(people)]
    answered(survey, [(Channel.WEB, row) for row in rows])
    with factories.writing():
        results.set_register(db.session.merge(survey), "age", {"young": 500, "old": 500})
    found = {one.column.key: one for one in Reading(services.by_slug(survey.slug)).everybody()}
    bus = found["way"].shares[0]
    assert (round(bus.share, 4), round(bus.weighted, 4)) == (round(35 / 55, 4), round((30 / 40 + 5 / 15) / 2, 4))
    assert [one.weighted for one in found["rare"].shares] == [None, None]


def test_the_public_reads_what_was_released(staff, browser: Browser, survey) -> None:
    with factories.writing():
        db.session.merge(survey).results_from = town.day(-1)
    page = browser.get(f"/en/surveys/{survey.slug}/results")
    assert "How good?: Bus" in page.text
    staff(Role.PLANNER).fill(f"/en/desk/surveys/{survey.slug}/results/public", shown=["way", "age"])
    page = browser.get(f"/en/surveys/{survey.slug}/results")
    assert "How good?" not in page.text
    assert "Way" in page.text or "way" in page.text


def test_only_those_who_may_read_answers_reach_these_pages(staff, browser: Browser, survey) -> None:
    for address in ("", "/table", "/public", "/register"):
        staff(Role.MODERATOR).get(f"/desk/surveys/{survey.slug}/results{address}", 403)


def test_an_empty_survey_says_what_will_be_here(staff) -> None:
    empty = town.survey(questions=two_questions(2, 2))
    assert "No answer has been opened yet." in staff(Role.PLANNER).get(f"/en/desk/surveys/{empty.slug}/results").text


def test_the_demo_towns_survey_is_weighted_by_age() -> None:
    assert set(REGISTER) == set(demo.AGES)
    assert list(itertools.accumulate(REGISTER.values()))[-1] == EXPECTED["population_14plus"]


def test_the_staff_gets_all_pictures_under_the_names_in_the_table_and_moderators_get_none(staff) -> None:
    survey = town.survey(questions=(Question("spot", QuestionType.FILE, Texts(de="Ein Foto?")),))
    bare = b"RIFF\x0e\0\0\0WEBPVP8 \x02\0\0\0\0\0"
    photo = {"name": "Garten von Nachtigall.jpg", "data": b64encode(bare).decode()}
    answered(survey, [(Channel.WEB, {"spot": photo}), (Channel.WEB, {}), (Channel.WEB, {"spot": photo})])
    planner = staff(Role.PLANNER)
    link = planner.get(f"/desk/surveys/{survey.slug}/results").html.css_first("a[href$='pictures.zip']")
    with planner.client.get(link.attributes["href"]) as answer, zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        (name,) = found.namelist()
        assert found.read(name) == bare
    table = planner.get(f"/surveys/{survey.slug}/answers.csv").text
    assert table.count(name) == 2
    assert "Nachtigall" not in table
    staff(Role.MODERATOR).get(link.attributes["href"], 403)
