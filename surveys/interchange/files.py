"""Reads a file that people bring, whatever it is: what it is shows in its content, never in its name."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext

from participation.questions.storage import MalformedQuestionError, from_list, to_list
from surveys.interchange import own
from surveys.interchange.imported import FileKind, Imported, RefusedFileError
from surveys.interchange.lss.importing import imported as from_limesurvey
from surveys.interchange.surveyjs.importing import imported as from_surveyjs
from surveys.interchange.words import CONTROL
from surveys.interchange.xlsform.importing import imported as from_xlsform

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
LARGEST_UNPACKED = 60 * MEBIBYTE
MOST_PARTS = 500

LONGEST_BEGIN, FEWEST_PIPES, FEWEST_COMMAS = 5000, 5, 4
"""How the reference converter of XLSForms knows tables: so many signs at their beginning."""

SURVEY_CELL = re.compile(r"^\s*\"?\s*survey\s*\"?\s*(?:,|$)", re.IGNORECASE | re.MULTILINE)
"""The name of the sheet in a first cell."""

ENVELOPES = ("json", "survey")
PARTS = frozenset({"pages", "elements", "questions"})

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

UNKNOWN = lazy_gettext(
    "This is none of the files that can be imported: XLSForm (.xlsx, .xls), LimeSurvey (.lss), "
    "SurveyJS or Stadtfaden (.json)."
)
TOO_LARGE = lazy_gettext("The file is too large. Please bring one of at most 10 MB.")
MAY_BE_EMPTY = frozenset({FileKind.XLSFORM, FileKind.LIMESURVEY})
"""Kinds that show what they are even where they ask nothing yet."""

NO_CONTENT = lazy_gettext("The file is empty. Please bring another one.")
PASSWORD = lazy_gettext("The file is locked with a password. Please save it without one.")
LOCKED = "EncryptedPackage".encode("utf-16-le")
BROKEN = lazy_gettext("The file is damaged and cannot be opened. Please save it once more and try again.")
ARCHIVE = lazy_gettext("This archive holds no spreadsheet. Please unpack it and bring the file inside.")
EMPTY = lazy_gettext("The file asks nothing. Please bring one with at least one question.")


def imported(content: bytes) -> Imported:
    """Read a survey file.

    Raises:
        RefusedFileError: with one sentence, for whatever cannot be imported.
    """
    if len(content) > LARGEST:
        raise RefusedFileError(TOO_LARGE)
    try:
        found = _reader(content)()
        from_list(to_list(found.questions))
    except (RecursionError, MemoryError, MalformedQuestionError):
        raise RefusedFileError(BROKEN) from None
    if not found.questions and found.kind not in MAY_BE_EMPTY:
        raise RefusedFileError(EMPTY)
    return found


def _reader(content: bytes) -> Callable[[], Imported]:
    if not content.strip():
        raise RefusedFileError(NO_CONTENT)
    if content.startswith(ZIP):
        inner = _inside(content)
        return (lambda: from_limesurvey(_decoded(inner))) if inner else lambda: from_xlsform(content, ".xlsx")
    if content.startswith(OLE):
        if LOCKED in content:
            raise RefusedFileError(PASSWORD)
        return lambda: from_xlsform(content, ".xls")
    words = _decoded(content)
    start = words.lstrip()
    if start.startswith("<"):
        return lambda: from_limesurvey(words)
    if start.startswith(("{", "[")):
        return _json_reader(words)
    return _table_reader(words)


def _table_reader(words: str) -> Callable[[], Imported]:
    """Read a form that is a table of Markdown, with or without text around it, or of commas."""
    begin, said = words[:LONGEST_BEGIN], words.lower()
    is_drawn = any(line.lstrip().startswith("|") for line in begin.splitlines())
    if is_drawn and begin.count("|") >= FEWEST_PIPES and ("survey" in said or ("type" in said and "name" in said)):
        return lambda: from_xlsform(words.encode(), ".md")
    if begin.count(",") < FEWEST_COMMAS or not SURVEY_CELL.search(words):
        raise RefusedFileError(UNKNOWN)
    return lambda: from_xlsform(words.encode(), ".csv")


def _inside(content: bytes) -> bytes:
    """Refuse archives that are no spreadsheet, are damaged, or unpack to more than anybody's survey.

    Returns:
        the survey in an archive of LimeSurvey, .lsa; nothing where it is a spreadsheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise RefusedFileError(BROKEN) from None
    if surveys := [part for part in parts if part.filename.endswith(".lss")]:
        return _unpacked(content, surveys[0])
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise RefusedFileError(TOO_LARGE)
    if not any(part.filename.replace("\\", "/").endswith("workbook.xml") for part in parts):
        raise RefusedFileError(ARCHIVE)
    return b""


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > LARGEST:
        raise RefusedFileError(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(part)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        raise RefusedFileError(BROKEN) from None


def _decoded(content: bytes) -> str:
    """Return the text of a file in the encoding that fits; nothing but text can be meant by then."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded_as(content, "utf-16")
    if b"\x00" in content[:4096]:
        raise RefusedFileError(UNKNOWN)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1252")


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedFileError(UNKNOWN) from None


def _json_reader(words: str) -> Callable[[], Imported]:
    try:
        data = json.loads(words)
    except (ValueError, RecursionError):
        raise RefusedFileError(
            lazy_gettext("The file begins like JSON but cannot be read as such. Please export it once more.")
        ) from None
    data = _clean(data)
    if own.is_ours(data):
        return lambda: own.imported(data)
    survey = _survey_in(data)
    if survey is None:
        raise RefusedFileError(UNKNOWN)
    return lambda: from_surveyjs(survey)


def _survey_in(data: object) -> Mapping[str, Any] | None:
    """Return the survey in a file of SurveyJS: bare, in an envelope of its service, or a list of pages or questions."""
    if isinstance(data, Mapping):
        inner = next((data[name] for name in ENVELOPES if isinstance(data.get(name), Mapping)), None)
        return inner if inner is not None and not data.keys() & PARTS else data
    if not isinstance(data, list) or not all(isinstance(one, Mapping) for one in data):
        return None
    if any("elements" in one and "type" not in one for one in data):
        return {"pages": data}
    return {"elements": data} if any("type" in one for one in data) else None


def _clean(data: Any) -> Any:
    """Return JSON without the characters that no text has and no database takes."""
    if isinstance(data, str):
        return CONTROL.sub("", data)
    if isinstance(data, list):
        return [_clean(one) for one in data]
    if isinstance(data, dict):
        return {_clean(name): _clean(value) for name, value in data.items()}
    return data
