"""The bare stack as a yardstick: ideas and a survey in plain Flask, as little as could be. Not a product.

It answers what the house answers: a form with a token and the same fields, one durable INSERT; a list of twenty with
count, filter and search; an idea with its comments; and a survey of twelve questions on three pages. It has no policy,
no languages, no once-key, no limits, no layout.

    python -m tests.bench.sketch PORT THREADS DATABASE
"""

import json
import os
import secrets
import sqlite3
import sys
import threading
from typing import Any

from flask import Flask, abort, redirect, request, session
from flask.typing import ResponseReturnValue
from waitress import serve

PER_PAGE = 20
COLUMNS = "id, title, body, district, field"
CREATE_ANSWERS = "create table if not exists answers (id integer primary key, body text)"
QUESTIONS = (
    (("q01", 5, "radio"), ("q02", 5, "checkbox"), ("q03", 5, "radio"), ("q04", 0, "textarea")),
    (("q05", 5, "radio"), ("q06", 5, "radio"), ("q07", 5, "checkbox"), ("q08", 0, "textarea")),
    (("q09", 5, "radio"), ("q10", 0, "text"), ("q11", 5, "radio"), ("q12", 2, "radio")),
)
CREATE = """create table if not exists sketch (id integer primary key, title text, body text, district text,
            field text, shown integer, words text)"""
CREATE_REMARKS = "create table if not exists remarks (id integer primary key, idea integer, body text)"
INDEX_REMARKS = "create index if not exists remarks_of on remarks (idea)"
FIELDS = ("title", "district", "place", "field", "display_name", "mail")
FORM = """<!doctype html><html lang=de><head><meta charset=utf-8><meta name=viewport
content="width=device-width,initial-scale=1"><title>Idee</title></head><body><main><h1>Ihre Idee</h1>
<form method=post action="/write"><input type=hidden name=token value="{{ token }}">
<label>Ihre Idee <textarea name=text required></textarea></label>
{% for name in fields %}<label>{{ name }} <input name="{{ name }}"></label>{% endfor %}
<button>Idee absenden</button></form></main></body></html>"""
LIST = """<!doctype html><html lang=de><head><meta charset=utf-8><title>Ideen</title></head><body><main><h1>Ideen</h1>
<p>{{ total }} Ideen</p><ul>{% for row in rows %}<li><h2><a href="/idea/{{ row[0] }}">{{ row[1] }}</a></h2>
<p>{{ row[2] }}</p><p>{{ row[3] }}, {{ row[4] }}</p></li>{% endfor %}</ul></main></body></html>"""

IDEA = """<!doctype html><html lang=de><head><meta charset=utf-8><title>Idee</title></head><body><main>
<h1>{{ row[1] }}</h1><p>{{ row[2] }}</p><p>{{ row[3] }}, {{ row[4] }}</p><ol>
{% for remark in remarks %}<li>{{ remark[0] }}</li>{% endfor %}</ol></main></body></html>"""

SURVEY = """<!doctype html><html lang=de><head><meta charset=utf-8><meta name=viewport
content="width=device-width,initial-scale=1"><title>Umfrage</title></head><body><main><h1>Seite {{ number + 1 }}</h1>
<form method=post action="/s/{{ number }}"><input type=hidden name=token value="{{ token }}">
{% for name, count, kind in questions %}<fieldset>
<legend>Frage {{ name }}: Wie zufrieden sind Sie mit dem Angebot in Ihrem Ortsteil?</legend>
{% for i in range(count) %}<label><input type="{{ kind }}" name="{{ name }}" value="A{{ i }}"> Antwort {{ i }}</label>
{% else %}{% if kind == "text" %}<input name="{{ name }}" aria-label="{{ name }}">
{% else %}<textarea name="{{ name }}" aria-label="{{ name }}"></textarea>{% endif %}{% endfor %}</fieldset>{% endfor %}
<button>Weiter</button></form></main></body></html>"""

app = Flask(__name__)
app.secret_key = os.urandom(32)
form, listing = app.jinja_env.from_string(FORM), app.jinja_env.from_string(LIST)
survey, single = app.jinja_env.from_string(SURVEY), app.jinja_env.from_string(IDEA)
local = threading.local()


