"""Which questions are shown, and what is named when conditions of a survey do not fit together."""

from collections.abc import Callable
from random import Random
from time import process_time
from typing import Any

import pytest

from participation.questions import branching, services
from participation.questions.branching import Fault
from participation.questions.storage import from_list
from participation.questions.types import Question
from tests.participation.questions.conftest import TEN
from tests.participation.questions.test_conditions import in_browser

WAYS = [{"key": key, "label": key} for key in ("foot", "bike", "car")]


def q(key: str, condition: str = "", kind: str = "single", **more: Any) -> dict[str, Any]:
    options = WAYS if kind in {"single", "multiple", "ranking", "dropdown"} else []
    return {"key": key, "type": kind, "text": key, "condition": condition, "options": options, **more}


def questions(*data: dict[str, Any]) -> tuple[Question, ...]:
    return from_list(list(data))


CHAIN = questions(
    q("A"), q("B", 'A = "bike"', "scale"), q("C", "B >= 4", "short_text"), q("D", "B empty", "yes_no"), q("E")
)
SHOWN = [
    ({}, "A D E"),
    ({"A": "bike"}, "A B D E"),
    ({"A": "bike", "B": 5}, "A B C E"),
    ({"A": "bike", "B": 3}, "A B E"),
    ({"A": "car", "B": 5}, "A D E"),  # the answer to B does not count: B is not shown
    ({"A": "car", "B": 5, "C": "words"}, "A D E"),
    ({"A": ["bike"], "B": "5"}, "A B C E"),
]


@pytest.mark.parametrize(("answers", "keys"), SHOWN)
def test_a_question_shows_when_its_condition_holds(answers: dict[str, Any], keys: str) -> None:
    assert [question.key for question in branching.visible_questions(CHAIN, answers)] == keys.split()


def test_the_browser_shows_the_same_questions() -> None:
    listed = [{"key": question.key, "when": question.when} for question in CHAIN]
    found = in_browser([{"questions": listed, "answers": answers} for answers, _keys in SHOWN])
    assert found == [keys.split() for _answers, keys in SHOWN]


def test_only_answers_to_questions_that_are_shown_count() -> None:
    answers = {"A": "car", "B": 5, "C": "words", "E": "", "unknown": 1}
    assert branching.counted(CHAIN, answers) == {"A": "car"}


def test_the_town_asks_about_safety_only_those_who_cycle() -> None:
    ten = list(TEN.values())
    assert "Q06" in [question.key for question in branching.visible_questions(ten, {"Q05": "bike"})]
    assert len(branching.visible_questions(ten, {"Q05": "car", "Q06": 5})) == 9
    assert branching.check(ten) == []


def test_a_condition_that_cannot_be_read_hides_nothing() -> None:
    broken = questions(q("A"), q("B", 'A = "'))
    assert len(branching.visible_questions(broken, {})) == 2
    assert broken[1].when is None


SECTIONS = questions(
    q("A"),
    q("S", 'A = "bike"', "section"),
    q("B", "", "number"),
    q("C", "B > 10", "short_text"),
    q("twice", "", "calculated", formula="B * 2"),
    q("T", "", "section"),
    q("D", "twice >= 30", "yes_no"),
)
UNDER_SECTIONS = [
    ({}, "A T"),
    ({"A": "bike"}, "A S B twice T"),
    ({"A": "bike", "B": 11}, "A S B C twice T"),
    ({"A": "bike", "B": 15}, "A S B C twice T D"),
    ({"A": "car", "B": 15, "twice": 99}, "A T"),
    ({"A": "bike", "B": 1, "twice": 99}, "A S B twice T"),  # nobody's word is taken for what is worked out
]


@pytest.mark.parametrize(("answers", "keys"), UNDER_SECTIONS)
def test_a_section_governs_its_questions(answers: dict[str, Any], keys: str) -> None:
    assert [question.key for question in branching.visible_questions(SECTIONS, answers)] == keys.split()


def test_the_browser_follows_sections_and_works_out_the_same() -> None:
    listed = [{"key": one.key, "type": one.type, "when": one.when, "formula": one.worked_from} for one in SECTIONS]
    found = in_browser([{"questions": listed, "answers": answers} for answers, _keys in UNDER_SECTIONS])
    assert found == [keys.split() for _answers, keys in UNDER_SECTIONS]


def test_what_is_worked_out_counts_as_an_answer() -> None:
    assert branching.counted(SECTIONS, {"A": "bike", "B": 15, "twice": 99}) == {"A": "bike", "B": 15, "twice": 30}
    assert branching.counted(SECTIONS, {"A": "car", "B": 15, "twice": 99}) == {"A": "car"}


