"""Answers to a survey that no browser sends: wrong shapes, huge, nested, doubled, with hostile files.

Each comes with a token of its own that holds, so that it gets as far as an answer can. The same seed gives the same.
"""

import base64
import json
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote_from_bytes

from flask import Flask

from participation.questions.types import QuestionType
from surveys.forms import AnswerForm
from tests.reliability.malformed import (
    BIG,
    FORM_TYPE,
    PARTS,
    SURVEY,
    SURVEY_FIELDS,
    VALUES,
    WITH_CHOICES,
    Places,
    Rng,
    Strange,
    raw,
)

Field = tuple[bytes, bytes]
BOUNDARY = b"a-line-between"
MULTIPART = b"Content-Type: multipart/form-data; boundary=" + BOUNDARY

GOOD: Sequence[Field] = (
    *((f"q.k_{kind}".encode(), b"a") for kind in QuestionType if kind in WITH_CHOICES),
    *((f"q.k_{kind}.{key}".encode(), b"50") for kind in ("allocation", "matrix", "ranking") for key in "ab"),
    *((b"q.k_short_text", b"Ja"), (b"q.k_long_text", b"Eine Bank."), (b"q.k_number", b"3"), (b"q.k_scale", b"7")),
    *((b"q.k_yes_no", b"yes"), (b"q.k_date", b"2027-01-30"), (b"q.k_consent", b"yes"), (b"q.k_idea", b"Licht.")),
)
"""What somebody could have answered."""


