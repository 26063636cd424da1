"""Taking in ideas from a table: any columns, good rows kept, bad rows named, twice adds nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions.models import Board, Idea
from participation.core.clock import at, local
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser

Run = Callable[..., Result]


@pytest.fixture
def board(app: Flask) -> Board:
    return factories.board(slug="ideen")


@pytest.fixture
def take_in(app: Flask, board: Board, tmp_path: Path) -> Run:
    """Write a file and import it."""

    def run(content: str | bytes, *arguments: str, code: int = 0, name: str = "ideen.csv") -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with factories.writing():
            result = app.test_cli_runner().invoke(
                args=["contributions", "import", str(path), "--board", "ideen", *arguments]
            )
        assert result.exit_code == code, result.output
        return result

    return run


def ideas() -> list[Idea]:
    return list(db.session.scalars(see_all(select(Idea).order_by(Idea.id), "a test looks at all")))


def test_columns_are_guessed_and_ideas_can_be_read_and_found(take_in: Run, board: Board, browser: Browser) -> None:
    factories.district(code="ALT", name="Altstadt")
    take_in(
        "Nr;Titel;Beschreibung;Datum;Stadtteil;Handlungsfeld;Autor\n"
        "7;Mehr Bänke;Am See fehlen Sitzbänke.;31.01.2024;altstadt;Mobilität;Heimatverein\n"
    )
    (idea,) = ideas()
    assert (idea.title, idea.text, idea.display_name) == ("Mehr Bänke", "Am See fehlen Sitzbänke.", "Heimatverein")
    assert (idea.channel, idea.visibility, idea.import_key) == (Channel.IMPORT, Visibility.PUBLIC, "ideen:7")
    assert idea.created_at == at(local(idea.created_at).date())
    assert f"{local(idea.created_at):%d.%m.%Y}" == "31.01.2024"
    assert idea.district
    assert idea.action_field
    assert (idea.district.code, idea.action_field.code) == ("ALT", "MO")
    assert "Mehr Bänke" in browser.get("/boards/ideen?q=Sitzbank").text


def test_any_column_can_be_named(take_in: Run) -> None:
    take_in("Wunsch|Wo\nEine Ampel|Neu Wiesow\n", "--map", "text=Wunsch", "--map", "district=wo")
    (idea,) = ideas()
    assert (idea.title, idea.text, idea.place) == ("Eine Ampel", "Eine Ampel", "Neu Wiesow")


def test_importing_twice_adds_nothing(take_in: Run) -> None:
    content = "id,title\n1,Eins\n2,Zwei\n"
    assert "2 ideas are new" in take_in(content).output
    assert "0 ideas are new, 2 were there before" in take_in(content).output
    assert "1 ideas are new, 2 were there before" in take_in(content + "3,Drei\n").output
    assert "2 ideas are new" in take_in(content, "--source", "andere").output


def test_rows_without_a_number_are_known_by_what_they_say(take_in: Run) -> None:
    take_in("title,body\nEins,Text\nEins,Text\nEins,Anderer Text\n")
    assert len(ideas()) == 2
    take_in("title,body\nEins,Text\n")
    assert len(ideas()) == 2


def test_title_or_text_may_be_empty_but_not_both(take_in: Run) -> None:
    output = take_in("id,title,body\n1,Nur Titel,\n2,,Nur Text. Und mehr.\n3, ,  \n").output
    assert [(idea.title, idea.text) for idea in ideas()] == [
        ("Nur Titel", ""),
        ("Nur Text", "Nur Text. Und mehr."),
    ]
    assert "Line 4: title and text are both empty." in output


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("5,a,b,2024-02-30", "no day"),
        ("5,a,b,30.02.2024", "no day"),
        ("5,a,b,gestern", "no day"),
        ("5,a,b,2999-01-01", "still to come"),
        ("5,a,b,2024-01-01,more", "5 columns"),
        ("1,another text,b,2024-01-01", "belongs to another text in line 2"),
        (f"5,a,{'x' * 20_001},2024-01-01", "at most 20000"),
        (f"5,a,{'x' * 300_000},2024-01-01", "cannot be read"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_kept(take_in: Run, row: str, reason: str) -> None:
    result = take_in(f"id,title,body,date\n1,gut,b,2024-01-01\n{row}\n9,auch gut,b,\n")
    assert "Line 3: " in result.output
    assert reason in result.output
    assert [idea.title for idea in ideas()] == ["gut", "auch gut"]


def test_the_line_of_a_row_is_where_it_begins(take_in: Run) -> None:
    output = take_in('id,title,body\n1,Lang,"Erste Zeile\nzweite Zeile\n\ndritte"\n2,,\n').output
    assert "Line 6: " in output
    assert ideas()[0].text == "Erste Zeile\nzweite Zeile\n\ndritte"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "+49 30 23125 000", "{{ 7*7 }}"])
def test_formulas_and_tags_stay_plain_text(take_in: Run, browser: Browser, text: str) -> None:
    take_in(f'title,body\nT,"{text}"\n')
    (idea,) = ideas()
    assert idea.text == text
    assert text in browser.get(f"/ideas/{idea.reference}").words("main")


def test_signs_no_keyboard_makes_are_dropped(take_in: Run) -> None:
    take_in("title,body\nA\x00B,C\u2028D\x07E\n")
    assert [(idea.title, idea.text) for idea in ideas()] == [("AB", "CDE")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_utf8_and_windows_are_recognised(take_in: Run, encoding: str) -> None:
    take_in("title;body\nGrößere Straßenbäume;ß\n".encode(encoding))
    assert ideas()[0].title == "Größere Straßenbäume"


def test_another_encoding_can_be_named(take_in: Run) -> None:
    take_in("title\nДерева\n".encode("utf-16"), "--encoding", "utf-16")
    assert ideas()[0].title == "Дерева"
    take_in("title\nDerß\n".encode("cp1252"), "--encoding", "utf-8", code=1)


def test_a_very_long_title_becomes_text(take_in: Run) -> None:
    words = "viele Wörter " * 30
    take_in(f"title,body\n{words},Ende\n")
    (idea,) = ideas()
    assert len(idea.title) <= 70
    assert idea.text.startswith("viele Wörter")
    assert idea.text.endswith("Ende")


@pytest.mark.parametrize(
    ("content", "arguments", "code"),
    [
        ("", (), 1),
        ("id,title\n", (), 1),
        ("id,title\n1,\n2,\n", (), 1),
        ("colour,shape\nred,round\n", (), 1),
        ("id,title\n1,a\n", ("--map", "text=missing"), 1),
        ("id,title\n1,a\n", ("--map", "colour=title"), 2),
        ("id,title\n1,a\n", ("--map", "title"), 2),
        ("id,title\n1,a\n", ("--delimiter", "::"), 2),
    ],
)
def test_a_file_that_gives_nothing_ends_with_an_error(
    take_in: Run, content: str, arguments: tuple[str, ...], code: int
) -> None:
    take_in(content, *arguments, code=code)
    assert ideas() == []


def test_an_unknown_board_is_named(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title\na\n")
    result = app.test_cli_runner().invoke(args=["contributions", "import", str(path), "--board", "nowhere"])
    assert result.exit_code == 2
    assert "nowhere" in result.output


def test_large_files_go_in_by_small_transactions(take_in: Run, app: Flask) -> None:
    rows = "".join(f"{number},Idee {number},Text {number}\n" for number in range(230))
    take_in(f"id,title,body\n{rows}")
    assert len(ideas()) == 230
    result = app.test_cli_runner().invoke(args=["contributions", "boards"])
    assert result.output == "ideen\tIdeen\t230\n"
