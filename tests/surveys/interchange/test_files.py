"""Whatever is brought, it is imported or refused in one sentence; nothing breaks, nothing is unpacked without limit."""

import io
import json
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup, ScriptInfo

import wsgi
from surveys import services
from surveys.interchange import files
from surveys.interchange.imported import FileKind, RefusedFileError
from tests import factories
from tests.surveys.interchange.lss import answer, dump, part, question

ROWS = (("type", "name", "label"), ("text", "who", "Wer sind Sie?"), ("integer", "age", "Wie alt?"))


def workbook(rows=ROWS) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def outcome(content: bytes) -> str:
    """Import or be refused; anything else is a fault. Return the sentence."""
    try:
        files.imported(content)
    except RefusedFileError as refused:
        sentence = str(refused)
        assert sentence
        assert "\n" not in sentence
        assert "Traceback" not in sentence
        return sentence
    return ""


def test_a_workbook_is_known_by_its_content() -> None:
    found = files.imported(workbook())
    assert (found.kind, [one.key for one in found.questions]) == (FileKind.XLSFORM, ["who", "age"])


def test_an_archive_of_limesurvey_is_opened() -> None:
    survey = dump(questions=[question(1, "S", "who")])
    assert files.imported(archive(**{"survey_1.lss": survey})).kind is FileKind.LIMESURVEY


def test_our_own_file_comes_back_as_it_was() -> None:
    asked = {"key": "who", "type": "short_text", "text": {"de": "Wer?"}}
    found = files.imported(json.dumps({"stadtfaden": 1, "title": {"de": "Umfrage"}, "questions": [asked]}).encode())
    assert (found.kind, found.title, found.questions[0].key) == (FileKind.OWN, {"de": "Umfrage"}, "who")


CSV = "survey,,,\n,type,name,label\n,text,who,Für wen?\n,integer,age,Größe?\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_survive_the_usual_encodings(encoding) -> None:
    assert files.imported(CSV.encode(encoding)).questions[0].text == {"de": "Für wen?"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02" * 100, "none of the files"),
        (b"%PDF-1.7 nothing", "none of the files"),
        (b"Liebe Leute, wie geht es euch?", "none of the files"),
        (b"{" * 100_000, "JSON"),
        (b'{"stadtfaden": 99, "questions": []}', "newer"),
        (b'{"stadtfaden": 1, "questions": [{"key": "a"}]}', "cannot be read"),
        (b'{"stadtfaden": 1, "questions": []}', "asks nothing"),
        (b"x" * (files.LARGEST + 1), "too large"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (archive(letter=b"Guten Tag"), "no spreadsheet"),
        (archive(xl__workbook_xml=b"<workbook/>"), "damaged"),
        (archive(xl__workbook_xml=b"<workbook/>", bomb=b"\x00" * (files.LARGEST_UNPACKED + 1)), "too large"),
        (workbook((("type", "name", "label"), ("=1+1", "x", "y"))), "survey!A2"),
        (workbook((("type", "name", "label", "label"), ("text", "x", "y", "z"))), "survey!D1"),
        (workbook((("type", "name", "label", "bind"), ("text", "x", "y", "z"))), "survey!D1"),
        (b"Eine Umfrage, survey, mit, vielen, Kommas", "none of the files"),
    ],
)
def test_what_is_no_survey_is_refused_in_one_sentence(content, said) -> None:
    assert said in outcome(content)


BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><b>&b;</b>"""
)


def test_entities_inside_a_workbook_are_refused() -> None:
    book = workbook()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as whole, zipfile.ZipFile(target, "w") as made:
        for part in whole.infolist():
            made.writestr(part.filename, BOMB if "sheet1" in part.filename else whole.read(part))
    assert outcome(target.getvalue())


ELEMENTS = [{"type": "dropdown", "name": "way", "choices": ["bus", "bike"]}, {"type": "text", "visibleIf": "{way} = 1"}]
SEEDS = {
    "xlsx": workbook(),
    "csv": CSV.encode(),
    "own": json.dumps({"stadtfaden": 1, "questions": [{"key": "a", "type": "date", "text": {"de": "Wann?"}}]}).encode(),
    "surveyjs": json.dumps({"pages": [{"name": "one", "elements": ELEMENTS}]}).encode(),
    "lss": dump(questions=[question(1, "M", "way")], subquestions=[part(2, 1, "S1")], answers=[answer(1, "A", "gut")]),
}


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files_are_refused_or_read(kind) -> None:
    chance, seed = random.Random(7), SEEDS[kind]
    for _ in range(60):
        content = bytearray(seed[: chance.randrange(1, len(seed) + 1)] if chance.random() < 0.3 else seed)
        for _ in range(chance.randrange(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        outcome(bytes(content))


# The command


def command(app, *arguments: str | Path):
    return app.test_cli_runner().invoke(args=["surveys", "import", *map(str, arguments)])


def test_the_command_says_what_becomes_of_each_item(app, tmp_path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook((*ROWS, ("audio", "song", "Ein Lied?"))))
    said = command(app, tmp_path / "a.xlsx", "--dry-run", "--json")
    report = json.loads(said.stdout)
    assert said.exit_code == 0
    assert report["questions"] == {"found": 3, "kept": 2, "changed": 1, "lost": 0}
    assert {"item": "song", "verdict": "changed"}.items() <= report["items"][-1].items()
    assert "2 kept, 1 changed" in command(app, tmp_path / "a.xlsx", "--dry-run").stdout


@pytest.mark.parametrize("address", ["garbage", "postgresql://host:port/name"])
def test_a_file_is_tried_whatever_the_database_and_without_trial_a_sentence_says_what_is_wrong(
    monkeypatch, tmp_path, environ, address
) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook())
    for name, value in {**environ, "STADTFADEN_INSTANCE": str(tmp_path), "DATABASE_URL": address}.items():
        monkeypatch.setenv(name, value)
    arguments = ["surveys", "import", str(tmp_path / "a.xlsx"), "--dry-run"]
    for is_trial in (True, False):
        monkeypatch.setattr("sys.argv", ["flask", *arguments[: None if is_trial else -1]])
        made = ScriptInfo("wsgi:app")
        vars(wsgi).pop("app", None)
        said = CliRunner().invoke(FlaskGroup(), arguments[: None if is_trial else -1], obj=made)
        assert said.exit_code == (0 if is_trial else 1)
        assert ("2 kept" in said.stdout) is is_trial
        assert is_trial or (said.stderr.startswith("Error: DATABASE_URL") and said.stderr.count("\n") == 1)
    vars(wsgi).pop("app", None)


@pytest.mark.parametrize("name", ["gone.xlsx", ".", "broken.xlsx"])
def test_a_refusal_is_one_sentence_on_standard_error(app, tmp_path, name) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    said = command(app, tmp_path / name, "--dry-run", "--json")
    assert said.exit_code == 1
    assert said.stdout == ""
    assert said.stderr.startswith("Error: The file")
    assert said.stderr.count("\n") == 1


def test_an_import_becomes_a_draft_of_the_process(app, tmp_path) -> None:
    process = factories.process(slug="agenda")
    (tmp_path / "a.xlsx").write_bytes(workbook())
    with factories.writing():
        said = command(app, tmp_path / "a.xlsx", "--process", "agenda")
    survey = services.by_slug(said.stderr.rpartition(" ")[2].strip(".\n"))
    assert (survey.process_id, survey.is_published, len(survey.questions)) == (process.id, False, 2)
    assert command(app, tmp_path / "a.xlsx", "--process", "nowhere").exit_code == 1
