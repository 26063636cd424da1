"""Requests that no browser sends: each must be answered soon, without an error of ours and without a look inside.

The same seed gives the same requests, so what fails can be sent again.
"""

import random
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask

from participation.accounts import sessions
from participation.core.vocabulary import Role
from participation.questions.storage import from_dict
from participation.questions.types import Question, QuestionType
from surveys.rules import Access
from surveys.scarce import OptionLimit, Scarce
from tests import factories
from tests.reliability.server import HOST, House, Visitor
from tests.reliability.sudden_death import SLUG
from tests.surveys import town
from wsgi import create_app

LONGEST_ANSWER_S = 2.0
TRACES = re.compile(rb"Traceback|File &#34;|File \"/|sqlalchemy|psycopg|sqlite3\.|werkzeug\.", re.IGNORECASE)
# A transfer coding that a server does not know is what this status is for (RFC 9112, 6.1).
UNKNOWN_CODING = 501

Rng = random.Random
SURVEY, LISTED = "alle-arten", "mit-codes"
WITH_CHOICES = {
    *(QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.DROPDOWN, QuestionType.RANKING),
    *(QuestionType.MATRIX, QuestionType.ALLOCATION),
}
PARTS = (
    *("", "", ".", ".text", ".title", ".consent", ".up", ".remove"),
    *(".a", ".b", ".lat", ".lon", ".street", ".file", ".day"),
)
SURVEY_FIELDS = (
    *(f"q.k_{kind}{part}".encode() for kind in QuestionType for part in PARTS),
    *(b"code", b"asked", b"later", b"stay", b"back", b"next", b"token"),
)
"""What a survey's form can bring, and what somebody could make of it."""

