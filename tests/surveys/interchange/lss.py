"""Makes small LimeSurvey files, as that program dumps its tables."""

from collections.abc import Mapping, Sequence
from html import escape

Row = Mapping[str, object]

HEAD = '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'


def dump(**tables: Sequence[Row]) -> bytes:
    """Return a .lss with these tables; what every survey has is there anyway."""
    usual: dict[str, Sequence[Row]] = {
        "surveys": [{"sid": 1, "language": "de"}],
        "surveys_languagesettings": [{"surveyls_language": "de", "surveyls_title": "Wege in der Stadt"}],
        "groups": [{"gid": 5, "group_name": "Alltag", "language": "de", "group_order": 0}],
    }
    inner = "".join(_table(name, rows) for name, rows in (usual | tables).items())
    return f"{HEAD}{inner}</document>".encode()


def _table(name: str, rows: Sequence[Row]) -> str:
    return f"<{name}><rows>{''.join(_row(row) for row in rows)}</rows></{name}>"


def _row(row: Row) -> str:
    return f"<row>{''.join(f'<{name}>{escape(str(value))}</{name}>' for name, value in row.items())}</row>"


def question(qid: int, code: str, title: str, **values: object) -> Row:
    """Return a row of the questions."""
    return {
        "qid": qid, "gid": 5, "type": code, "title": title, "question": f"<p>Frage {title}?</p>", "language": "de",
        "question_order": qid, **values,
    }  # fmt: skip


def part(qid: int, of: int, title: str, **values: object) -> Row:
    """Return a row of the sub-questions."""
    return question(qid, "T", title, parent_qid=of, **values)


def answer(qid: int, code: str, text: str, scale: int = 0) -> Row:
    """Return a row of the answers."""
    return {"qid": qid, "code": code, "answer": text, "language": "de", "scale_id": scale}


def attribute(qid: int, name: str, value: object) -> Row:
    """Return a row of the attributes."""
    return {"qid": qid, "attribute": name, "value": value}
