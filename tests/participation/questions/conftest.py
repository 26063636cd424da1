"""A hall where questions are asked: the real application with three pages of our own and no survey behind them."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Blueprint, Flask, jsonify, render_template, render_template_string, request
from flask.typing import ResponseReturnValue
from selectolax.lexbor import LexborHTMLParser
from werkzeug.serving import make_server

from participation.core.feature import Feature
from participation.core.settings import HOUSE
from participation.questions import demo, services
from participation.questions.types import Question
from tests import rendered
from wsgi import FEATURES, create_app

ONE = """{% extends "base.html" %}{% from "questions/question.html" import question with context %}
{% from "ui/form.html" import submit with context %}{% block title %}{{ q.text.in_(language) }}{% endblock %}
{% block main %}<form method="post" novalidate><div class="wrap wrap--narrow q">
<p class="small">Noch 5 Fragen nach dieser</p>
{{ question(q, value, language, errors) }}</div>
<div class="bar"><div class="wrap wrap--narrow">{{ submit("Zurück", "secondary", "back") }}
{{ submit("Weiter") }}</div></div></form>{% endblock %}"""
TRIAL = (
    '<!DOCTYPE html><html lang="en"><title>Trial</title>'
    '<script type="module" src="{{ asset("conditions.js") }}"></script>'
)

bp = Blueprint("question_hall", __name__)
TOWN = json.loads((HOUSE / "participation" / "process" / "data" / "example_town.json").read_text(encoding="utf-8"))
SAMPLES = {sample.question.key: sample for sample in demo.samples()}
TEN = {question.key: question for question in demo.town_questions(TOWN)}


@bp.get("/asking")
def hall() -> ResponseReturnValue:
    """Show every sample; with their complaints when asked to."""
    samples = list(SAMPLES.values())
    answers = {one.question.key: one.answer for one in samples}
    errors = services.check_all([one.question for one in samples], answers) if "errors" in request.args else {}
    return render_template("questions/gallery.html", samples=samples, errors=errors)


@bp.route("/asking/<string:key>", methods=["GET", "POST"])
def one(key: str) -> ResponseReturnValue:
    """Ask one question as a survey does: read, step or check, show again."""
    question = TEN.get(key) or SAMPLES[key].question
    value = None if key in TEN else SAMPLES[key].answer
    errors: Any = []
    if request.method == "POST":
        value = services.parse(question, request.form)
        if services.pressed([question], request.form) is None:
            errors = services.check(question, value)
            if not errors:
                return jsonify(value)
    return render_template_string(ONE, q=question, value=value, errors=errors)


@bp.get("/asking/trial")
def trial() -> ResponseReturnValue:
    """Give the browser the conditions' script."""
    return render_template_string(TRIAL)


@pytest.fixture(scope="session")
def school(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with the hall in it. None of its pages asks the database anything."""
    folder = tmp_path_factory.mktemp("hall")
    values = environ | {"STADTFADEN_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'hall.sqlite'}"}
    app = create_app(values, (*FEATURES, Feature(name="question_hall", blueprints=(bp,))))
    rendered.watch(app)
    return app


@pytest.fixture
def page(school: Flask) -> Iterator[None]:
    """A German page is being made: lazy sentences are read in its language."""
    with school.test_request_context("/"):
        yield


Rendered = Callable[..., LexborHTMLParser]


@pytest.fixture
def render(school: Flask) -> Rendered:
    """Render one question alone: `render(question, value, language="en", errors=[...])`."""

    def rendered_as(
        question: Question, value: object = None, language: str = "de", errors: object = (), heading: str = "h1"
    ) -> LexborHTMLParser:
        prefix = "" if language == "de" else f"/{language}"
        source = (
            '{% from "questions/question.html" import question with context %}'
            "{{ question(q, value, language, errors, heading) }}"
        )
        environ = {"stadtfaden.language": language}
        with school.test_request_context(f"{prefix}/", environ_overrides=environ):
            html = render_template_string(source, q=question, value=value, errors=errors, heading=heading)
        return LexborHTMLParser(html)

    return rendered_as


@pytest.fixture(scope="session")
def address(school: Flask) -> Iterator[str]:
    """Where the hall is served for a real browser."""
    server = make_server("127.0.0.1", 0, school, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