def connect(address: str) -> Any:
    """Return a connection that commits each statement, durably."""
    if address.startswith("postgresql"):
        import psycopg

        connection = psycopg.connect(address.replace("+psycopg", ""), autocommit=True)
        for create in (CREATE, CREATE_ANSWERS, CREATE_REMARKS, INDEX_REMARKS):
            connection.execute(create.replace("integer primary key", "bigserial primary key"))
        return connection
    lite = sqlite3.connect(address.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=FULL", "busy_timeout=20000"):
        lite.execute("pragma " + pragma)
    for create in (CREATE, CREATE_ANSWERS, CREATE_REMARKS, INDEX_REMARKS):
        lite.execute(create)
    return lite


def ask(statement: str, *values: object) -> Any:
    """Run a statement on this thread's connection."""
    if not hasattr(local, "connection"):
        local.connection = connect(app.config["DATABASE"])
    mark = "%s" if app.config["DATABASE"].startswith("postgresql") else "?"
    return local.connection.execute(statement.replace("?", mark), values)


@app.get("/write")
def write() -> ResponseReturnValue:
    """Show the form."""
    session["token"] = session.get("token") or secrets.token_urlsafe(24)
    return form.render(token=session["token"], fields=FIELDS)


@app.post("/write")
def store() -> ResponseReturnValue:
    """Store the idea and return after a durable commit."""
    if request.form.get("token") != session.get("token") or not request.form.get("text"):
        abort(400)
    values = [request.form.get(name, "") for name in ("title", "text", "district", "field")]
    ask("insert into sketch (title, body, district, field, shown, words) values (?, ?, ?, ?, 0, '')", *values)
    session.clear()
    return redirect("/thanks", 303)


@app.get("/ideas")
def ideas() -> ResponseReturnValue:
    """List the newest ideas that fit."""
    where, values = "shown = 1", list[object]()
    for name in ("district", "field"):
        if request.args.get(name):
            where += f" and {name} = ?"
            values.append(request.args[name])
    if request.args.get("q"):
        where += " and words like ?"
        values.append(f"%{request.args['q'].lower()}%")
    total = ask(f"select count(*) from sketch where {where}", *values).fetchone()[0]
    rows = ask(f"select {COLUMNS} from sketch where {where} order by id desc limit {PER_PAGE}", *values).fetchall()
    return listing.render(total=total, rows=rows)


@app.get("/idea/<int:number>")
def idea(number: int) -> ResponseReturnValue:
    """Show an idea with its first comments."""
    row = ask(f"select {COLUMNS} from sketch where id = ?", number).fetchone()
    remarks = ask(f"select body from remarks where idea = ? order by id limit {PER_PAGE}", number).fetchall()
    return single.render(row=row, remarks=remarks)


@app.get("/s/<int:number>")
def ask_survey(number: int) -> ResponseReturnValue:
    """Show a page of the survey."""
    session["token"] = session.get("token") or secrets.token_urlsafe(24)
    return survey.render(number=number, questions=QUESTIONS[number], token=session["token"])


@app.post("/s/<int:number>")
def answer_survey(number: int) -> ResponseReturnValue:
    """Keep the answers of a page in the cookie; store all of them, durably, after the last one."""
    if request.form.get("token") != session.get("token"):
        abort(400)
    answers = session.get("answers", {}) | {name: value for name, value in request.form.items() if name != "token"}
    if any(kind == "radio" and name not in answers for name, _, kind in QUESTIONS[number]):
        return ask_survey(number)
    if number + 1 < len(QUESTIONS):
        session["answers"] = answers
        return redirect(f"/s/{number + 1}", 303)
    ask("insert into answers (body) values (?)", json.dumps(answers))
    session.clear()
    return redirect("/thanks", 303)


@app.get("/thanks")
def thanks() -> ResponseReturnValue:
    """Thank."""
    return "<!doctype html><html lang=de><title>Danke</title><main><h1>Vielen Dank</h1></main>"


if __name__ == "__main__":
    app.config["DATABASE"] = sys.argv[3]
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=int(sys.argv[2]), ident=None)