def test_options_and_rows_may_depend_on_answers() -> None:
    ways = [*WAYS[:2], {**WAYS[2], "condition": 'home = "far"'}]
    listed = questions(
        q("home", kind="short_text"), q("A", options=ways), q("M", kind="matrix", rows=ways, options=WAYS)
    )
    near, far = branching.asked(listed, {"home": "near"}), branching.asked(listed, {"home": "far"})
    assert [option.key for option in near[1].options] == ["foot", "bike"]
    assert [row.key for row in near[2].rows] == ["foot", "bike"]
    assert far == list(listed)
    assert services.check(near[1], "car")
    assert not services.check(far[1], "car")


def test_an_answer_has_to_fulfil_its_constraint() -> None:
    said = {"de": "Bitte schreiben Sie mehr als in A.", "en": "Please write more than in A."}
    listed = questions(
        q("A", kind="number"), q("B", kind="number", constraint="B > A", constraint_message=said),
        q("C", kind="number", constraint="C > 3"),
    )  # fmt: skip
    assert services.check_all(listed, {"A": 5, "B": 6, "C": 4}) == {}
    assert services.check_all(listed, {"A": 5}) == {}, "no answer breaks no rule"
    found = services.check_all(listed, {"A": 5, "B": 5, "C": 1})
    assert [str(one) for one in found["B"]] == ["Bitte schreiben Sie mehr als in A."]
    assert list(found) == ["B", "C"]


def test_earlier_answers_stand_in_later_texts() -> None:
    text = {"de": "Sie fahren {A}?", "en": "You go {A}, {A}?"}
    ways = [{"key": "bike", "label": {"de": "Rad", "en": "by bike"}}, {"key": "car", "label": "Auto"}]
    listed = questions(
        q("A", options=ways), q("B", kind="yes_no", text=text, hint="Zu {home}"),
        q("C", kind="information", hint="**{D}**"), q("home", kind="short_text"), q("D", kind="short_text"),
    )  # fmt: skip
    found = {one.key: one for one in branching.asked(listed, {"A": "bike", "home": "x"})}
    assert found["B"].text == {"de": "Sie fahren Rad?", "en": "You go by bike, by bike?"}
    assert found["B"].hint == {"de": "Zu …"}, "a later answer says nothing yet"
    moved = questions(q("D", kind="short_text"), q("C", kind="information", hint="**{D}**"))
    evil = branching.asked(moved, {"D": "[x](javascript:1) *y*"})[1].hint["de"]
    assert evil == r"**\[x\]\(javascript:1\) \*y\***", "no answer becomes markup"


BIKE = q("A", kind="single")
FAULTS = [
    ("formula", [q("B", kind="calculated", formula="1 +")], "B", Fault.UNREADABLE, "a value is missing"),
    (
        "option",
        [BIKE, q("B", options=[*WAYS, {"key": "x", "label": "x", "condition": "Z = 1"}])],
        "B",
        Fault.UNKNOWN_KEY,
        "“Z”",
    ),
    ("constraint", [BIKE, q("B", constraint="C = 1"), q("C")], "B", Fault.LATER, "“C” comes later"),
    ("text", [q("B", text="{C}"), q("C")], "B", Fault.LATER, "“C” comes later"),
    ("formula in a circle", [q("B", kind="calculated", formula="B + 1")], "B", Fault.LOOP, "B → B"),
    (
        "row",
        [q("M", kind="matrix", rows=WAYS, options=WAYS), q("B", "M.boat = 1")],
        "B",
        Fault.UNKNOWN_OPTION,
        "“boat”",
    ),
    (
        "option in a formula",
        [BIKE, q("B", kind="calculated", formula='if(A = "boat", 1, 0)')],
        "B",
        Fault.UNKNOWN_OPTION,
        "“boat”",
    ),
    ("section", [BIKE, q("S", 'A = "car"', "section"), q("B", 'A = "bike"')], "B", Fault.UNREACHABLE, "Nobody"),
    ("unreadable", [BIKE, q("B", "A =")], "B", Fault.UNREADABLE, "a value is missing"),
    ("unknown key", [BIKE, q("B", 'Z = "bike"')], "B", Fault.UNKNOWN_KEY, "no question “Z”"),
    ("later", [q("B", 'A = "bike"'), BIKE], "B", Fault.LATER, "“A” comes later"),
    ("itself", [q("B", 'B = "bike"')], "B", Fault.LOOP, "B → B"),
    ("loop", [q("B", "C not empty"), q("C", "D not empty"), q("D", "B empty")], "B", Fault.LOOP, "B → C → D → B"),
    ("unknown option", [BIKE, q("B", 'A = "byke"')], "B", Fault.UNKNOWN_OPTION, "“A” has no answer “byke”"),
    (
        "unknown option of many",
        [q("A", kind="multiple"), q("B", 'A any of ("bike", "boat")')],
        "B",
        Fault.UNKNOWN_OPTION,
        "“boat”",
    ),
    ("two at once", [BIKE, q("B", 'A = "bike" and A = "car"')], "B", Fault.UNREACHABLE, "Nobody"),
    (
        "behind a branch",
        [BIKE, q("B", 'A = "bike"', "scale"), q("C", 'A = "car" and B > 3')],
        "C",
        Fault.UNREACHABLE,
        "",
    ),
    ("off the scale", [q("A", kind="scale"), q("B", "A > 5")], "B", Fault.UNREACHABLE, ""),
    (
        "out of range",
        [q("A", kind="number", limits={"min": 0, "max": 9}), q("B", "A >= 9.5")],
        "B",
        Fault.UNREACHABLE,
        "",
    ),
    ("needed yet empty", [q("A", required=True), q("B", "A empty")], "B", Fault.UNREACHABLE, ""),
    (
        "none with something",
        [
            q("A", kind="multiple", options=[*WAYS, {"key": "no", "label": "no", "exclusive": True}]),
            q("B", 'A all of ("no", "car")'),
        ],
        "B",
        Fault.UNREACHABLE,
        "",
    ),
    (
        "more than allowed",
        [q("A", kind="multiple", limits={"max_choices": 1}), q("B", 'A all of ("bike", "car")')],
        "B",
        Fault.UNREACHABLE,
        "",
    ),
    (
        "before the first day",
        [q("A", kind="date", limits={"earliest": "2027-01-01"}), q("B", 'A < "2027-01-01"')],
        "B",
        Fault.UNREACHABLE,
        "",
    ),
    ("text that is two", [q("A", kind="short_text"), q("B", 'A = "x" and A = "y"')], "B", Fault.UNREACHABLE, ""),
    ("information", [q("A", kind="information"), q("B", "A not empty")], "B", Fault.UNREACHABLE, ""),
]