VALUES: Sequence[bytes] = (
    b"%00", b"a%00b", b"%FF%FE", b"%C3%28", b"%ED%A0%80", b"%F0%9F%92%A9" * 400, b"%u0041", b"%", b"%G1",
    b"%0d%0aX:1",
    b"..%2f..%2fetc%2fpasswd", b"%252e%252e", b"'%20OR%20'1'='1", b"%22%3E%3Cscript%3E1%3C%2Fscript%3E",
    b"%7B%7B7*7%7D%7D",
    b"%E2%80%AE%E2%80%8B", b"1e309", b"-1", b"NaN", b"9" * 30, b"0x10", b"%EF%BC%91", b"null", b"[]", b"%5B%5D",
    b"A" * 4000, b"%28" * 300, b"%25" * 500, b"_" * 500, b"*" * 500, b"%22" * 301, b"a" + b"%CC%81" * 900,
    b"%0A" * 500,
    b"NEAR%28a%2C5%29", b"%22a%22%20OR%20%22", b"title%3Aa%20AND%20NOT", b"%5C", b"%27%27%27", b"a%20AND%20",
    b"-", b"^a%2Bb",
)  # fmt: skip
BIG = b"x" * 100_000
METHODS = (
    b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"HEAD", b"TRACE", b"CONNECT", b"PROPFIND", b"get", b"FOO", b"X" * 300,
)  # fmt: skip
HEADERS: Sequence[bytes] = (
    b"Cookie: " + b"a=b; " * 800, b"Cookie: =;=;;,\x01", b"Cookie: __Host-sign-in=" + b"%00" * 50, b'Cookie: a="\\',
    b"Cookie: __Host-session=" + b"A" * 3000, b"Accept-Language: " + b"de-" * 900,
    b"Accept-Language: ;q=,;q=x,*;q=9e99",
    b"Accept-Encoding: gzip;q=nan", b"Accept-Encoding: " + b"gzip," * 500, b"Accept: \xff\xfe/\x80",
    b"Origin: null",
    b"Origin: " + b"h" * 3000, b"Referer: javascript:alert(1)", b"Referer: \xff", b"Sec-Fetch-Site: \xe4\xf6",
    b"X-Forwarded-For: ,,,;", b"X-Forwarded-For: " + b"1," * 2000, b"X-Forwarded-Host: a b",
    b"X-Forwarded-Host: ]:[",
    b"X-Forwarded-Proto: gopher", b"X-Forwarded-Proto: " + b"https," * 400, b"X-Forwarded-Prefix: //evil.example",
    b"Range: bytes=9-1,-,0-99999999999999999999", b"Range: lines=1", b"If-Modified-Since: never",
    b"If-Modified-Since: Thu, 32 Foo 99999 99:99:99 GMT", b'If-None-Match: "' + b"x" * 2000,
    b"Authorization: Basic %%%",
    b"Authorization: Bearer " + b"A" * 2000, b"Expect: 100-continue", b"Expect: nothing", b"Upgrade: websocket",
    b"Connection: Upgrade, close", b"Content-Type: \x00", b'Forwarded: for="[', b"X-HTTP-Method-Override: DELETE",
    b"X" * 3000 + b": 1", b"No-Colon-Here", b" folded: line", b"Te: trailers", b"Date: 0",
    b"Content-Encoding: gzip",
)  # fmt: skip
CONTENT_TYPES = (
    b"application/json", b"text/plain", b"multipart/form-data", b"multipart/form-data; boundary=", b"text/xml",
    b"multipart/form-data; boundary=" + b"b" * 500, b"application/x-www-form-urlencoded; charset=utf-7",
    b"application/x-www-form-urlencoded; charset=no-such", b"application/octet-stream", b";;;", b"/", b"\xff/\xfe",
)  # fmt: skip
PATHS: Sequence[bytes] = (
    b"/" + b"a/" * 1500, b"/" + b"../" * 60 + b"etc/passwd", b"/..%2f..%2f..%2fetc/passwd", b"//evil.example/",
    b"/%00",
    b"/%ff%fe/%c3%28", b"/en/en/en/en", b"/ls//", b"/en", b"/en//evil.example", b"/static/../../wsgi.py",
    b"/static/%00",
    b"/static/%2e%2e/%2e%2e/wsgi.py", b"/static/" + b"a" * 3000, b"/static", b"/static/.", b"/;a=b", b"/\\evil",
    b"/?",
    b"/??", b"/#a", b"/%", b"/%zz", b"/\xe4\xf6\xfc", b"*", b"", b"http://evil.example/", b"/.git/config", b"/.env",
    b"/" + b"A" * 7000, b"/%2e%2e/%2e%2e/", b"/i/" + b"%20" * 500, b"/ideas/%0d%0aSet-Cookie:a=b",
    b"/favicon.ico%00", b"/index.php?-d+allow_url_include", b"/boards/" + b"%F0%9F%8C%B3" * 100,
)  # fmt: skip
FIRST_LINES: Sequence[bytes] = (
    b"GET / HTTP/0.9", b"GET / HTTP/9.9", b"GET  /  HTTP/1.1", b"GET /", b"PRI * HTTP/2.0",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/1.1 extra", b" GET / HTTP/1.1", b"GET\t/\tHTTP/1.1", b"GET / http/1.1", b"\x00\x00\x00",
    b"GET / HTTP/1.1\x00",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Strange:
    """One malformed request: a name for the report, and its bytes."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Places:
    """Where requests can go: paths without and with parameters, and forms with a token that holds."""

    plain: Sequence[bytes]
    with_values: Sequence[str]
    tokens: dict[bytes, bytes]
    cookie: bytes


def places(app: Flask, house: House) -> Places:
    """Return every address of the house, and fresh tokens of the forms that a visitor can open."""
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    plain = sorted({rule.encode() for rule in rules if "<" not in rule} | {f"/boards/{SLUG}".encode()})
    house.inside(_surveys)
    forms = [
        b"/status",
        f"/boards/{SLUG}/write".encode(),
        *(path for path in plain if b"barrier" in path or b"sign" in path),
        *(f"/surveys/{SURVEY}{path}".encode() for path in ("/answer", "/pages")),
        f"/surveys/{LISTED}".encode(),
        b"/continue",
        b"/receipt",
    ]
    opened = {path: Visitor(house).get(path.decode()).fields().get("token", "").encode() for path in forms}
    return Places(
        plain,
        sorted(rule for rule in rules if "<" in rule),
        {path: token for path, token in opened.items() if token},
        b"Cookie: __Host-stadtfaden=" + house.inside(_signed_in).encode(),
    )


def _surveys() -> None:
    """Publish a survey that asks in every way there is, and one that opens with codes."""
    limits = Scarce((OptionLimit("k_single", "a", 3),))
    town.survey(slug=SURVEY, questions=tuple(map(_question, QuestionType)), limits=limits)
    town.survey(slug=LISTED, access=Access.CODES)


def _question(kind: QuestionType) -> Question:
    choices = [{"key": key, "label": {"de": key}} for key in ("a", "b")]
    more = {
        **({"options": choices} if kind in WITH_CHOICES else {}),
        **({"rows": choices} if kind is QuestionType.MATRIX else {}),
        **({"formula": "k_number + 1"} if kind is QuestionType.CALCULATED else {}),
        **({"limits": {"total": 100}} if kind is QuestionType.ALLOCATION else {}),
    }
    return from_dict({"key": f"k_{kind}", "type": kind, "text": {"de": "Frage?"}, **more})


def _signed_in() -> str:
    """Return the cookie of somebody who may do everything; their mistakes must not show our inside either."""
    person = factories.person(Role.LEAD, Role.ADMINISTRATOR)
    with factories.writing():
        return sessions.begin(person)


def requests(where: Places, count: int, seed: int = 1) -> Iterator[Strange]:
    """Yield malformed requests, of every kind equally many."""
    rng = random.Random(seed)
    kinds: Sequence[Callable[[Places, Rng, int], Strange]] = (
        _value_in_path, _value_in_query, _value_in_form, _many_fields, _big_field, _method, _header,
        _content_type, _path,
        _first_line, _length, _cookie_and_all,
    )  # fmt: skip
    for number in range(count):
        yield kinds[number % len(kinds)](where, rng, number)


def raw(method: bytes, path: bytes, number: int, *headers: bytes, body: bytes | None = None) -> bytes:
    """Return the bytes of a request from an address of its own."""
    lines = [
        method + b" " + path + b" HTTP/1.1",
        b"Host: " + HOST.encode(),
        b"X-Forwarded-For: 10.2.%d.%d" % (number // 250 % 250, number % 250),
        b"X-Forwarded-Proto: https",
        *headers,
    ]
    if body is not None and not any(line.lower().startswith((b"content-length", b"transfer-")) for line in headers):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + (body or b"")


FORM_TYPE = b"Content-Type: application/x-www-form-urlencoded"


def _value_in_path(where: Places, rng: Rng, number: int) -> Strange:
    rule = rng.choice(where.with_values)
    path = re.sub(r"<[^>]*>", lambda _: rng.choice(VALUES).decode("latin-1"), rule).encode("latin-1")
    prefix = rng.choice((b"", b"", b"/en", b"/ls"))
    who = [where.cookie] if "desk" in rule else []
    return Strange(f"value in the path of {rule}", raw(rng.choice((b"GET", b"POST")), prefix + path, number, *who))


QUERY_NAMES = (b"q", b"page", b"field", b"district", b"state", b"sort", b"next", b"done", b"q[]", b"%00", b"")


def _value_in_query(where: Places, rng: Rng, number: int) -> Strange:
    path = rng.choice((f"/boards/{SLUG}".encode(), f"/boards/{SLUG}".encode(), rng.choice(where.plain)))
    pairs = (rng.choice(QUERY_NAMES) + b"=" + rng.choice(VALUES) for _ in range(rng.choice((1, 1, 2, 8))))
    who = [where.cookie] if b"desk" in path else []
    return Strange(f"value in the query of {path!r}", raw(b"GET", path + b"?" + b"&".join(pairs), number, *who))


FIELD_NAMES = (
    b"text", b"title", b"district", b"place", b"field", b"display_name", b"mail", b"code", b"token", b"password",
    b"message",
)  # fmt: skip


def _form(where: Places, rng: Rng) -> tuple[bytes, bytes]:
    path = rng.choice(sorted(where.tokens))
    token = rng.choice(
        (where.tokens[path], where.tokens[path], b"", b"%00", b"A" * 500, where.tokens[path][:-3] + b"abc")
    )
    return path, b"token=" + token


def _value_in_form(where: Places, rng: Rng, number: int) -> Strange:
    path, token = _form(where, rng)
    is_survey = path.startswith(b"/surveys/")
    names, counts = (SURVEY_FIELDS, (1, 9, 90)) if is_survey else (FIELD_NAMES, (1, 3, 9))
    pairs = [rng.choice(names) + b"=" + rng.choice(VALUES) for _ in range(rng.choice(counts))]
    body = b"&".join([token, b"text=Guten+Tag", *pairs])
    return Strange(f"value in the form {path!r}", raw(b"POST", path, number, FORM_TYPE, body=body))


def _many_fields(where: Places, rng: Rng, number: int) -> Strange:
    path, token = _form(where, rng)
    name = rng.choice((b"text", b"token", b"x%d" % number, b"district", b"", rng.choice(SURVEY_FIELDS)))
    body = token + b"&" + b"&".join(name + b"=%d" % index for index in range(rng.choice((2, 50, 5000))))
    return Strange(f"many fields in {path!r}", raw(b"POST", path, number, FORM_TYPE, body=body))


def _big_field(where: Places, rng: Rng, number: int) -> Strange:
    path, token = _form(where, rng)
    name = rng.choice(SURVEY_FIELDS if path.startswith(b"/surveys/") else FIELD_NAMES)
    if rng.random() < 0.1:
        body = token + b"&" + name + b"=" + BIG * 12  # past what we take at all
    else:
        values = (BIG, b"%C3%A4" * 17_000, b"%0A" * 33_000, b"+" * 100_000, b"&" * 90_000)
        body = token + b"&" + name + b"=" + rng.choice(values)
    return Strange(f"100 kB as {name!r} in {path!r}", raw(b"POST", path, number, FORM_TYPE, body=body))


def _method(where: Places, rng: Rng, number: int) -> Strange:
    method, path = rng.choice(METHODS), rng.choice(where.plain)
    return Strange(f"{method[:20]!r} of {path!r}", raw(method, path, number, body=rng.choice((None, b"a=b"))))


def _header(where: Places, rng: Rng, number: int) -> Strange:
    header, path = rng.choice(HEADERS), rng.choice(where.plain)
    method = rng.choice((b"GET", b"GET", b"POST"))
    return Strange(
        f"header {header[:40]!r}", raw(method, path, number, header, body=b"a=b" if method == b"POST" else None)
    )


def _content_type(where: Places, rng: Rng, number: int) -> Strange:
    path, token = _form(where, rng)
    kind = rng.choice(CONTENT_TYPES)
    part = b'--b\r\nContent-Disposition: form-data; name="text"'
    bodies = (
        token + b"&text=a", b"{", b"[1]", b"\xff\xfe\x00", b"", b"--\r\n\r\n", b"--b" * 3000, part,
        part + b"\r\n\r\na\r\n--b--", part + b'; filename="../a\x00"\r\n\r\na\r\n--b--\r\n',
    )  # fmt: skip
    body = rng.choice(bodies)
    return Strange(f"type {kind[:40]!r}", raw(b"POST", path, number, b"Content-Type: " + kind, body=body))


def _path(where: Places, rng: Rng, number: int) -> Strange:
    path = rng.choice(PATHS)
    return Strange(f"path {path[:50]!r}", raw(rng.choice((b"GET", b"GET", b"POST")), path, number))


def _first_line(where: Places, rng: Rng, number: int) -> Strange:
    line, end = rng.choice(FIRST_LINES), b"\r\n"
    return Strange(
        f"first line {line!r}", line + end + b"Host: " + HOST.encode() + end + b"Connection: close" + end + end
    )


LENGTHS = (
    b"Content-Length: -1", b"Content-Length: x", b"Content-Length: 99999999999999999999", b"Content-Length: 1, 2",
    b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: \x0bchunked",
    b"Transfer-Encoding: chunked\r\nContent-Length: 5", b"Content-Length: 4\r\nContent-Length: 6",
    b"Content-Length: +4",
    b"Content-Length: 0x4", b"Content-Length:",
)  # fmt: skip


def _length(where: Places, rng: Rng, number: int) -> Strange:
    header = rng.choice(LENGTHS)
    body = rng.choice((b"a=b\r\n\r\n", b"ZZZ\r\n\r\n", b"-1\r\n\r\n", b"3\r\na=b\r\n0\r\n\r\n"))
    return Strange(f"length {header!r}", raw(b"POST", b"/status", number, FORM_TYPE, header, body=body))


def _cookie_and_all(where: Places, rng: Rng, number: int) -> Strange:
    """Return a request in which everything is strange at once."""
    headers = [rng.choice(HEADERS) for _ in range(4)]
    query = quote(rng.randbytes(60)).encode()
    path = rng.choice((rng.choice(where.plain), rng.choice(PATHS)))
    body = urlencode({"text": rng.randbytes(200)}).encode()
    return Strange("everything at once", raw(b"POST", path + b"?" + query, number, FORM_TYPE, *headers, body=body))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one request."""

    request: Strange
    status: int
    seconds: float
    complaint: str


HEADER = b"X-Content-Type-Options: nosniff"
Maker = Callable[[Flask, Places, int, int], Iterator[Strange]]


def of_all_kinds(_app: Flask, where: Places, count: int, seed: int) -> Iterator[Strange]:
    """Yield requests to every address of the house."""
    return requests(where, count, seed)


def complaints(
    house: House,
    count: int,
    *,
    seed: int = 1,
    patience: float = LONGEST_ANSWER_S,
    made: Maker = of_all_kinds,
) -> list[str]:
    """Send so many malformed requests, four at a time, and return a sentence for each answer that is not right."""
    house.inside(lambda: factories.idea(factories.board(slug=SLUG)))
    house.start()
    app = create_app(house.environ)
    strange = made(app, places(app, house), count, seed)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda request: send(house, request, patience), strange))
    is_alive = Visitor(house).get(f"/boards/{SLUG}").status == 200
    house.stop()
    found = [f"{reply.complaint}: {reply.request.name}" for reply in replies if reply.complaint]
    return found if is_alive else [*found, "the board does not open any more"]


def send(house: House, request: Strange, patience: float = LONGEST_ANSWER_S) -> Reply:
    """Send the bytes as they are, read what comes, and judge it."""
    begun = time.perf_counter()
    answer = _exchange(house.port, request.raw)
    seconds = time.perf_counter() - begun
    head = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    status = int(head[1]) if head else 0
    return Reply(request, status, seconds, complaint(request, answer, status, seconds, patience))


def complaint(request: Strange, answer: bytes, status: int, seconds: float, patience: float = LONGEST_ANSWER_S) -> str:
    """Return what is wrong with an answer; empty where nothing is."""
    if not status:
        return f"no answer: {answer[:80]!r}"
    if status >= 500 and not (status == UNKNOWN_CODING and b"Transfer-Encoding" in request.raw):
        return f"status {status}"
    if TRACES.search(answer):
        return "shows what it is made of"
    if HEADER not in answer:
        return "lacks the headers of security"
    if seconds > patience:
        return f"took {seconds:.1f} s"
    return ""


def _exchange(port: int, raw: bytes) -> bytes:
    parts = []
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it has answered already and hung up on the rest
        try:
            while part := connection.recv(65536):
                parts.append(part)
        except OSError:
            pass
    return b"".join(parts)