def picture(width: int, height: int, body: bytes = b"\0" * 64) -> bytes:
    """Return a PNG that says it is so large, whatever it holds."""

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = part(b"IHDR", head) + part(b"IDAT", zlib.compress(body)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


FILES: Sequence[tuple[bytes, bytes]] = (
    (b"leer.png", b""), (b"bombe.png", picture(60_000, 60_000, b"\0" * 900_000)), (b"null.png", picture(0, 0)),
    (b"kurz.png", picture(9000, 9000)), (b"halb.png", picture(8, 8)[:40]), (b"klein.png", picture(1, 1)),
    (b"bild.jpg", b"\xff\xd8\xff\xe0" + b"\xff" * 5000),
    (b"lang.jpg", b"\xff\xd8\xff\xe1\xff\xffExif\0\0" + b"A" * 70_000),
    (b"a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    (b"a.gif", b"GIF89a\xff\xff\xff\xff\xf7\0\0" + b"," * 999), (b"a.tif", b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 600),
    (b"a.webp", b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 64), (b"a.zip", b"PK\x03\x04" + b"\0" * 300),
    (b"a.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>"), (b"a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 90),
    (b"a.psd", b"8BPS\0\x01" + b"\xff" * 40), (b"a.ico", b"\0\0\1\0\xff\xff" + b"\xff" * 99),
    (b"..\\..\\a.png", picture(2, 2)), (b"a\0.png", picture(2, 2)), (b"\xed\xa0\x80.png", picture(2, 2)),
    (b"n" * 5000 + b".png", picture(2, 2)), (b"gross.png", b"\x89PNG\r\n\x1a\n" + BIG * 9), (b"zu gross", BIG * 15),
)  # fmt: skip
"""Names and contents that are no photo, or more than one."""


def answers(app: Flask, where: Places, count: int, seed: int = 1) -> Iterator[Strange]:
    """Yield malformed answers, of every kind equally many."""
    rng = random.Random(seed)
    kinds: Sequence[Callable[[Rng], list[Field]]] = (
        _one_wrong, _many_wrong, _doubled, _nested, _huge, _numerous, _other_kinds, _packed_file,
    )  # fmt: skip
    for number in range(count):
        path = f"/surveys/{SURVEY}/{'pages' if number % 5 == 0 else 'answer'}".encode()
        with app.test_request_context(path.decode()):
            token = str(AnswerForm().token.data).encode()
        if number % 4 == 3:
            yield _with_file(rng, path, token, number)
            continue
        kind = kinds[number % len(kinds)] if number % 16 else rng.choice(kinds)
        fields = [(b"token", token), *kind(rng)]
        body = b"&".join(name + b"=" + value for name, value in fields)
        who = [where.cookie] if number % 7 == 0 else []
        yield Strange(f"answer, {kind.__name__}", raw(b"POST", path, number, FORM_TYPE, *who, body=body))


def _one_wrong(rng: Rng) -> list[Field]:
    return [*GOOD, (rng.choice(SURVEY_FIELDS[:-7]), rng.choice(VALUES))]


def _many_wrong(rng: Rng) -> list[Field]:
    return [(name, rng.choice(VALUES)) for name in rng.sample(SURVEY_FIELDS[:-1], 60)]


def _doubled(rng: Rng) -> list[Field]:
    again = [(name, rng.choice((value, rng.choice(VALUES)))) for name, value in GOOD for _ in range(3)]
    fields = [*GOOD, *again]
    rng.shuffle(fields)
    return fields


def _nested(rng: Rng) -> list[Field]:
    name = f"q.k_{rng.choice(list(QuestionType))}".encode()
    deeper = rng.choice(
        (b".a" * 900, b"[a][b][]", b"." * 300, b".%00", b".__class__", b"[0]" * 200, b".a.b=1;q", b"%5B%5D")
    )
    return [*GOOD, (name + deeper, rng.choice(VALUES)), (deeper, b"1"), (name, b"%7B%22a%22%3A" * 300)]


def _huge(rng: Rng) -> list[Field]:
    value = rng.choice(
        (BIG, b"%C3%A4" * 17_000, b"%0A" * 33_000, b"9" * 60_000, b"%F0%9F%92%A9" * 8000, b"%ED%A0%80" * 9000)
    )
    return [*GOOD, (rng.choice(SURVEY_FIELDS[:-7]), value)]


def _numerous(rng: Rng) -> list[Field]:
    name = rng.choice(SURVEY_FIELDS[:-7])
    return [(name, b"%d" % number) for number in range(rng.choice((301, 999, 4000)))]


def _other_kinds(rng: Rng) -> list[Field]:
    """Return to every question the answer to another one."""
    values = [value for _, value in GOOD]
    rng.shuffle(values)
    return [(name, value) for (name, _), value in zip(GOOD, values, strict=True)]


def _packed_file(rng: Rng) -> list[Field]:
    """Return a file as a script keeps it, and what could be taken for one."""
    name, content = rng.choice(FILES[:-2])
    packed = rng.choice(
        (
            base64.b64encode(content),
            content,
            b"data:image/png;base64," + base64.b64encode(content),
            b"====",
            b"A" * 9999,
        )
    )
    numbers = json.dumps({"a": [1e308, -1, None]}).encode()
    fields = [(b".name", name), (b".data", packed), (b".remove", rng.choice((b"", b"1"))), (b"", numbers)]
    return [(b"q.k_file" + part, quote_from_bytes(value).encode()) for part, value in fields[: rng.randint(2, 4)]]


def _with_file(rng: Rng, path: bytes, token: bytes, number: int) -> Strange:
    """Return an answer in parts, with files where there is a question for one and where there is none."""
    name, content = rng.choice(FILES)
    fields = [f"q.k_file{part}".encode() for part in (".file", ".file", ".file", "", ".data", *PARTS)]
    chosen = [rng.choice(fields) for _ in range(rng.choice((1, 1, 3)))]
    parts = [(b'form-data; name="token"', token)]
    parts += [(b'form-data; name="%s"' % field, value) for field, value in GOOD]
    parts += [(b'form-data; name="%s"; filename="%s"' % (field, name), content) for field in chosen]
    parts += [(rng.choice((b"form-data", b'attachment; name="x"', b'form-data; name="q.k_idea"; filename=')), b"a")]
    end = rng.choice((b"--", b"--", b"--", b""))
    body = b"".join(b"--%s\r\nContent-Disposition: %s\r\n\r\n%s\r\n" % (BOUNDARY, head, said) for head, said in parts)
    body += b"--" + BOUNDARY + end + b"\r\n"
    return Strange(f"file {name[:20]!r}", raw(b"POST", path, number, MULTIPART, body=body))