@pytest.mark.parametrize(("data", "key", "fault", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_named_at_its_question(data, key: str, fault: Fault, words: str) -> None:
    found = branching.check(questions(*data))
    assert (key, fault) in [(finding.key, finding.fault) for finding in found]
    assert any(words in str(finding.sentence) for finding in found)


MANY = [{"key": f"o{n}", "label": "x"} for n in range(20)]
NAMES = ", ".join(f'"o{n}"' for n in range(12))
FINE = [
    [BIKE, q("B", 'A = "bike" or A = "car"'), q("C", 'not B = "foot" and A != "foot"')],
    [q("A", kind="multiple", options=MANY), q("B", f"A all of ({NAMES})")],
    [q("A", kind="number"), q("B", "A > 3 and A < 3.6")],
    [q("A", kind="number", limits={"min": 0, "max": 100000}), q("B", "A = 4711")],
    [q("A", kind="short_text"), q("B", 'A contains "bus" and A contains "late"'), q("C", "A not empty")],
    [
        q("A", kind="long_text", limits={"min_length": 30}, required=True),
        q("B", 'A contains "bus"'),
        q("C", "A not empty"),
    ],
    [q("A", kind="date"), q("B", 'A > "2027-01-31" and A <= "2027-02-01"')],
    [q("A", kind="multiple", limits={"min_choices": 2}), q("B", 'A contains "bike"')],
    [q("A", kind="multiple", limits={"min_choices": 2}), q("B", 'A none of ("bike")')],
    [q("A", kind="ranking"), q("B", 'A all of ("bike", "car")')],
    [q("A", kind="place"), q("B", "A not empty"), q("C", 'A = "Markt"')],
    [q("A", kind="consent", required=True), q("B", 'A = "yes"')],
    [q("A", kind="number"), q("B", kind="number"), q("C", "A > B")],
    [q("A0"), *(q(f"A{n}", f'A{n - 1} = "car"') for n in range(1, 600))],
    [*(q(f"A{number}") for number in range(12)), q("B", " and ".join(f'A{n} = "car"' for n in range(12)))],
]


@pytest.mark.parametrize("data", FINE, ids=[str(row[-1]["condition"])[:40] for row in FINE])
def test_what_can_be_reached_is_not_complained_about(data) -> None:
    assert branching.check(questions(*data)) == []


def _either(pieces: Callable[[Random], str], *firsts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a thousand questions, each shown where one of sixty comparisons holds."""
    chance = Random(5)
    return [*firsts, *(q(f"Z{n}", " or ".join(pieces(chance) for _ in range(60))) for n in range(1000))]


LARGE = {
    "choices": _either(
        lambda chance: f'M{chance.randrange(60)} = "{chance.choice(["foot", "car"])}"', *(q(f"M{n}") for n in range(60))
    ),
    "several of many": _either(
        lambda chance: f'M{chance.randrange(8)} contains "o{chance.randrange(20)}"',
        *(q(f"M{n}", kind="multiple", options=MANY) for n in range(8)),
    ),
    "numbers": _either(lambda chance: f"M = {chance.randrange(9999)}", q("M", kind="number")),
}


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE)
def test_long_conditions_of_a_thousand_questions_are_checked_at_once(data) -> None:
    listed = questions(*data)
    before = process_time()
    assert branching.check(listed) == []
    assert process_time() - before < 3, "it takes one second where nothing was read yet; it took minutes"
